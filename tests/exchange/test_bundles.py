"""Everything that went in comes out: a bundle imported into an empty workspace gives the same leads and scores."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.db.store import SqliteStore, open_store
from leadqual_gui.adapters.exchange.bundles import BundleFile, is_bundle, write_bundle
from leadqual_gui.domain.activities import Activity
from leadqual_gui.domain.adjustments import Adjustment
from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import STAKEHOLDER_ROLES
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.schema import schema_for
from leadqual_gui.domain.scoring import score_many
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.domain.verdicts import Judgement, Verdict
from leadqual_gui.services.bundles import WholeLead, import_bundle, whole_leads
from leadqual_gui.services.importing_result import ImportResult
from leadqual_gui.services.operations import Outcome, Said
from tests.bench.data import bench_rules
from tests.builders import NOW, FixedClock, a_lead, a_stakeholder, an_activity, an_answer

RULES: Rules = bench_rules()


@contextmanager
def a_store() -> Iterator[SqliteStore]:
    with tempfile.TemporaryDirectory() as folder, closing(open_store(Path(folder), FixedClock())) as store:
        yield store


def filled(store: SqliteStore, leads: list[WholeLead]) -> list[int]:
    """Put whole leads into a store; their ids."""
    ids = []
    for one in leads:
        with store.unit(Said("lead_added")) as unit:
            lead_id = unit.add_lead(one.lead).id
            for activity in one.activities:
                unit.add_activity(replace(activity, lead_id=lead_id))
            for answer in one.answers:
                unit.add_answer(replace(answer, lead_id=lead_id))
            known: dict[int, int] = {}
            for person in one.stakeholders:
                knows = tuple(known[other] for other in person.knows if other in known)
                known[person.id] = unit.put_stakeholder(replace(person, id=0, lead_id=lead_id, knows=knows)).id
            for adjustment in one.adjustments:
                unit.add_adjustment(replace(adjustment, lead_id=lead_id))
            for promise in one.follow_ups:
                unit.put_follow_up(replace(promise, lead_id=lead_id))
            for verdict in one.verdicts:
                unit.add_verdict(replace(verdict, lead_id=lead_id))
            unit.keep_apart([(ids[line - 2], lead_id) for line in one.apart if line - 2 < len(ids)])
            unit.commit()
        ids.append(lead_id)
    return ids


def bare(one: WholeLead) -> WholeLead:
    """A whole lead without row ids, in an order that says nothing."""
    people = sorted(one.stakeholders, key=lambda person: person.id)
    places = {person.id: at for at, person in enumerate(people)}

    def plain(values: tuple, **blank: object) -> tuple:  # type: ignore[type-arg]
        return tuple(sorted((replace(value, id=0, lead_id=0, **blank) for value in values), key=repr))

    return WholeLead(
        replace(one.lead, id=0, custom=dict(one.lead.custom)),
        plain(one.activities),
        plain(one.answers),
        tuple(replace(p, id=0, lead_id=0, knows=tuple(places[k] for k in p.knows)) for p in people),
        plain(one.adjustments),
        plain(one.follow_ups),
        plain(one.verdicts),
        one.apart,
        one.line,
    )


def brought_in(store: SqliteStore, path: Path) -> ImportResult:
    """The bundle, imported."""
    done = import_bundle(BundleFile.open(path), store)
    assert isinstance(done, Outcome)
    return done.value


def scores(store: SqliteStore, ids: list[int]) -> list[tuple[int, ...]]:
    """What all leads score, in order."""
    columns = store.columns(frozenset(schema_for(RULES)))
    board = score_many(columns, RULES, NOW)
    at = [columns.position(lead_id) for lead_id in ids]
    return [tuple(int(getattr(board, n)[i]) for n in ("exact", "fit", "engagement", "least", "greatest")) for i in at]


_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=9)
_TEXT = _TEXT.filter(str.strip)
_MOMENT = st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)).map(lambda d: d.replace(microsecond=0, tzinfo=UTC))
_SOME = st.none() | _TEXT
_LEADS = st.builds(
    Lead,
    full_name=_TEXT,
    company=_SOME,
    email=st.none() | st.sampled_from(["Ines@norbrook.example", "omar@hadley.example", "sam@x.example"]),
    notes=_SOME,
    job_title=st.sampled_from([None, "CEO", "=Head of IT"]),
    employees=st.none() | st.floats(0, 1e9),
    country=st.sampled_from([None, "Portugal", "Egypt"]),
    tags=st.lists(_TEXT, unique=True, max_size=2).map(tuple),
    unsubscribed=st.booleans(),
    verified_at=st.none() | _MOMENT,
    created_at=_MOMENT,
    stage=st.sampled_from([None, "new"]),
    outcome=st.sampled_from([None, "won"]),
    custom=st.dictionaries(
        st.sampled_from(["fleet", "since", "ok"]),
        st.floats(-1e6, 1e6) | st.booleans() | _TEXT | _MOMENT,
        max_size=2,
    ),
)
_WHOLE = st.builds(
    WholeLead,
    _LEADS,
    st.lists(
        st.builds(
            Activity,
            st.just(0),
            st.just(0),
            st.sampled_from(["email_opened", "webinar_attended", "note"]),
            _MOMENT,
            _SOME,
        ),
        max_size=4,
    ).map(tuple),
    st.lists(
        st.builds(
            Answer,
            st.just(0),
            st.just(0),
            st.just("bant"),
            st.sampled_from(["budget", "need"]),
            st.just(AnswerState.LEVEL),
            st.integers(0, 3),
            _MOMENT,
            _SOME,
            _SOME,
            st.booleans(),
        ),
        unique_by=lambda a: (a.element, a.heard_at),
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            Stakeholder,
            st.integers(1, 9),
            st.just(0),
            _TEXT,
            st.sampled_from(STAKEHOLDER_ROLES),
            _SOME,
            st.none() | st.integers(0, 3),
            st.none() | st.integers(-2, 2),
            st.lists(_TEXT, max_size=2).map(tuple),
            st.lists(st.integers(1, 9), max_size=2, unique=True).map(tuple),
        ),
        unique_by=lambda p: p.id,
        max_size=3,
    ).map(tuple),
    st.lists(
        st.builds(
            Adjustment,
            st.just(0),
            st.just(0),
            st.integers(-100, 100).filter(bool),
            st.sampled_from(["fit", "engagement"]),
            _TEXT,
            _TEXT,
            _MOMENT,
            st.none() | _MOMENT,
        ),
        max_size=2,
    ).map(tuple),
    st.lists(
        st.builds(FollowUp, st.just(0), st.just(0), st.just("call"), _MOMENT, _SOME, st.none() | _MOMENT), max_size=2
    ).map(tuple),
    st.lists(
        st.builds(
            Verdict,
            st.just(0),
            st.just(0),
            _MOMENT,
            st.sampled_from(Judgement),
            st.integers(0, 1000),
            _TEXT | st.just(""),
            _SOME,
        ),
        max_size=2,
    ).map(tuple),
    st.lists(st.sampled_from([2, 3]), unique=True, max_size=2).map(tuple),
)


@settings(max_examples=25)
@given(st.lists(_WHOLE, min_size=1, max_size=3))
def test_a_bundle_brought_into_an_empty_workspace_gives_the_same_leads_and_scores(leads: list[WholeLead]) -> None:
    with a_store() as here, a_store() as there, tempfile.TemporaryDirectory() as folder:
        ids, path = filled(here, leads), Path(folder) / "all.jsonl"
        assert write_bundle(path, here, ids) == len(leads)
        result = brought_in(there, path)
        assert (result.new, result.rejected) == (len(leads), 0)
        new_ids = list(range(1, len(leads) + 1))
        assert [bare(one) for one in whole_leads(there, new_ids)] == [bare(one) for one in whole_leads(here, ids)]
        assert scores(there, new_ids) == scores(here, ids)
        places = {lead_id: at for at, lead_id in enumerate(ids, 1)}
        assert there.kept_apart() == {(places[one], places[other]) for one, other in here.kept_apart()}


def an_office() -> WholeLead:
    """Ines with all that can hang on a lead."""
    return WholeLead(
        a_lead(id=0, external_id="7"),
        (an_activity(lead_id=0), an_activity("email_opened", 3, lead_id=0)),
        (an_answer(lead_id=0),),
        (a_stakeholder(lead_id=0, id=1),),
        (),
        (FollowUp(0, 0, "call", NOW),),
        (Verdict(0, 0, NOW, Judgement.TOO_HIGH, 420, "one", "They are about to close"),),
    )


def test_the_same_bundle_twice_changes_nothing_the_second_time_and_undo_takes_all_of_it_back(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    with a_store() as here:
        write_bundle(path, here, filled(here, [an_office()]))
        assert brought_in(here, path).unchanged == 1
    with a_store() as there:
        first = import_bundle(BundleFile.open(path), there)
        assert isinstance(first, Outcome)
        assert brought_in(there, path).as_json()["unchanged"] == 1
        assert len(there.activities(1)) == 2
        assert there.undo(first.operation) is not None
        assert (there.count(), len(there.stakeholders(1)), len(there.follow_ups(1))) == (0, 0, 0)


def test_who_is_no_duplicate_of_whom_is_known_to_the_other_workspace_and_not_twice(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    twins = [WholeLead(a_lead(id=0, email=f"{name}@norbrook.example", external_id=name)) for name in ("ines", "nina")]
    with a_store() as here:
        ids = filled(here, [twins[0], replace(twins[1], apart=(2,))])
        write_bundle(path, here, ids)
    with a_store() as there:
        filled(there, [WholeLead(a_lead(id=0, full_name="Rana Haddad", email=None)), twins[1]])
        first = import_bundle(BundleFile.open(path), there)
        assert isinstance(first, Outcome)
        assert there.kept_apart() == {(2, 3)}
        assert brought_in(there, path).unchanged == 2
        assert there.kept_apart() == {(2, 3)}
        assert there.undo(first.operation) is not None
        assert there.kept_apart() == frozenset()


def test_a_lead_that_is_there_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "all.jsonl"
    with a_store() as here:
        write_bundle(path, here, filled(here, [an_office()]))
    with a_store() as there:
        known = replace(a_lead(id=0, email="INES0@norbrook.example", company=None), country="Portugal")
        filled(there, [WholeLead(known)])
        assert brought_in(there, path).updated == 1
        lead = there.lead(1)
        assert lead is not None
        assert (lead.company, lead.country, lead.external_id) == ("Norbrook Cold Storage", "Portugal", "7")
        assert len(there.activities(1)) == 2


@pytest.mark.parametrize(
    "line",
    [
        "[]",
        "{",
        '{"lead": {}}',
        '{"lead": {"full_name": 7}}',
        '{"lead": {"full_name": "Bo", "hair": "red"}}',
        '{"lead": {"full_name": "Bo", "created_at": "soon"}}',
        '{"lead": {"full_name": "Bo"}, "answers": [{"framework": "bant"}]}',
        '{"lead": {"full_name": "Bo"}, "stakeholders": [{"name": "Al", "role": "king"}]}',
        '{"lead": {"full_name": "Bo", "custom": {"A b": 1}}}',
        '{"lead": {"full_name": "\\ud800"}}',
    ],
)
def test_a_line_that_is_no_lead_is_rejected_by_its_number(tmp_path: Path, line: str) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(f'{{"leadqual": 1}}\n{line}\n{{"lead": {{"full_name": "Ana"}}}}\n', encoding="utf-8")
    with a_store() as store:
        result = brought_in(store, path)
        assert (result.new, [row.line for row in result.rejects]) == (1, [2])


def test_a_file_that_is_no_bundle_says_so(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps({"leadqual": 9}) + "\n")
    assert is_bundle(path)
    with pytest.raises(LeadQualError, match="format 9"):
        BundleFile.open(path)
    path.write_text("Name\nInes\n")
    assert not is_bundle(path)
    with pytest.raises(LeadQualError, match="no bundle"):
        BundleFile.open(path)
