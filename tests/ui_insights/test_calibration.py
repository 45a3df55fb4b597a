"""The Calibration tab: what it shows, what can be chosen, and how it says that there is too little."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.i18n import PSEUDO, Tongue
from leadqual_gui.ui.insights.calibration.layout import line_places
from leadqual_gui.ui.insights.calibration.page import CalibrationPage
from leadqual_gui.ui.insights.calibration.rows import Order, Part
from leadqual_gui.ui.insights.charts.frame import ticks
from leadqual_gui.ui.main_window import MainWindow
from leadqual_gui.ui.matrix.screen import MatrixScreen
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import numerals
from tests.builders import NOW
from tests.insights.market import HEADER, Market
from tests.ui.conftest import Opener, keep_under_way
from tests.ui.test_every_screen import CONTROLS, called, visible
from tests.ui_insights.conftest import insights


def lines(page: CalibrationPage) -> dict[str, str]:
    """Each line as it is spoken, by its name."""
    source = page.table.rows.source
    return {source.label(source.row(at)): source.spoken(source.row(at)) for at in range(len(source))}


def test_the_head_says_what_the_answer_rests_on(page: CalibrationPage) -> None:
    said = numerals.plain(page.header.said.words())
    assert said.startswith("400 closed of 400 leads, 157 customers: control 39 %, interval 35 to 44")
    assert page.header.period.text() == "1 Jul to 30 Sep"


def test_a_line_tells_rate_interval_and_points(page: CalibrationPage) -> None:
    said = lines(page)["Asked for a demo"]
    assert "became customers" in said
    assert "interval" in said
    assert "+2 points today" in said
    assert "chosen" in said


def test_the_rows_keep_the_rules_of_qt(page: CalibrationPage) -> None:
    QAbstractItemModelTester(page.table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    page.sort_by(Order.NAME)
    page.table.fold_asked.emit()
    page.choosing.clear()


def test_a_click_on_the_box_chooses_and_elsewhere_explains(page: CalibrationPage) -> None:
    before = page.choosing.taken
    row = next(at for at in range(9) if page.table.rows.row_at(at).change in before)
    place = page.table.places_of(row)
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place.check.center())
    assert len(page.choosing.taken) == len(before) - 1
    QTest.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place.label.center())
    assert len(page.choosing.taken) == len(before) - 1
    said = dict(page.panel.why.said)
    assert "The article's rule" in "".join(said)
    assert any("Fitted jointly" in name for name in said)


def test_new_criteria_are_offered_but_never_protected_ones(page: CalibrationPage) -> None:
    rows = [page.table.rows.row_at(at) for at in range(page.table.rows.rowCount())]
    new = [row.label for row in rows if row.part is Part.NEW and not row.title]
    assert any("Machines" in label for label in new)
    assert not any("Gender" in label for label in new)
    assert any("Gender" in note.label for note in page.notes.view.rows)


def test_all_fields_unfold_and_every_order_sorts(page: CalibrationPage) -> None:
    folded = page.table.rows.rowCount()
    page.table.fold_asked.emit()
    assert page.table.rows.rowCount() > folded + 10
    page.sort_by(Order.LEADS)
    counts = [page.table.rows.row_at(at).rate.leads for at in range(5)]
    assert counts == sorted(counts, reverse=True)
    QTest.keyClick(page.table, Qt.Key.Key_S)
    assert page.head.order is Order.CUSTOMERS


def test_another_number_of_calls_moves_the_edge_and_it_goes_into_the_draft(
    qtbot: QtBot, window: MainWindow, page: CalibrationPage
) -> None:
    edges = page.panel.edges
    edges.calls.setValue(3)
    chosen = edges.edge.value()
    advice = edges.advice
    assert advice is not None
    assert advice.at(chosen).a_week <= 3
    assert edges.take.isEnabled() is (chosen != advice.today)
    edges.edge.setValue(33)
    edges.take.click()
    qtbot.waitUntil(lambda: window.current_screen() == "matrix")
    matrix = window.stack.currentWidget()
    assert isinstance(matrix, MatrixScreen)
    qtbot.waitUntil(lambda: matrix.session.ready and matrix.session.matrix.tiers[-1].lower_edge == 33)


def test_pointing_at_the_curve_reads_it_off_and_files_hold_the_same_picture(page: CalibrationPage) -> None:
    chart = page.panel.gains
    words = chart.words_at(QPoint(chart.width() // 2, 20))
    assert "of customers as proposed" in words
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.pointer is not None
    assert chart.as_svg(QSize(400, 260)).count("<polyline") >= 3
    image = chart.as_image(QSize(400, 260))
    assert image.size() == QSize(800, 520)


def test_by_date_is_shown_beside_at_random(page: CalibrationPage) -> None:
    rows = page.panel.checks.rows
    assert [row.label for row in rows] == ["At random", "By date"]
    assert all(row.today is not None for row in rows)
    at_random = page.panel.sub.text()
    page.panel.by_date.click()
    assert page.panel.sub.text() != at_random


def test_cancel_leaves_the_old_answer_and_stale_ones_say_so(
    qtbot: QtBot, window: MainWindow, page: CalibrationPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = page.session.report
    keep_under_way(monkeypatch)
    page.session.ask()
    assert page.header.cancel.isVisible()
    with qtbot.waitSignal(page.session.stopped, timeout=10_000):
        QTest.keyClick(page.table, Qt.Key.Key_Escape)
    page.session.ask()
    qtbot.waitUntil(lambda: window.runner.busy)
    with qtbot.waitSignal(page.session.stopped, timeout=10_000):
        page.session.cancel()
    assert page.header.cancel.isHidden()
    assert page.session.report is before
    assert window.workspace is not None
    lead = window.leads.list.model.row_at(0).id
    window.leads.list.table.choose(lead)
    window.leads.panel.show_lead(lead)
    window.leads.set_field("source", "web")
    assert page.header.again.isVisible()


def test_another_period_is_another_answer(qtbot: QtBot, page: CalibrationPage) -> None:
    menu = page.header.periods_menu()
    said = [action.text() for action in menu.actions() if action.text()]
    assert said[0].startswith("Last quarter")
    with qtbot.waitSignal(page.session.answered, timeout=20_000):
        menu.actions()[2].trigger()
    assert page.header.period.text() == "All of time"
    menu.deleteLater()


def closed(folder: Path, ends: list[str]) -> Path:
    """A workspace whose leads ended like this."""
    market = Market(folder)
    rows = []
    for number, end in enumerate(ends):
        created = NOW - timedelta(days=90 - number % 40)
        ended = (created + timedelta(days=9)).date() if end else ""
        rows.append(f"L{number},Lead {number},fair,{number * 3},f,old,{created.date()},{end},{ended}")
    market.bring("leads.csv", HEADER, rows)
    market.workspace.close()
    return folder


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ([""] * 20, "No lead was closed in this time"),
        (["won"] * 40, "All closed leads are customers"),
        (["lost"] * 40, "No closed lead is a customer yet"),
        (["won", "lost", "won", "lost", "lost", *[""] * 20], "Held back: 2 customers and 3 lost leads say too little"),
    ],
)
def test_too_little_is_said_plainly(qtbot: QtBot, opened: Opener, tmp_path: Path, ends: list[str], said: str) -> None:
    page = insights(qtbot, opened(closed(tmp_path / "workspace", ends))).page
    assert isinstance(page, CalibrationPage)
    shown = page.empty._title if page.empty.isVisible() else page.banner.title
    assert numerals.plain(shown.text()) == said
    assert not page.take_bar.take.isEnabled()
    assert not page.panel._worked.isVisible()
    assert page.all_time.isHidden() is page.session.report.period.whole


def test_each_control_has_a_name_and_room_for_it(window: MainWindow, page: CalibrationPage) -> None:
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}" for w in visible(window, *CONTROLS) if not called(w)
    ]
    assert nameless == []
    cut = [w.text() for w in visible(window, QAbstractButton) if w.text() and w.width() < w.minimumSizeHint().width()]
    assert cut == []


def test_the_page_mirrors(qtbot: QtBot, tongue: Tongue, opened: Opener, trading: Path) -> None:
    tongue.speak(PSEUDO)
    page = insights(qtbot, opened(trading)).page
    assert isinstance(page, CalibrationPage)
    place = page.table.places_of(0)
    assert place.label.center().x() > place.check.center().x()
    qtbot.waitUntil(lambda: page.panel.mapTo(page, QPoint(0, 0)).x() < page.left.mapTo(page, QPoint(0, 0)).x())


def test_ticks_are_round() -> None:
    assert ticks(0, 100, 4) == [0, 25, 50, 75, 100]
    assert ticks(3, 17, 5) == [5, 10, 15]
    assert ticks(2, 2) == [2]


@pytest.mark.parametrize(("width", "zoom"), [(430, 1.0), (640, 1.5), (560, 1.0), (900, 1.0), (1400, 2.0)])
def test_what_is_ticked_stays_in_sight_however_little_room_there_is(width: int, zoom: float) -> None:
    place = line_places(QRect(0, 0, width, 36), Sizes().scaled(zoom))
    assert place.check.right() < width
    assert place.label.width() > 60
    assert place.rate.width() == 0 or place.rate.width() > 40, "a scale that nobody can read is left out"
