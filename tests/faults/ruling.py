"""Published rules are taken back, and another set of rules is chosen, while something fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from leadqual_gui.app.bootstrap import open_workspace, shipped_rules
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.domain.matrix_edits import SetPoints
from leadqual_gui.services.commands import AddLead
from tests.builders import FixedClock
from tests.drafts.workshop import EDIT, Workshop
from tests.faults.world import PUBLISHED, Said, Say, bakery, done
from tests.rules.builders import MATRIX

CHOSEN = "local_trade"
OURS = "# Ours\n"


# --- publishing, taken back ------------------------------------------------------------------------------------------
def bakery_with_version(folder: Path) -> None:
    """A bakery whose rules were changed once."""
    bakery(folder)
    workshop = Workshop(folder)
    with closing(workshop.workspace):
        workshop.draft.apply(SetPoints("webinar", 300), EDIT)
        workshop.publish()


def turning(folder: Path, say: Say) -> None:
    """The change is taken back, and put in force again."""
    workshop = Workshop(folder)
    with closing(workshop.workspace):
        operation = workshop.desk.current.operation
        workshop.done(workshop.undo(operation))
        say("undo", 1)
        workshop.done(workshop.redo(operation))
        say("redo", 1)


def judge_turns(folder: Path, said: Said) -> Iterator[str]:
    """File and archive say the same."""
    workshop = Workshop(folder)
    with closing(workshop.workspace):
        text, versions = workshop.matrix_text, workshop.desk.history
    second = next(one for one in versions if one.number == 2)
    if (text, second.taken_back) not in ((PUBLISHED, False), (MATRIX, True)) or len(versions) != 2:
        which = {MATRIX: "old", PUBLISHED: "new"}.get(text, "another")
        yield f"the file has {which} text, taken back: {second.taken_back}, {len(versions)} versions"
    if said.get("redo") and text != PUBLISHED:
        yield "an acknowledged redo did not happen"


# --- another set of rules --------------------------------------------------------------------------------------------
def first_start(folder: Path) -> None:
    """A new workspace with the shipped rules, a word of our own in them, and a lead."""
    folder.mkdir(mode=0o700, parents=True)
    with closing(open_workspace(WorkspaceFolder(folder), FixedClock())) as workspace:
        done(workspace.execute(AddLead({"full_name": "Ines Carvalho"})))
    with (folder / "rules" / "matrix.yaml").open("a", encoding="utf-8") as file:
        file.write(OURS)


def choosing(folder: Path, say: Say) -> None:
    """Another set of rules takes the place of the present one."""
    AppSurroundings(WorkspaceFolder(folder), sample=False, switch=lambda *_: None).use_starter_set(CHOSEN)
    say("choice", 1)


def judge_choice(folder: Path, said: Said) -> Iterator[str]:
    """All of one set or all of the other, and our own word in force or kept."""
    with closing(open_workspace(WorkspaceFolder(folder), FixedClock())) as workspace:
        if workspace.store.count() != 1:
            yield "a lead is gone"
        if workspace.problems:
            yield str(workspace.problems[0])
    rules = folder / "rules"
    before, after = (_matrix(shipped_rules()) + OURS).encode(), _matrix(_chosen()).encode()
    text = (rules / "matrix.yaml").read_bytes()
    if text not in (before, after):
        yield "these are neither the rules of before nor those that were chosen"
    missing = _names(_chosen() if text == after else shipped_rules()) - _names(rules)
    if missing:
        yield f"rules are missing: {missing}"
    kept = [path.read_bytes() for path in (folder / "backups").glob("rules-before-*/matrix.yaml")]
    if text != before and before not in kept:
        yield "the rules of before are not kept"
    if said and text != after:
        yield "an acknowledged choice is not in force"


def _chosen() -> Path:
    return shipped_rules() / "templates" / CHOSEN


def _matrix(folder: Path) -> str:
    return (folder / "matrix.yaml").read_text("utf-8")


def _names(folder: Path) -> set[str]:
    inner = [*folder.glob("*.yaml"), *folder.glob("frameworks/*.yaml")]
    return {path.relative_to(folder).as_posix() for path in inner} - {"template.yaml"}
