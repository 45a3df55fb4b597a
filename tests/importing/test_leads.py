"""Lists of leads brought in: who is new, who is known, what changes, what is refused, and how it is taken back."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.domain.parsing_dates import DateOrder
from leadqual_gui.services.importing import (
    ImportContext,
    ImportOptions,
    ImportResult,
    plan_import,
    run_import,
)
from leadqual_gui.services.importing_mapping import SavedMapping
from leadqual_gui.services.importing_table import BadLine, RejectsSink
from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.services.progress import Progress
from leadqual_gui.services.wording import notice_words
from tests.builders import NOW
from tests.importing.fakes import RejectsInMemory, StoreInMemory, TableInMemory

HERE = ImportContext(
    NOW,
    stages={"new": "new", "meeting": "meeting", "treffen": "meeting"},
    first_stage="new",
    exits={"won": "customers", "lost": "gone"},
)


def bring_in(
    store: StoreInMemory,
    headers: str,
    *rows: str,
    rejects: RejectsSink | None = None,
    progress: Progress | None = None,
    dry_run: bool = False,
    bad: tuple[BadLine, ...] = (),
    **options: Any,
) -> Outcome[ImportResult] | Refusal:
    """Import a table written as lines of cells parted by bars."""
    table = TableInMemory(headers.split("|"), *(row.split("|") for row in rows), bad=bad)
    plan = plan_import(table, ImportOptions(**options), HERE)
    return run_import(table, plan, store, HERE, rejects, progress, dry_run)  # type: ignore[arg-type]


def result(done: Outcome[ImportResult] | Refusal) -> ImportResult:
    """The account of an import that was done."""
    assert isinstance(done, Outcome)
    value = done.value
    assert value.read == value.new + value.updated + value.duplicates + value.rejected + value.unchanged
    return value


def counts(done: Outcome[ImportResult] | Refusal) -> tuple[int, int, int, int, int]:
    """New, updated, duplicates, rejected, unchanged."""
    value = result(done)
    return value.new, value.updated, value.duplicates, value.rejected, value.unchanged


def test_new_leads_arrive_with_values_of_their_kind() -> None:
    store = StoreInMemory()
    done = bring_in(
        store,
        "Name|E-mail|Employees|Tags|Do not call|Verified|Created at|Stage",
        "Ines Carvalho|Ines@Norbrook.example|1.200|vip; new|yes|2026-05-01|2026-01-04|Treffen",
        "Bo Hadley|bo@hadley.example||||||",
    )
    assert counts(done) == (2, 0, 0, 0, 0)
    ines, bo = store.leads.values()
    assert (ines["email"], ines["employees"], ines["tags"]) == ("Ines@Norbrook.example", 1200.0, ("vip", "new"))
    assert ines["do_not_contact"] is True
    assert ines["verified_at"] == datetime(2026, 5, 1, tzinfo=UTC)
    assert (ines["stage"], ines["created_at"]) == ("meeting", datetime(2026, 1, 4, tzinfo=UTC))
    assert (bo["employees"], bo["tags"], bo["do_not_contact"], bo["verified_at"]) == (None, (), False, None)
    assert (bo["stage"], bo["stage_since"]) == ("new", NOW)


def test_leads_that_are_closed_already_stand_at_the_end_of_the_funnel() -> None:
    store = StoreInMemory()
    bring_in(store, "Name|Outcome|Stage", "Ana|lost|", "Ben|won|", "Cem||", "Dora|lost|Treffen")
    assert store.all("stage") == ["gone", "customers", "new", "meeting"]


def test_who_is_won_by_a_row_stands_there_unless_the_row_says_otherwise() -> None:
    store = StoreInMemory(
        {"external_id": "1", "full_name": "Ana", "stage": "meeting"},
        {"external_id": "2", "full_name": "Ben", "stage": "meeting"},
        {"external_id": "3", "full_name": "Cem", "stage": "meeting", "outcome": "won"},
    )
    bring_in(store, "ID|Name|Outcome|Stage", "1|Ana|won|", "2|Ben|won|Treffen", "3|Cem|won|")
    assert store.all("stage") == ["customers", "meeting", "meeting"]


def test_a_lead_is_known_again_by_its_external_id_else_by_its_address() -> None:
    store = StoreInMemory(
        {"external_id": "A1", "full_name": "Ines", "email": "old@norbrook.example"},
        {"full_name": "Bo", "email": "Bo@Hadley.example"},
    )
    done = bring_in(store, "ID|Name|Email", "A1|Ines C.|new@norbrook.example", "|Bo H.|bo@hadley.EXAMPLE")
    assert counts(done) == (0, 2, 0, 0, 0)
    assert store.all("full_name") == ["Ines C.", "Bo H."]
    assert store.all("email")[0] == "new@norbrook.example"


def test_only_cells_that_say_something_change_anything() -> None:
    store = StoreInMemory({"external_id": "A1", "full_name": "Ines", "city": "Porto", "employees": 40.0})
    assert counts(bring_in(store, "ID|City|Employees", "A1||50")) == (0, 1, 0, 0, 0)
    assert (store.leads[1]["city"], store.leads[1]["employees"]) == ("Porto", 50.0)


def test_the_same_list_again_changes_nothing_and_makes_no_step() -> None:
    store = StoreInMemory()
    rows = ("A1|Ines|2026-01-04|vip", "A2|Bo|2026-01-05|")
    bring_in(store, "ID|Name|Created at|Tags", *rows)
    writes = store.writes
    done = bring_in(store, "ID|Name|Created at|Tags", *rows)
    assert counts(done) == (0, 0, 0, 0, 2)
    assert isinstance(done, Outcome)
    assert (done.operation, store.writes, len(store.finished)) == (0, writes, 1)


def test_a_row_that_comes_twice_is_laid_over_the_first() -> None:
    store = StoreInMemory()
    done = bring_in(
        store,
        "Name|Email|City|Phone",
        "Ines|ines@norbrook.example|Porto|",
        "Ines C.|INES@norbrook.example||020 7946 0018",
    )
    assert counts(done) == (1, 0, 1, 0, 0)
    (ines,) = store.leads.values()
    assert (ines["full_name"], ines["city"], ines["phone"]) == ("Ines C.", "Porto", "020 7946 0018")


def test_a_row_that_comes_again_thousands_of_rows_later_is_a_duplicate_too() -> None:
    store = StoreInMemory()
    others = [f"Lead {i}|l{i}@firm.example" for i in range(2500)]
    done = bring_in(store, "Name|Email", "Ines|ines@norbrook.example", *others, "Ines C.|ines@norbrook.example")
    assert counts(done) == (2501, 0, 1, 0, 0)
    assert store.leads[1]["full_name"] == "Ines C."


def test_a_known_lead_that_comes_again_in_a_later_batch_is_a_duplicate_too() -> None:
    store = StoreInMemory({"external_id": "A1", "full_name": "Ines"})
    others = [f"B{i}|Lead {i}" for i in range(1200)]
    done = bring_in(store, "ID|Name", "A1|Ines C.", *others, "A1|Ines Carvalho")
    assert counts(done) == (1200, 1, 1, 0, 0)
    assert store.leads[1]["full_name"] == "Ines Carvalho"


def test_two_people_who_share_a_mailbox_stay_two() -> None:
    store = StoreInMemory({"external_id": "A1", "full_name": "Ines", "email": "info@norbrook.example"})
    done = bring_in(store, "ID|Name|Email", "A2|Bo|info@norbrook.example")
    assert counts(done) == (1, 0, 0, 0, 0)
    assert result(done).notices == {"shared_email": 1}


def test_a_lead_without_an_id_gets_the_one_from_the_list() -> None:
    store = StoreInMemory({"full_name": "Ines", "email": "ines@norbrook.example"})
    assert counts(bring_in(store, "ID|Email", "A1|ines@norbrook.example")) == (0, 1, 0, 0, 0)
    assert store.leads[1]["external_id"] == "A1"


def test_one_bad_row_never_stops_the_rest() -> None:
    store, rejects = StoreInMemory(), RejectsInMemory()
    done = bring_in(
        store,
        "Name|Employees|Outcome",
        "Ines|40|won",
        "Bo|40|perhaps",
        "|12|",
        "Ana|12|",
        "Li|13|",
        "Omar|many|",
        rejects=rejects,
        bad=(BadLine(9, "it has 4 cells", ["a", "b", "c", "d"]),),
    )
    assert counts(done) == (3, 0, 0, 4, 0)
    reasons = {row.line: row.reason for row in result(done).rejects}
    assert list(reasons) == [3, 4, 7, 9]
    assert reasons[3].startswith("Outcome: “perhaps” is no outcome")
    assert "names nobody" in reasons[4]
    assert reasons[7] == "Employees: “many” is not a number"
    assert list(rejects.rows[0].cells) == ["Bo", "40", "perhaps"]
    assert rejects.state == "closed"


def test_unknown_stages_are_left_out_and_told() -> None:
    store = StoreInMemory()
    done = bring_in(store, "Name|Stage", "Ines|Evangelist", "Bo|meeting")
    assert store.all("stage") == ["new", "meeting"]
    assert result(done).notices == {"stage:Evangelist": 1}


def test_a_lead_that_changes_its_stage_stands_in_it_from_now_on() -> None:
    store = StoreInMemory({"external_id": "A1", "full_name": "Ines", "stage": "new", "stage_since": None})
    bring_in(store, "ID|Stage", "A1|meeting")
    assert (store.leads[1]["stage"], store.leads[1]["stage_since"]) == ("meeting", NOW)


def test_ambiguous_dates_are_asked_not_guessed() -> None:
    store = StoreInMemory()
    done = bring_in(store, "Name|Created at", "Ines|03/04/2026", "Bo|05/06/2026")
    assert isinstance(done, Refusal)
    assert done.reason.code == "import_date_order_needed"
    assert done.reason.params == {"column": "Created at", "example": "03/04/2026"}
    assert not store.leads
    bring_in(store, "Name|Created at", "Ines|03/04/2026", date_order=DateOrder.DMY)
    assert store.all("created_at") == [datetime(2026, 4, 3, tzinfo=UTC)]


def test_a_later_row_tells_what_the_first_ones_left_open() -> None:
    store = StoreInMemory()
    rows = [f"Lead {i}|03/04/2026" for i in range(500)]
    done = bring_in(store, "Name|Created at", *rows, "Bo|25/12/2026")
    assert counts(done) == (501, 0, 0, 0, 0)
    assert store.leads[1]["created_at"] == datetime(2026, 4, 3, tzinfo=UTC)


def test_a_column_that_proves_both_orders_is_asked_about() -> None:
    assert isinstance(bring_in(StoreInMemory(), "Name|Created at", "Ines|25/12/2026", "Bo|12/25/2026"), Refusal)


def test_a_list_in_which_nobody_is_named_is_refused_before_it_begins() -> None:
    done = bring_in(StoreInMemory(), "Colour|Size", "red|7")
    assert isinstance(done, Refusal)
    assert done.reason.code == "import_column_needed"


def test_a_cancelled_import_is_taken_back_wholly() -> None:
    store, rejects = StoreInMemory({"full_name": "Ana"}), RejectsInMemory()
    rows = [f"Lead {i}|{'x' if i == 7 else i}" for i in range(9000)]
    done = bring_in(store, "Name|Employees", *rows, rejects=rejects, progress=lambda share: share < 0.5)
    assert isinstance(done, Refusal)
    assert done.reason.code == "import_cancelled"
    assert store.all("full_name") == ["Ana"]
    assert rejects.state == "discarded"


def test_progress_runs_to_the_end() -> None:
    shares: list[float] = []
    rows = [f"Lead {i}" for i in range(5000)]
    bring_in(StoreInMemory(), "Name", *rows, progress=lambda share: shares.append(share) or True)  # type: ignore[func-returns-value]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert len(shares) == 10


def test_a_store_that_fails_midway_is_taken_back_and_the_error_goes_on() -> None:
    class Failing(StoreInMemory):
        def bulk(self, label: Any) -> Any:
            bulk = super().bulk(label)

            def fail(*_: object) -> None:
                raise OSError("disk full")

            bulk.update_leads = fail  # type: ignore[method-assign,assignment]
            return bulk

    store = Failing({"external_id": "A1", "full_name": "Ines"})
    with pytest.raises(OSError, match="disk full"):
        bring_in(store, "ID|Name", "A2|Bo", "A1|Ines C.")
    assert store.all("full_name") == ["Ines"]


def test_a_dry_run_tells_the_same_and_writes_nothing() -> None:
    rows = ("A1|Ines|ines@norbrook.example", "A2|Bo|bo@hadley.example", "A2|Bo H.|", "|Ana|INES@norbrook.example", "||")
    known = {"external_id": "A1", "full_name": "Ines", "email": "ines@norbrook.example"}
    rehearsed = bring_in(store := StoreInMemory(known), "ID|Name|Email", *rows, dry_run=True)
    assert store.all("full_name") == ["Ines"]
    assert not store.finished
    real = bring_in(store, "ID|Name|Email", *rows)
    assert counts(rehearsed) == counts(real)
    assert (result(rehearsed).dry_run, result(real).dry_run) == (True, False)


def test_a_dry_run_remembers_its_own_rows_from_batch_to_batch() -> None:
    rows = [f"Lead {i}|l{i % 2100}@firm.example" for i in range(4200)]
    assert counts(bring_in(StoreInMemory(), "Name|Email", *rows, dry_run=True)) == (2100, 0, 2100, 0, 0)
    assert counts(bring_in(StoreInMemory(), "Name|ID", *rows, dry_run=True)) == (2100, 0, 2100, 0, 0)


def test_constants_and_second_addresses_fill_what_cells_leave_open() -> None:
    store = StoreInMemory()
    saved = SavedMapping(constants={"source": "Trade show", "country": "Portugal"})
    bring_in(store, "Name|Email|Country", "Ines|i@norbrook.example, i@home.example|", "Bo||Austria", saved=saved)
    assert store.all("source") == ["Trade show", "Trade show"]
    assert store.all("country") == ["Portugal", "Austria"]
    assert store.all("email_2") == ["i@home.example", None]


def test_null_words_and_ranges_are_what_they_are() -> None:
    store = StoreInMemory()
    done = bring_in(store, "Name|Company|Employees", "Ines|N/A|51-200", "Null|null|NULL")
    assert store.all("company") == [None, None]
    assert store.all("full_name") == ["Ines", "Null"]
    assert store.all("employees") == [51.0, None]
    assert result(done).notices == {"ranges": 1}


def test_a_column_of_ones_own_that_begins_late_is_kept_and_an_empty_one_is_not() -> None:
    store = StoreInMemory()
    rows = [f"Lead {i}||" for i in range(400)]
    done = bring_in(store, "Name|Fleet|Nothing", *rows, "Bo|12|", custom=True)
    assert (result(done).new_fields, result(done).left_out) == ({"fleet": FactType.NUMBER}, ("Nothing",))
    assert store.leads[401]["custom.fleet"] == 12.0


def test_a_column_of_numbers_with_one_word_in_it_is_text() -> None:
    store = StoreInMemory()
    rows = [f"Lead {i}|{i}" for i in range(400)]
    done = bring_in(store, "Name|Fleet", *rows, "Bo|a dozen", custom=True)
    assert result(done).new_fields == {"fleet": FactType.TEXT}
    assert store.leads[401]["custom.fleet"] == "a dozen"


@pytest.mark.parametrize("code", ["ranges", "shared_email", "short_rows", "nul", "other_encoding", "stage:x", "kind:x"])
def test_whatever_was_mended_has_words(code: str) -> None:
    words = notice_words(code, 3)
    assert words != code
    assert ("3" in words) != ("“x”" in words)


def test_the_step_is_named_after_the_file_and_can_be_undone() -> None:
    done = bring_in(StoreInMemory(), "Name", "Ines")
    assert isinstance(done, Outcome)
    assert (done.operation, done.label.params) == (7, {"file": "leads.csv"})


def test_the_result_as_json_has_the_agreed_keys() -> None:
    done = bring_in(StoreInMemory(), "Name|Employees|Fleet", "Ines|4|1", "Bo|x|2", "Ana|5|3")
    told = result(done).as_json()
    assert {"read", "new", "updated", "duplicates", "rejected", "unchanged", "rejects"} <= set(told)
    assert told["rejects"] == [{"line": 3, "reason": "Employees: “x” is not a number"}]
    assert told["left_out"] == ["Fleet"]
    assert result(done).kind is ImportKind.LEADS
