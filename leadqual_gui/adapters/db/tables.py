"""What the file looks like: the tables, as SQLModel classes. Migrations and tests hold the file to this page.

Here are the log, leads and what hangs on them; what is kept beside them is in `tables_kept`.
Reading and hot writing go through plain sqlite3 and do not import this module (SQLModel costs a third of a second).
No `from __future__ import annotations` here: SQLModel reads the annotations.

Conventions. Times are whole seconds since 1970, UTC. A row lives while `gone_by` is NULL; `made_by` and `gone_by` name
the steps of the log that made it and took it away, so that a step is taken back without a copy of its rows.
"""

from typing import Any

from sqlalchemy import BLOB, Column, Index, text
from sqlmodel import Field, SQLModel

ALIVE = text("gone_by IS NULL")


def a_step(nullable: bool = False) -> Any:
    """A column that names a step of the log."""
    return Field(default=None, foreign_key="operation.id", nullable=nullable)


def a_lead() -> Any:
    """A column that names the lead to which a row belongs."""
    return Field(foreign_key="lead.id")


class Operation(SQLModel, table=True):
    """A step of the log: its name (code and parameters), when, and whether it stands.

    `state`: 0 it stands, 1 it was taken back, 2 it is still being written (an import), 3 it was cancelled. `version`
    grows with each step, undo and redo: the greatest one names the present state of all leads.
    """

    __tablename__ = "operation"
    __table_args__ = (
        Index("operation_version", "version"),
        Index("operation_unfinished", "state", sqlite_where=text("state = 2")),
    )
    id: int | None = Field(default=None, primary_key=True)
    code: str
    params: str
    at: int
    state: int = Field(sa_column_kwargs={"server_default": text("0")})
    undone_at: int | None = None
    version: int
    touched: int = Field(sa_column_kwargs={"server_default": text("0")})


class Change(SQLModel, table=True):
    """What a step did: a field before and after, or rows that came ("+") or went ("-"), from `row` to `after`."""

    __tablename__ = "change"
    __table_args__ = (
        Index("change_lead", "lead_id", sqlite_where=text("lead_id IS NOT NULL")),
        Index("change_stage", "operation", sqlite_where=text("tbl = 'lead' AND field = 'stage'")),
        {"sqlite_with_rowid": False},
    )
    operation: int = Field(foreign_key="operation.id", primary_key=True)
    tbl: str = Field(primary_key=True)
    field: str = Field(primary_key=True)
    row: int = Field(primary_key=True)
    lead_id: int | None = None
    before: Any = Field(default=None, sa_column=Column(BLOB))
    after: Any = Field(default=None, sa_column=Column(BLOB))


class Lead(SQLModel, table=True):
    """A lead. `tags` is a JSON list, `custom` a JSON object; `email_key` is the e-mail address casefolded."""

    __tablename__ = "lead"
    __table_args__ = (
        Index(
            "lead_external_id",
            "external_id",
            unique=True,
            sqlite_where=text("gone_by IS NULL AND external_id IS NOT NULL"),
        ),
        Index("lead_alive", "id", sqlite_where=ALIVE),
        Index("lead_email", "email_key", sqlite_where=text("gone_by IS NULL AND email_key IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    full_name: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    job_title: str | None = None
    department: str | None = None
    email: str | None = None
    email_key: str | None = None
    email_2: str | None = None
    phone: str | None = None
    mobile: str | None = None
    website: str | None = None
    linkedin: str | None = None
    industry: str | None = None
    employees: float | None = None
    annual_revenue: float | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None
    source: str | None = None
    owner: str | None = None
    expected_value: float | None = None
    currency: str | None = None
    tags: str | None = None
    notes: str | None = None
    past_purchases: float | None = None
    do_not_contact: int = Field(sa_column_kwargs={"server_default": text("0")})
    unsubscribed: int = Field(sa_column_kwargs={"server_default": text("0")})
    verified_at: int | None = None
    created_at: int | None = None
    stage: str | None = None
    stage_since: int | None = None
    outcome: str | None = None
    closed_at: int | None = None
    lost_reason: str | None = None
    external_id: str | None = None
    custom: str | None = None


class Word(SQLModel, table=True):
    """A text that stands in many rows, kept once: kinds and topics of activities, causes of scores."""

    __tablename__ = "word"
    id: int | None = Field(default=None, primary_key=True)
    text: str = Field(unique=True)


class Activity(SQLModel, table=True):
    """Something that happened. A short topic is a word; a long one, and a note's text, stands in `note`."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("activity_lead", "lead_id", "at"),
        Index("activity_note", "lead_id", sqlite_where=text("note IS NOT NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    at: int
    kind: int = Field(foreign_key="word.id")
    topic: int | None = Field(default=None, foreign_key="word.id")
    note: str | None = None


class Answer(SQLModel, table=True):
    """An answer of an interview; earlier ones to the same element stay."""

    __tablename__ = "answer"
    __table_args__ = (Index("answer_lead", "lead_id"),)
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    framework: str
    element: str
    state: str
    level: int | None = None
    heard_at: int
    said_by: str | None = None
    evidence: str | None = None
    confirmed: int = Field(sa_column_kwargs={"server_default": text("0")})


class Stakeholder(SQLModel, table=True):
    """A person of the buying group; `cares_about` and `knows` are JSON lists."""

    __tablename__ = "stakeholder"
    __table_args__ = (Index("stakeholder_lead", "lead_id"),)
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    name: str
    role: str
    job_title: str | None = None
    influence: int | None = None
    stance: int | None = None
    cares_about: str | None = None
    knows: str | None = None
    is_lead: int = Field(sa_column_kwargs={"server_default": text("0")})


class Adjustment(SQLModel, table=True):
    """A correction of a score by hand."""

    __tablename__ = "adjustment"
    __table_args__ = (Index("adjustment_lead", "lead_id"),)
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    tenths: int
    axis: str
    reason: str
    author: str
    starts_at: int
    ends_at: int | None = None


class FollowUp(SQLModel, table=True):
    """Something promised to a lead, and when it is due."""

    __tablename__ = "follow_up"
    __table_args__ = (
        Index("follow_up_lead", "lead_id"),
        Index("follow_up_due", "due_at", sqlite_where=text("gone_by IS NULL AND done_at IS NULL")),
    )
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    action: str
    note: str | None = None
    due_at: int
    done_at: int | None = None


class DistinctPair(SQLModel, table=True):
    """Two leads that look alike and are not the same person, as somebody said; `lead_id` is the smaller of the two."""

    __tablename__ = "distinct_pair"
    __table_args__ = (
        Index("distinct_pair_lead", "lead_id", "other_id"),
        Index("distinct_pair_other", "other_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    other_id: int = a_lead()


class Verdict(SQLModel, table=True):
    """What somebody thought of a score: `verdict` is too_high or too_low, `tenths` the score that was shown."""

    __tablename__ = "verdict"
    __table_args__ = (Index("verdict_lead", "lead_id"),)
    id: int | None = Field(default=None, primary_key=True)
    made_by: int = a_step()
    gone_by: int | None = a_step(nullable=True)
    lead_id: int = a_lead()
    at: int
    verdict: str
    reason: str | None = None
    tenths: int
    rules_version: str
