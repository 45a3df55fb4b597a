"""Whatever is done, undone and redone, in any order: the store says what a plain list of steps says."""

import shutil
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.leads import Lead
from tests.store.builders import NOW, an_activity, opened, put, step
from tests.store.test_columns import told

NAMES = st.sampled_from(["Ines", "Omar", "Lena Ost", "王小明", "Пётр"])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "full_name": NAMES,
        "company": st.sampled_from([None, "Acme", "Beta Foods"]),
        "employees": st.sampled_from([None, 1.0, 250.0]),
        "external_id": st.sampled_from([None, "A", "B"]),
        "custom.fleet": st.sampled_from([None, 1.0, 2.0]),
        "custom.heard": st.sampled_from([None, "at a fair"]),
        "tags": st.sampled_from([(), ("fair",), ("fair", "north")]),
    },
)


@dataclass
class Done:
    """A step: the leads and activities it made, what it deleted, the fields it changed, whether it stands."""

    made: list[Lead] = field(default_factory=list)
    acted: list[int] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    changed: dict[tuple[int, str], tuple[object, object]] = field(default_factory=dict)
    stands: bool = True


class AnyOrder(RuleBasedStateMachine):
    """Adds, edits, deletes, imports, undoes, redoes and restarts at random."""

    template: Path

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp()) / "workspace"
        shutil.copytree(self.template, self.folder)
        self.store = opened(self.folder)
        self.log: dict[int, Done] = {}
        self.values: dict[int, Lead] = {}

    def alive(self) -> set[int]:
        made = {lead.id for done in self.log.values() if done.stands for lead in done.made}
        return made - {i for done in self.log.values() if done.stands for i in done.deleted}

    def clashes(self) -> bool:
        keys = [self.values[i].external_id for i in self.alive() if self.values[i].external_id]
        return len(keys) != len(set(keys))

    @rule(fields=st.lists(FIELDS, min_size=1, max_size=3))
    def add(self, fields: list[dict]) -> None:
        leads = [with_fields(Lead(created_at=NOW), f) for f in fields]
        keys = [lead.external_id for lead in leads if lead.external_id]
        if len(keys) != len(set(keys)) or any(self.store.find(key) for key in keys):
            with pytest.raises(LeadQualError):
                put(self.store, *leads)
            return
        stored = put(self.store, *leads)
        self.log[self.store.steps(1)[0].operation] = Done(made=stored)
        self.values |= {lead.id: lead for lead in stored}

    @rule(fields=st.lists(FIELDS, min_size=1, max_size=3), finished=st.booleans())
    def import_some(self, fields: list[dict], finished: bool) -> None:
        bulk = self.store.bulk(step("imported"))
        ids = bulk.add_leads(
            ["full_name", "custom.fleet"], [(f.get("full_name"), f.get("custom.fleet")) for f in fields]
        )
        if not finished:
            bulk.take_back()
            return
        bulk.finish()
        done = Done(made=list(self.store.leads(ids)))
        self.log[bulk.operation] = done
        self.values |= {lead.id: lead for lead in done.made}

    @rule(fields=FIELDS, data=st.data())
    def edit(self, fields: dict, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(sorted(self.values) or [999]), min_size=1, max_size=3, unique=True))
        before = dict(self.values)
        changed = {i: with_fields(self.values[i], fields) for i in ids if i in self.alive()}
        self.values |= changed
        unit = self.store.unit(step("edited"))
        if self.clashes():
            self.values = before
            with pytest.raises(LeadQualError), unit:
                unit.set_fields(ids, fields)
            return
        with unit:
            unit.set_fields(ids, fields)
            unit.commit()
        differs = {
            (i, f): (value_of(before[i], f), value_of(now, f))
            for i, now in changed.items()
            for f in fields
            if value_of(before[i], f) != value_of(now, f)
        }
        assert bool(unit.operation) == bool(differs)
        if differs:
            self.log[unit.operation] = Done(changed=differs)

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        ids = data.draw(st.lists(st.sampled_from(sorted(self.alive()) or [999]), min_size=1, max_size=3, unique=True))
        with self.store.unit(step("deleted")) as unit:
            unit.delete_leads(ids)
            unit.commit()
        if ids != [999]:
            self.log[unit.operation] = Done(deleted=ids)

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        lead_id = data.draw(st.sampled_from(sorted(self.alive()) or [0]))
        if lead_id:
            with self.store.unit(step("acted")) as unit:
                unit.add_activity(an_activity(lead_id, "note", topic="rebate"))
                unit.commit()
            self.log[unit.operation] = Done(acted=[lead_id])

    @rule(data=st.data(), back=st.booleans())
    def turn(self, data: st.DataObject, back: bool) -> None:
        operation = data.draw(st.sampled_from(sorted(self.log) or [999]))
        done = self.log.get(operation)
        answer = self.store.undo(operation) if back else self.store.redo(operation)
        assert (answer is not None) == (done is not None and self.can_turn(done, back))

    def can_turn(self, done: Done, back: bool) -> bool:
        old, new = (1, 0) if back else (0, 1)
        if done.stands is not back:
            return False
        if any(value_of(self.values[i], f) != told[old] for (i, f), told in done.changed.items()):
            return False
        if not back and not self.alive() >= set(done.deleted):
            return False
        before, done.stands = dict(self.values), not back
        for (i, f), values in done.changed.items():
            self.values[i] = with_fields(self.values[i], {f: values[new]})
        if self.clashes():
            self.values, done.stands = before, back
            return False
        return True

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = opened(self.folder)

    @rule()
    def keep_columns(self) -> None:
        self.store.save_columns(self.store.columns(frozenset({"employees"})))

    @invariant()
    def the_store_says_the_same(self) -> None:
        alive = self.alive()
        everybody = list(self.store.leads(range(1, 200)))
        assert everybody == [self.values[i] for i in sorted(alive)]
        assert self.store.count() == len(alive)
        for word in ("ines", "小明", "петр", "acme"):
            assert sorted(self.store.search(word)) == [i for i in sorted(alive) if speaks_of(self.values[i], word)], (
                word
            )
        noted = {i for done in self.log.values() if done.stands for i in done.acted} & alive
        assert set(self.store.search("rebate")) == noted
        assert {s.operation: not s.undone for s in self.store.steps()} == {n: d.stands for n, d in self.log.items()}

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        records = [self.store.record(i) for i in sorted(self.alive())]
        facts = frozenset({"employees"})
        is_told, should = told(self.store.columns(facts)), told(Columns.of([r for r in records if r], facts))
        wrong = [(i, is_told.get(i), should.get(i)) for i in should | is_told if is_told.get(i) != should.get(i)]
        assert wrong == [], wrong
        self.store.close()
        unsound = [f for f in examine(self.folder, NOW) if not f.ok]
        assert not unsound, unsound
        shutil.rmtree(self.folder.parent)


def value_of(lead: Lead, name: str) -> object:
    """A field of a lead, custom ones included."""
    return lead.custom.get(name[7:]) if name.startswith("custom.") else getattr(lead, name)


def with_fields(lead: Lead, fields: dict) -> Lead:
    """The lead with these fields."""
    custom = dict(lead.custom) | {key[7:]: value for key, value in fields.items() if key.startswith("custom.")}
    named = {key: value for key, value in fields.items() if not key.startswith("custom.")}
    return replace(lead, **named, custom={key: value for key, value in custom.items() if value is not None})


def speaks_of(lead: Lead, word: str) -> bool:
    """Whether a search for the word should find the lead."""
    text = f"{lead.full_name or ''} {lead.company or ''}".casefold().replace("ё", "е")
    return word in text


def test_any_order_of_steps(empty_workspace: Path):
    from hypothesis.stateful import run_state_machine_as_test

    machine = type("AnyOrderHere", (AnyOrder,), {"template": empty_workspace})
    run_state_machine_as_test(machine, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
