"""Whatever goes wrong with whomever: neither the log nor a crash report says who it was."""

import json
import logging
import sqlite3
from pathlib import Path

import pytest

from leadqual_gui.app.crash import report_of
from leadqual_gui.app.logs import impersonal, start_logging, stop_logging
from leadqual_gui.domain.leads import Lead

NAME, MAIL, PHONE = "Zebulon O'Quist", "zebulon@quist.example", "+351 555 010 442"
NOTE = f"{NAME} wants\na price by Friday"
PARTS = ("Zebulon", "Quist", "quist", "555 010", "price by Friday")


def unquoted() -> None:
    raise ValueError(f"{NAME} is no number")


def in_a_value() -> None:
    raise AssertionError(Lead(full_name=NAME, email=MAIL, notes=NOTE))


def as_a_key() -> None:
    {}[NAME]


def while_reading() -> None:
    json.loads(json.dumps({"note": NOTE})[:-4])


def of_a_file() -> None:
    Path("/nowhere", NAME).read_text()


def of_the_database() -> None:
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"SELECT '{NAME.replace(chr(39), '')}' FROM nowhere")


def one_after_the_other() -> None:
    try:
        as_a_key()
    except KeyError as error:
        raise RuntimeError("cannot score") from error


def of_an_encoding() -> None:
    NAME.encode().decode("utf-16-le").encode("ascii")


def of_an_attribute() -> None:
    Lead(full_name=NAME).nothing  # noqa: B018


ERRORS = (
    *(unquoted, in_a_value, as_a_key, while_reading, of_a_file, of_the_database, one_after_the_other),
    *(of_an_encoding, of_an_attribute),
)


@pytest.mark.parametrize("go_wrong", ERRORS)
def test_an_error_about_somebody_names_nobody(tmp_path: Path, go_wrong):
    log = start_logging(tmp_path)
    try:
        go_wrong()
    except Exception as error:
        logging.getLogger("leadqual_gui.anything").error("Uncaught", exc_info=error)
        report = report_of(type(error), error, error.__traceback__, log).details
    stop_logging()
    for told in (log.read_text("utf-8"), report):
        assert [part for part in PARTS if part in told] == []
        assert go_wrong.__name__ in told
        assert "test_logs.py" in told


@pytest.mark.parametrize(
    "message",
    [
        f"no lead for {MAIL}",
        f"called {PHONE} twice",
        f"bad name {NAME!r}, again",
        f"bad note {NOTE!r}",
        f"bad note '{NOTE}' here",
        f"bad name “{NAME}”",
        f"bad name «{NAME}» or „{NAME}“",
        f"{Lead(full_name=NAME, email=MAIL, phone=PHONE, notes=NOTE)!r}",
    ],
)
def test_a_message_leaves_people_out(message: str):
    assert [part for part in PARTS if part in impersonal(message)] == []


def test_what_helps_to_mend_it_stays(tmp_path: Path):
    log = start_logging(tmp_path)
    try:
        of_an_attribute()
    except AttributeError as error:
        logging.getLogger("leadqual_gui.anything").error("Uncaught", exc_info=error)
    stop_logging()
    told = log.read_text("utf-8")
    assert "AttributeError" in told
    assert "has no attribute" in told
    assert "nothing" in told
    assert impersonal("it can't be, and isn't: 17 leads in 3 steps") == "it can't be, and isn't: 17 leads in 3 steps"
