"""What is done while something fails, and what must be so afterwards.

A Deed writes to a workspace and says what was acknowledged, step by step; its judge opens what is left and says what
was lost or is there by half. Marks are numbers: step n writes n in several places at once, so that halves show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.db.backup import backups, checksum_file, made_at
from leadqual_gui.adapters.db.database_file import FILE_NAME
from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.exchange.tables import pasted_table
from leadqual_gui.adapters.rules_yaml.folder import check_rules
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from leadqual_gui.services.calling.values import Done
from leadqual_gui.services.commands import AddLead, AddNote, EditLeads, MergeLeads, Undo
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Outcome
from leadqual_gui.services.protection import WorkspaceKey
from leadqual_gui.services.workspace import Workspace
from tests.builders import NOW, FixedClock
from tests.drafts.workshop import EDIT, Workshop
from tests.rules.builders import MATRIX, SHIPPED

Say = Callable[[str, int], None]
Said = Mapping[str, int]
"""Of each kind of thing, how many steps were acknowledged."""
STEPS = 3
ROWS = 600
PUBLISHED = MATRIX.replace("points: 5\n", "points: 30\n")
NEVER_WRONG = ("space", "place")
"""What the doctor may say of a small disk made for a test."""


def no_key(_folder: Path) -> WorkspaceKey | None:
    """What opens a workspace without a passphrase."""
    return None


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that writes: how its workspace is made, what it does, what must be so afterwards, what opens it."""

    name: str
    prepare: Callable[[Path], None]
    act: Callable[[Path, Say], None]
    judge: Callable[[Path, Said], Iterator[str]]
    key_of: Callable[[Path], WorkspaceKey | None] = no_key


def losses(deed: Deed, folder: Path, said: Said) -> list[str]:
    """Everything that is not as it must be (empty: nothing was lost)."""
    try:
        found = [*deed.judge(folder, said), *unproven_copies(folder)]
        return found + wrong_by_the_doctor(folder, deed.key_of(folder))
    except (LeadQualError, sqlite3.Error, OSError, AssertionError) as error:
        return [f"{type(error).__name__}: {error}"]


def wrong_by_the_doctor(folder: Path, key: WorkspaceKey | None = None) -> list[str]:
    """What the doctor finds wrong, in database, backups and rules."""
    found = [f"doctor: {f.subject}: {f.message}" for f in examine(folder, NOW, key) if not f.ok]
    if (folder / "rules").is_dir():
        found += [f"doctor: {problem}" for problem in check_rules(folder / "rules") if problem.severity == "error"]
    return [one for one in found if not any(one.startswith(f"doctor: {allowed}") for allowed in NEVER_WRONG)]


def unproven_copies(folder: Path) -> Iterator[str]:
    """Copies of ours with no checksum beside them: nobody would notice a flipped bit."""
    for file in backups(folder / "backups"):
        if made_at(file) is not None and not checksum_file(file).exists():
            yield f"{file.name} has its name, and no checksum"


# --- making workspaces -----------------------------------------------------------------------------------------------
def bakery(folder: Path) -> None:
    """Two leads, rules, scores."""
    folder.mkdir(mode=0o700, parents=True)
    workshop = Workshop(folder)
    workshop.lead("Ines Carvalho", webinars=2)
    done(workshop.workspace.execute(AddNote(workshop.lead("Omar Haddad"), "Likes rye")))
    workshop.workspace.close()


def bakery_with_import(folder: Path) -> None:
    """The same, with a list that was brought in."""
    bakery(folder)
    with closing(in_the_bakery(folder)) as workspace:
        _bring_in(workspace)


def nothing(folder: Path) -> None:
    """Only a folder."""
    folder.mkdir(mode=0o700, parents=True)


# --- deeds -----------------------------------------------------------------------------------------------------------
def edits(folder: Path, say: Say) -> None:
    """Two fields of a lead get the same mark in one step."""
    with closing(in_the_bakery(folder)) as workspace:
        for number in range(1, STEPS + 1):
            edit_one(workspace, number)
            say("edit", number)


def edit_one(workspace: Workspace, number: int) -> None:
    """Both fields of the first lead."""
    done(workspace.execute(EditLeads((1,), {"company": f"Company {number}", "notes": f"Company {number}"})))


def judge_edits(folder: Path, said: Said) -> Iterator[str]:
    """Both fields say the same, and not less than was acknowledged."""
    with closing(open_as_ever(folder)) as store:
        yield from edits_in(store, said)


def edits_in(store: SqliteStore, said: Said) -> Iterator[str]:
    """What is wrong with the edits of a store."""
    lead = store.lead(1)
    assert lead is not None
    number = int(str(lead.company).split()[-1]) if lead.company else 0
    if lead.company != lead.notes:
        yield f"half an edit: {lead.company} and {lead.notes}"
    yield from within("edits", number, said.get("edit", 0))
    if number and list(store.search(f"company {number}")) != [1]:
        yield f"edit {number} cannot be searched for"


def activities(folder: Path, say: Say) -> None:
    """Notes on a time line."""
    with closing(in_the_bakery(folder)) as workspace:
        for number in range(1, STEPS + 1):
            done(workspace.execute(AddNote(1, f"note {number}")))
            say("note", number)


def judge_activities(folder: Path, said: Said) -> Iterator[str]:
    """Each acknowledged note once."""
    with closing(open_as_ever(folder)) as store:
        notes = sorted(str(a.topic) for a in store.activities(1) if a.kind == "note")
    if notes != [f"note {n}" for n in range(1, len(notes) + 1)]:
        yield f"notes are {notes}"
    yield from within("notes", len(notes), said.get("note", 0))


def call(folder: Path, say: Say) -> None:
    """Notes in a call; they are in its file and in the store."""
    with closing(in_the_bakery(folder)) as workspace:
        made = CallDesk(workspace, CallFolder(folder / "calls")).begin(1, "bant")
        assert isinstance(made, Call), made
        for number in range(1, STEPS + 1):
            if isinstance(made.add_note(f"said {number}"), Done):
                say("note", number)
            if isinstance(made.answer(number, evidence=f"heard {number}"), Done):
                say("answer", number)
        made.leave()


def judge_call(folder: Path, said: Said) -> Iterator[str]:
    """The call can be taken up, and everything acknowledged is on the time line then."""
    with closing(in_the_bakery(folder)) as workspace:
        desk = CallDesk(workspace, CallFolder(folder / "calls"))
        for left in desk.unfinished():
            resumed = desk.resume(left.key)
            if isinstance(resumed, Call):
                if resumed.unsaved:
                    yield f"{resumed.unsaved} entries of the call cannot be filed"
                resumed.leave()
        notes = sorted(str(a.topic) for a in workspace.store.activities(1) if a.kind == "note")
        levels = sorted(a.level or 0 for a in workspace.store.answers(1))
    if notes != [f"said {n}" for n in range(1, len(notes) + 1)]:
        yield f"notes are {notes}"
    if levels != list(range(1, len(levels) + 1)):
        yield f"answers are {levels}"
    for what, there, acknowledged in (
        ("notes", notes, said.get("note", 0)),
        ("answers", levels, said.get("answer", 0)),
    ):
        if (
            len(there) < acknowledged
        ):  # more is no loss: what cannot be filed stays in the call's file, and is tried again
            yield f"{len(there)} {what} are there, {acknowledged} were acknowledged"


def noting(folder: Path, say: Say) -> None:
    """What a call's file holds where the database cannot take it: notes, each waited for."""
    with closing(CallFolder(folder / "calls").new()) as file:
        for number in range(1, STEPS + 1):
            file.write({"kind": "note", "text": f"said {number}"}, durable=True)
            say("line", number)


def judge_noting(folder: Path, said: Said) -> Iterator[str]:
    """Every note that was acknowledged, whole."""
    calls = CallFolder(folder / "calls")
    lines: list[object] = []
    for name in calls.names():
        file = calls.open(name)
        assert file is not None
        with closing(file):
            lines += [entry.get("text") for entry in file.entries()]
    if lines != [f"said {n}" for n in range(1, len(lines) + 1)]:
        yield f"lines are {lines}"
    yield from within("lines", len(lines), said.get("line", 0))


def importing(folder: Path, say: Say) -> None:
    """A list of some hundred leads with a new field."""
    with closing(in_the_bakery(folder)) as workspace:
        _bring_in(workspace)
        say("import", 1)


def _bring_in(workspace: Workspace) -> None:
    rows = "\n".join(f"L{n},Lead {n},Firm {n},lead{n}@example.org,{n}" for n in range(ROWS))
    source = pasted_table(f"external_id,full_name,company,email,ovens\n{rows}\n")
    plan = workspace.plan_import(source, ImportOptions(custom=True))
    done(workspace.run_import(source, plan))


def judge_import(folder: Path, said: Said) -> Iterator[str]:
    """All of the list or nothing of it."""
    with closing(open_as_ever(folder)) as store:
        count, found = store.count() - 2, len(store.search("firm"))
    if count not in (0, ROWS) or found != count:
        yield f"{count} leads of {ROWS} are there, {found} can be searched for"
    if said.get("import") and count != ROWS:
        yield "an acknowledged import is gone"


def taking_back(folder: Path, say: Say) -> None:
    """Undo of an import."""
    with closing(in_the_bakery(folder)) as workspace:
        step = next(step for step in workspace.steps() if step.label.code == "imported")
        done(workspace.execute(Undo(step.operation)))
        say("undo", 1)


def judge_taking_back(folder: Path, said: Said) -> Iterator[str]:
    """The list is there as a whole, or gone as a whole."""
    yield from judge_import(folder, {})
    with closing(open_as_ever(folder)) as store:
        if said.get("undo") and store.count() != 2:
            yield "an acknowledged undo did not happen"


def merging(folder: Path, say: Say) -> None:
    """Two leads become one."""
    with closing(in_the_bakery(folder)) as workspace:
        done(workspace.execute(MergeLeads(1, (2,), {"company": "Merged"})))
        say("merge", 1)


def judge_merge(folder: Path, said: Said) -> Iterator[str]:
    """Two leads with their own activities, or one with all of them."""
    with closing(open_as_ever(folder)) as store:
        lead = store.lead(1)
        assert lead is not None
        state = (store.count(), len(store.activities(1)), lead.company)
    if state not in ((2, 2, None), (1, 3, "Merged")):
        yield f"half a merge: {state}"
    if said.get("merge") and state[0] != 1:
        yield "an acknowledged merge did not happen"


def publishing(folder: Path, say: Say) -> None:
    """A point is changed and put in force."""
    workshop = Workshop(folder)
    with closing(workshop.workspace):
        workshop.draft.apply(SetPoints("webinar", 300), EDIT)
        say("draft", 1)
        workshop.publish("Webinars bring customers")
        say("publish", 1)


def judge_publish(folder: Path, said: Said) -> Iterator[str]:
    """File, archive and draft say the same."""
    workshop = Workshop(folder)
    with closing(workshop.workspace):
        text, number = workshop.matrix_text, workshop.desk.current.number
        dirty = workshop.draft.dirty
    if (text, number) not in ((MATRIX, 1), (PUBLISHED, 2)):
        which = {MATRIX: "old", PUBLISHED: "new"}.get(text, "another")
        yield f"the file has {which} text, and the newest version is {number}"
    if said.get("publish") and text != PUBLISHED:
        yield "an acknowledged matrix is not in force"
    if said.get("draft") and text == MATRIX and not dirty:
        yield "an acknowledged draft is gone"


def making(folder: Path, say: Say) -> None:
    """A new workspace with the shipped rules, and its first lead."""
    with closing(open_workspace(WorkspaceFolder(folder), FixedClock())) as workspace:
        done(workspace.execute(AddLead({"full_name": "Ines Carvalho"})))
        say("lead", 1)


def judge_making(folder: Path, said: Said) -> Iterator[str]:
    """It can be opened, whatever there is of it, and has all its rules then."""
    with closing(open_workspace(WorkspaceFolder(folder), FixedClock())) as workspace:
        yield from within("leads", workspace.store.count(), said.get("lead", 0), most=1)
        if workspace.problems:
            yield str(workspace.problems[0])
    names = {path.name for path in (folder / "rules").rglob("*.yaml")}
    if missing := {path.name for path in SHIPPED.glob("*.yaml")} - names:
        yield f"rules are missing: {missing}"


def careless(folder: Path, say: Say) -> None:
    """What nobody should do: a file written in place, and a database that does not wait for the disk."""
    with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for number in range(1, STEPS + 1):
            company = f"Company {number}"
            connection.execute("UPDATE lead SET company = ?, notes = ? WHERE id = 1", (company, company))
            say("edit", number)


# --- inside ----------------------------------------------------------------------------------------------------------
def done(outcome: object) -> Outcome[object]:
    """An outcome, not a refusal."""
    assert isinstance(outcome, Outcome), outcome
    return outcome


def in_the_bakery(folder: Path) -> Workspace:
    """The workspace of the bakery, opened."""
    return Workshop(folder).workspace


def open_as_ever(folder: Path) -> SqliteStore:
    """The store of a workspace without a passphrase."""
    return open_store(folder, FixedClock())


def within(what: str, there: int, acknowledged: int, most: int = STEPS) -> Iterator[str]:
    """Not less than was acknowledged, and one more at most."""
    if not acknowledged <= there <= min(acknowledged + 1, most):
        yield f"{there} {what} are there, {acknowledged} were acknowledged"
