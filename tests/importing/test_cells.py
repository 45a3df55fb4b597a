"""Single cells: dates, numbers, yes and no. What cannot be read is said, never guessed, never raised."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadqual_gui.domain.parsing import (
    Unreadable,
    decimal_mark,
    email_key,
    read_count,
    read_level,
    read_number,
    read_outcome,
    read_tags,
    read_yes_no,
    split_emails,
)
from leadqual_gui.domain.parsing_dates import DateOrder, date_evidence, month_named, read_date

DMY, MDY = DateOrder.DMY, DateOrder.MDY


def at(*parts: int) -> datetime:
    """A moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-03", at(2026, 4, 3)),
        ("2026-04-03T10:20:30", at(2026, 4, 3, 10, 20, 30)),
        ("2026-04-03 10:20", at(2026, 4, 3, 10, 20)),
        ("2026-04-03T10:20:30+02:00", at(2026, 4, 3, 8, 20, 30)),
        ("2026-04-03T23:30:00-05:00", at(2026, 4, 4, 4, 30)),
        ("2026-04-03T10:20:30Z", at(2026, 4, 3, 10, 20, 30)),
        ("2024-12-30 3:15:52", at(2024, 12, 30, 3, 15, 52)),
        ("2018/3/31", at(2018, 3, 31)),
        ("31.3.2018", at(2018, 3, 31)),
        ("03.04.2026", at(2026, 4, 3)),
        ("15 Mar 2024", at(2024, 3, 15)),
        ("March 15, 2024", at(2024, 3, 15)),
        ("15. März 2024", at(2024, 3, 15)),
        ("3 de abril de 2026", at(2026, 4, 3)),
        ("3 апреля 2026", at(2026, 4, 3)),
        ("2026年4月3日", at(2026, 4, 3)),
        ("٢٠٢٦-٠٤-٠٣", at(2026, 4, 3)),
        ("12/31/2024 3:15 PM", at(2024, 12, 31, 15, 15)),
        ("12/31/2024 12:05 am", at(2024, 12, 31, 0, 5)),
        ("45631", at(2024, 12, 5)),
        ("1700000000", at(2023, 11, 14, 22, 13, 20)),
        ("29.02.2024", at(2024, 2, 29)),
        ("0/0/00", None),
        ("", None),
    ],
)
def test_dates_are_read_as_people_and_programs_write_them(text: str, moment: datetime | None) -> None:
    assert read_date(text) == moment


def test_an_ambiguous_date_is_not_guessed() -> None:
    assert "day/month or as month/day" in read_date("03/04/2026").reason  # type: ignore[union-attr]
    assert read_date("03/04/2026", DMY) == at(2026, 4, 3)
    assert read_date("03/04/2026", MDY) == at(2026, 3, 4)
    assert read_date("04-04-2026") == at(2026, 4, 4), "either way the same day"


@pytest.mark.parametrize(
    "text", ["29.02.2025", "31/04/2026", "soon", "13/13/2026", "2026-13-01", "9999-12-31", "0001-01-01"]
)
def test_days_that_do_not_exist_are_refused(text: str) -> None:
    assert isinstance(read_date(text), Unreadable)


def test_a_day_in_the_place_of_the_month_is_refused_once_the_order_is_known() -> None:
    assert "no month 25" in read_date("12/25/2026", DMY).reason  # type: ignore[union-attr]


def test_the_column_as_a_whole_tells_the_order() -> None:
    assert date_evidence(["03/04/2026", "25/12/2026"]).order is DMY
    assert date_evidence(["03/04/2026", "12/25/2026"]).order is MDY
    ambiguous = date_evidence(["03/04/2026", "05/05/2026"])
    assert (ambiguous.order, ambiguous.must_ask, ambiguous.example) == (None, True, "03/04/2026")
    assert date_evidence(["25/12/2026", "12/25/2026"]).must_ask
    assert not date_evidence(["05/05/2026", "2026-04-03", "03.04.2026"]).must_ask


def test_months_have_names_in_many_languages() -> None:
    assert [month_named(word) for word in ("Feb", "März", "3", "декабря", "13", "x")] == [2, 3, 3, 12, None, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234", 1234),
        ("1,234", 1234),
        ("1.234", 1234),
        ("1.234,50 €", 1234.5),
        ("$1,234.50", 1234.5),
        ("1 234,5", 1234.5),
        ("1'234.50", 1234.5),
        ("12,50", 12.5),
        ("0.125", 0.125),
        ("-7", -7),
        ("5k", 5000),
        ("2.5M", 2_500_000),
        ("51-200", 51),
        ("10,000+", 10_000),
        ("9.83e-05", 0.0000983),
        ("٤٢", 42),
        ("", None),
        ("N/A", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert read_number(text) == number


def test_a_column_with_decimals_tells_what_its_mark_is() -> None:
    assert decimal_mark(["1.234", "12.50"]) == "."
    assert read_number("1.234", ".") == 1.234
    assert decimal_mark(["1.234", "7"]) is None


@pytest.mark.parametrize("text", ["ten", "12 apples", "1e99", "--", "1,2,3", "<10"])
def test_what_is_no_number_is_never_zero(text: str) -> None:
    assert read_number(text) is None if text == "--" else isinstance(read_number(text), Unreadable)


def test_yes_no_and_outcomes_come_in_many_words() -> None:
    assert [read_yes_no(word) for word in ("Yes", "ja", "да", "0", "não", "", "Unknown")] == [
        True,
        True,
        True,
        False,
        False,
        None,
        None,
    ]
    assert isinstance(read_yes_no("perhaps"), Unreadable)
    outcomes = [read_outcome(word) for word in ("Closed Won", "closed-lost", "open", "")]
    assert outcomes == ["won", "lost", None, None]
    assert isinstance(read_outcome("Converted"), Unreadable)


def test_several_addresses_in_a_cell_are_told_apart() -> None:
    assert split_emails("Ines <ines@norbrook.example>; mailto:i@home.example") == (
        "ines@norbrook.example",
        "i@home.example",
    )
    assert split_emails("ines at norbrook") == ("ines at norbrook", None)


def test_keys_for_matching_ignore_what_does_not_matter() -> None:
    assert email_key(" Ines@Norbrook.Example ") == "ines@norbrook.example"


def test_tags_counts_and_levels() -> None:
    assert read_tags("vip; new;vip") == ("vip", "new")
    assert read_tags("* myContacts ::: Navy") == ("myContacts", "Navy")
    assert [read_count("3"), read_count(""), read_count("0")] == [3, None, 0]
    assert all(isinstance(read_count(text), Unreadable) for text in ("-1", "1.5", "10001", "many"))
    assert [read_level("2"), read_level("Refused")] == [2, "refused"]
    assert isinstance(read_level("4"), Unreadable)


@given(st.text(max_size=40) | st.from_regex(r"[0-9.,/: \-]{1,20}", fullmatch=True))
def test_no_text_whatever_makes_a_reader_raise(text: str) -> None:
    for read in (read_number, read_date, read_yes_no, read_outcome, read_tags, read_level, read_count, split_emails):
        read(text)  # type: ignore[operator]
    read_date(text, MDY)
    decimal_mark([text])
    date_evidence([text])
