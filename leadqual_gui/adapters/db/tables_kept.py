"""What the file keeps beside the leads: scores, alerts, rules, settings, snapshots. The rest of `tables`.

No `from __future__ import annotations` here: SQLModel reads the annotations.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary
from sqlmodel import Field, SQLModel

from leadqual_gui.adapters.db.tables import a_lead, a_step


class PrivacyLog(SQLModel, table=True):
    """What was done about somebody's personal data, without the data: how many leads and rows were concerned."""

    __tablename__ = "privacy_log"
    id: int | None = Field(default=None, primary_key=True)
    at: int
    what: str
    leads: int
    rows: int


class Alert(SQLModel, table=True):
    """What happened to a lead that a person should know. `operation`: the step that caused it (NULL: time did); taken
    back, it takes the alert along. `cause` is a word."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("alert_once", "lead_id", "kind", "anchor", "step", unique=True),
        Index("alert_at", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = a_lead()
    kind: str
    at: int
    anchor: int
    step: int
    shown_before: int | None = None
    shown_after: int | None = None
    tier_before: str
    tier_after: str
    cause: int = Field(foreign_key="word.id")
    snoozed_until: int | None = None
    done_at: int | None = None
    operation: int | None = a_step(nullable=True)


class Watch(SQLModel, table=True):
    """The tier that counts as announced for a lead: what the next crossing is told against."""

    __tablename__ = "watch"
    lead_id: int = Field(foreign_key="lead.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    tier: str


class RulesVersion(SQLModel, table=True):
    """A version of the rules, named by the hash of its files; `files` holds their text (zlib over JSON)."""

    __tablename__ = "rules_version"
    id: int | None = Field(default=None, primary_key=True)
    version: str = Field(unique=True)
    at: int
    note: str = ""
    files: bytes | None = Field(default=None, sa_column=Column(LargeBinary))


class RulesRelease(SQLModel, table=True):
    """A version of the rules as people count them: who put it in force, why, in place of which, and what it did.

    `again`: the number whose text came back (0: none). `files` and `effect` are JSON. `operation` NULL: it cannot be
    taken back (the first rules, or a change made outside).
    """

    __tablename__ = "rules_release"
    number: int | None = Field(default=None, primary_key=True)
    rules: int = Field(foreign_key="rules_version.id")
    at: int
    author: str
    note: str
    origin: str
    replaced: int
    again: int
    files: str
    effect: str | None = None
    operation: int | None = Field(default=None, foreign_key="operation.id")


class DraftLine(SQLModel, table=True):
    """A line of what led to an unpublished draft of a rule file."""

    __tablename__ = "draft_line"
    __table_args__ = (Index("draft_line_draft", "draft", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    draft: str
    line: str


class Score(SQLModel, table=True):
    """The present score of a lead, in tenths; `last_sign` is the lead's own newest activity, for lists."""

    __tablename__ = "score"
    __table_args__ = (Index("score_exact", "exact"),)
    lead_id: int = Field(foreign_key="lead.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    exact: int
    shown: int
    fit: int
    engagement: int
    tier: str
    grade: str
    least: int
    greatest: int
    decided: int
    disqualified: str | None = None
    last_sign: int | None = None
    as_of: int
    rules: int = Field(foreign_key="rules_version.id")


class ScoreHistory(SQLModel, table=True):
    """What a lead's score became, when, why (`cause` is a word), and by which rules."""

    __tablename__ = "score_history"
    __table_args__ = (Index("score_history_lead", "lead_id"),)
    id: int | None = Field(default=None, primary_key=True)
    lead_id: int = a_lead()
    at: int
    exact: int
    tier: str
    grade: str
    cause: int = Field(foreign_key="word.id")
    rules: int = Field(foreign_key="rules_version.id")


class ImportRun(SQLModel, table=True):
    """What an import brought, and how many rows it could not take."""

    __tablename__ = "import_run"
    operation: int = Field(foreign_key="operation.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    leads_added: int
    leads_updated: int
    activities_added: int
    answers_added: int
    rejected: int


class Setting(SQLModel, table=True):
    """Something remembered for this workspace."""

    __tablename__ = "setting"
    __table_args__ = ({"sqlite_with_rowid": False},)
    key: str = Field(primary_key=True)
    value: str


class ColumnSnapshot(SQLModel, table=True):
    """The resident columns as they were at `version` of the log, one blob a part; part "meta" describes them."""

    __tablename__ = "column_snapshot"
    part: str = Field(primary_key=True)
    version: int = Field(sa_column=Column(Integer, nullable=False))
    data: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
