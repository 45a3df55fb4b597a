"""The report for the meeting: everything in it, nothing that leads out of it, readable by its owner alone."""

import json
import re
import stat
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from leadqual_gui.app.logs import stop_logging
from leadqual_gui.app.main import main
from leadqual_gui.domain.calibration.cohorts import ReasonLost, SourceRate
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.insights.values import Counts
from leadqual_gui.ui.insights.report.asking import ask_and_write, write
from leadqual_gui.ui.insights.report.sections import Words, sections_of
from leadqual_gui.ui.insights.report.writing import write_report
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.theme.theme import Theme
from tests.builders import some_rules
from tests.ui_insights.conftest import insights
from tests.ui_insights.telling import told_with

NASTY = '<img src=x onerror="alert(1)">&'


class Links(HTMLParser):
    """Collects what would be fetched or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        names = {name for name, _ in attrs}
        if tag in ("script", "img", "link", "a", "iframe", "object") or names & {"src", "href", "onerror", "onload"}:
            self.found.append(tag)


def test_the_window_writes_both_kinds_with_everything_in_them(qtbot: QtBot, window: MainWindow, tmp_path: Path):
    screen = insights(qtbot, window)
    said: list[str] = []
    screen.session.said.connect(said.append)
    for ending in ("html", "pdf"):
        write(screen.theme, screen.session, tmp_path / f"report.{ending}")
        assert stat.S_IMODE((tmp_path / f"report.{ending}").stat().st_mode) == 0o600
    page = (tmp_path / "report.html").read_text("utf-8")
    for words in ("Asked for a demo", "At random", "By date", "Hot from", "machines", "Close rate by score", "Fair"):
        assert words.lower() in page.lower(), words
    assert page.count("<svg") >= 4
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF")
    assert len(said) == 2


def test_a_report_is_asked_for_with_a_key(qtbot: QtBot, window: MainWindow):
    screen = insights(qtbot, window)
    dialog = ask_and_write(screen, screen.theme, screen.session)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(".pdf")
    dialog.reject()


def test_names_in_a_page_are_text_and_nothing_leads_out(theme: Theme, tmp_path: Path):
    told = told_with(
        counts=Counts(100, 100, 40, 0, 0),
        control=CloseRate(40, 60),
        sources=(SourceRate(NASTY, 100, CloseRate(40, 60), CloseRate(40, 60)),),
        reasons=(ReasonLost(NASTY, 60, {NASTY: 60}, {"hot": 60}),),
    )
    write_report(theme, told, some_rules(), tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text("utf-8")
    links = Links()
    links.feed(page)
    assert links.found == []
    assert "&lt;img src=x" in page
    assert not re.search(r"https?://|url\(|@import", page)


def test_a_report_of_nothing_says_so(theme: Theme, tmp_path: Path):
    told = told_with()
    for ending in ("html", "pdf"):
        write_report(theme, told, some_rules(), tmp_path / f"r.{ending}")
    words = [b.text for s in sections_of(told, some_rules()) for b in s.blocks if isinstance(b, Words)]
    assert any("No lead was closed" in text for text in words)


def test_another_kind_of_file_is_refused(theme: Theme, tmp_path: Path):
    with pytest.raises(LeadQualError, match=r"\.pdf or a \.html"):
        write_report(theme, told_with(), some_rules(), tmp_path / "r.doc")


def test_from_right_to_left_the_page_says_so(theme: Theme, tmp_path: Path):
    write_report(theme, told_with(), some_rules(), tmp_path / "r.html", "ar", rtl=True)
    assert '<html lang="ar" dir="rtl">' in (tmp_path / "r.html").read_text("utf-8")


@pytest.fixture
def _as_it_was() -> Iterator[None]:
    """A command takes over where mistakes and notes go; this gives both back."""
    hooks = (sys.excepthook, threading.excepthook)
    yield
    sys.excepthook, threading.excepthook = hooks
    stop_logging()


@pytest.mark.usefixtures("_as_it_was")
def test_calibrate_writes_a_report_without_a_window(trading: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    for name in ("r.pdf", "r.html"):
        file = tmp_path / name
        assert main(["calibrate", "--workspace", str(trading), "--json", "--report", str(file)]) == 0
        assert json.loads(capsys.readouterr().out)["closed"] > 0
        assert file.stat().st_size > 10_000
    assert main(["calibrate", "--workspace", str(trading), "--report", str(tmp_path / "r.txt")]) == 1
    assert ".pdf or a .html" in capsys.readouterr().err
