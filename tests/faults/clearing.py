"""Leads move on, somebody is deleted for good, and a damaged workspace is repaired, while something fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from leadqual_gui.adapters.db.backup import make_backup
from leadqual_gui.adapters.db.repairing import repair
from leadqual_gui.services.commands import AddNote, EditLeads, MoveLeads
from leadqual_gui.services.half_typed import NOTE, TypingPlace
from leadqual_gui.services.privacy import Forgotten
from tests.drafts.workshop import Workshop
from tests.faults.damage import pages_of, spoil, write
from tests.faults.world import Said, Say, done, in_the_bakery, open_as_ever, within, wrong_by_the_doctor
from tests.store.builders import NOW, a_lead, an_activity, edit, opened, put, step

STAGES = ("sql", "new", "sql")
NAME = "Zwetlana Quirrenbach"
TRACES = (b"zwetlana", b"quirrenbach", b"zq@morrow", b"likes sailing")
LEADS = 60
LATER = NOW + timedelta(days=2)


# --- stages ----------------------------------------------------------------------------------------------------------
def moving(folder: Path, say: Say) -> None:
    """A lead goes to another stage, and the window remembers something."""
    with closing(in_the_bakery(folder)) as workspace:
        for number, stage in enumerate(STAGES, 1):
            done(workspace.execute(MoveLeads((1,), stage, override="They asked for it")))
            say("move", number)
            workspace.put_setting("window.place", str(number))
            say("setting", number)


def judge_moves(folder: Path, said: Said) -> Iterator[str]:
    """Its stage is the last that was logged."""
    with closing(in_the_bakery(folder)) as workspace:
        lead = workspace.store.lead(1)
        assert lead is not None
        moves = sum(step.label.code.startswith("lead_moved") for step in workspace.steps())
        setting = int(workspace.setting("window.place") or 0)
    if lead.stage != ("new", *STAGES)[moves]:
        yield f"after {moves} moves it is in {lead.stage}"
    yield from within("moves", moves, said.get("move", 0))
    yield from within("settings", setting, said.get("setting", 0))


# --- deleting for good -----------------------------------------------------------------------------------------------
def somebody_known(folder: Path) -> None:
    """A person of whom something is known, and another."""
    folder.mkdir(mode=0o700, parents=True)
    workshop = Workshop(folder)
    workspace = workshop.workspace
    known = workshop.lead(NAME, webinars=1, email="zq@morrow.example", company="Morrow Mills")
    other = workshop.lead("Omar Haddad")
    done(workspace.execute(AddNote(known, "likes sailing")))
    done(workspace.execute(AddNote(other, "Likes rye")))
    done(workspace.execute(EditLeads((known, other), {"industry": "milling"})))
    workspace.put_setting("search.recent", "zwetlana quirrenbach")
    workspace.half_typed.keep(TypingPlace(NOTE, known), "likes sailing and")
    workspace.close()


def forgetting(folder: Path, say: Say) -> None:
    """The person is deleted for good."""
    with closing(in_the_bakery(folder)) as workspace:
        forgotten = workspace.privacy.forget(1, NAME)
        assert isinstance(forgotten, Forgotten), forgotten
        say("forgotten", 1)


def judge_forgetting(folder: Path, said: Said) -> Iterator[str]:
    """Wholly there, or in no byte of any file; the other lead has lost nothing."""
    with closing(in_the_bakery(folder)) as workspace:
        store = workspace.store
        known, other = store.lead(1), store.lead(2)
        told = (known is not None, len(store.activities(1)), len(store.search("zwetlana")), len(store.privacy_log()))
        beside = (other is not None and other.industry, len(store.activities(2)), len(store.search("omar")))
    if told not in ((True, 2, 1, 0), (False, 0, 0, 1)):
        yield f"is there by half: {told}"
    if beside != ("milling", 1, 1):
        yield f"somebody else lost something: {beside}"
    if said and known is not None:
        yield "somebody who was forgotten is there"
    if known is None and (traces := _traces(folder)):
        yield f"can be read still: {traces}"


def _traces(folder: Path) -> dict[str, list[bytes]]:
    files = ((path.name, path.read_bytes().lower()) for path in folder.rglob("*") if path.is_file())
    return {name: found for name, data in files if (found := [one for one in TRACES if one in data])}


# --- repairing -------------------------------------------------------------------------------------------------------
def _worked_in(folder: Path) -> None:
    """Sixty leads, a copy, and a little work after it."""
    with closing(opened(folder)) as store:
        leads = put(store, *[a_lead(full_name=f"Lead {n}", notes="x" * 300) for n in range(1, LEADS + 1)])
        with store.unit(step("activity_added")) as unit:
            for lead in leads:
                unit.add_activity(an_activity(lead.id))
            unit.commit()
        make_backup(store.path, folder / "backups", NOW)
        edit(store, [7], company="After the copy")
        put(store, a_lead(full_name="Lena Vogt"))


def damaged(folder: Path) -> None:
    """Rubbish over pages of leads and of activities."""
    _worked_in(folder)
    leads = pages_of(folder, "lead")
    spoil(folder, [*Random(8).sample(leads[2:-1], 2), pages_of(folder, "activity")[0]])


def at_odds(folder: Path) -> None:
    """The search, the log and what belongs to leads say something else than the leads."""
    _worked_in(folder)
    write(
        folder,
        "DELETE FROM lead_text WHERE rowid = 7",
        "INSERT INTO watch (lead_id, tier) VALUES (9999, 'hot')",
        "UPDATE operation SET state = 1 WHERE id = (SELECT max(id) FROM operation)",
        "UPDATE lead SET gone_by = made_by WHERE full_name = 'Lena Vogt'",
    )


def repairing(folder: Path, say: Say) -> None:
    """The doctor repairs it."""
    repair(folder, LATER)
    say("repair", 1)


def judge_repair(folder: Path, said: Said) -> Iterator[str]:
    """Repaired, or to be repaired once more; then everybody is there with what was done after the copy."""
    wrong = wrong_by_the_doctor(folder)
    if said and wrong:
        yield f"an acknowledged repair left: {wrong}"
    if wrong:
        repair(folder, LATER)
    with closing(open_as_ever(folder)) as store:
        names = [lead.full_name for n in range(1, LEADS + 1) if (lead := store.lead(n)) is not None]
        seventh, activities = store.lead(7), sum(len(store.activities(n)) for n in range(1, LEADS + 1))
        found = len(store.search("after"))
    if names != [f"Lead {n}" for n in range(1, LEADS + 1)] or activities != LEADS:
        yield f"{len(names)} leads and {activities} activities are there"
    if seventh is None or (seventh.company, found) != ("After the copy", 1):
        yield f"what was done after the copy is gone: {seventh and seventh.company}, found {found} times"
