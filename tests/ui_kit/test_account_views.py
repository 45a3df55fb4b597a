"""The ledger says why a score is what it is, and its painted lines add up to the number shown."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.account_views import GapsView, LedgerView
from leadqual_gui.ui.widgets.gallery_facts import GAPS, LEDGER, TIME_LINE
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.rows_view import ROW
from leadqual_gui.ui.widgets.timeline import TimeLineView
from tests.ui_kit.painted import painted_on
from tests.ui_kit.read_back import adds_up, from_tenths


def a_ledger(theme: Theme, qtbot: QtBot, rows: tuple[LedgerRow, ...] = LEDGER) -> LedgerView:
    view = LedgerView(theme)
    qtbot.addWidget(view)
    view.set_rows(rows)
    view.resize(372, view.sizeHint().height())
    view.show()
    return view


def test_the_lines_as_painted_make_the_sum_as_painted(theme: Theme, qtbot: QtBot):
    said = painted_on(a_ledger(theme, qtbot))
    at = {row.label: said.index(row.label) for row in LEDGER}
    ends = [*sorted(at.values())[1:], len(said)]
    points = {label: from_tenths(said[end - 1]) for (label, _), end in zip(at.items(), ends, strict=True)}
    counted = [row.label for row in LEDGER if row.counts]
    assert sum(points[label] for label in counted) == points["Score"] == 577
    assert points["Group cap"] == -30


def test_the_lines_as_the_model_says_them_make_the_sum(theme: Theme, qtbot: QtBot):
    model = a_ledger(theme, qtbot).model()
    rows = [model.index(at, 0).data(ROW) for at in range(model.rowCount())]
    spoken = [model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(model.rowCount())]
    assert adds_up(rows)
    assert spoken[1] == "Number of employees, 120, +10.0"
    assert spoken[4] == "Group cap, at most 20, −3.0"
    assert spoken[-1] == "Score, shown as 58, +57.7"


def test_a_ledger_that_does_not_add_up_is_noticed():
    line, total = LedgerRow("Budget", 80), LedgerRow("Score", 90, kind=RowKind.SUM)
    assert not adds_up((line, total))
    assert not adds_up((LedgerRow("Company", 70, kind=RowKind.GROUP), line, LedgerRow("Score", 80, kind=RowKind.SUM)))


def test_evidence_gives_way_before_the_label_and_the_points_do(theme: Theme, qtbot: QtBot):
    view = a_ledger(theme, qtbot, (LedgerRow("Pricing page visited", 71, "2 visits, 1 and 4 days ago, from a search"),))
    view.resize(250, 40)
    said = painted_on(view)
    assert said[0] == "Pricing page visited"
    assert said[-1] == "+7.1"


def test_the_keyboard_walks_the_ledger_and_opens_a_line(theme: Theme, qtbot: QtBot):
    view = a_ledger(theme, qtbot)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [LEDGER[1]]
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.current_row() == LEDGER[-1]


def test_a_screen_reader_hears_every_line(theme: Theme, qtbot: QtBot):
    view = a_ledger(theme, qtbot)
    reader = QAccessible.queryAccessibleInterface(view)
    assert reader.text(QAccessible.Text.Name) == "Ledger of points"
    heard = [reader.child(at).text(QAccessible.Text.Name) for at in range(reader.childCount())]
    assert [words for words in heard if words] == [row.spoken for row in LEDGER]


def test_the_view_is_as_high_as_its_rows(theme: Theme, qtbot: QtBot):
    view = a_ledger(theme, qtbot)
    last = view.visualRect(view.model().index(len(LEDGER) - 1, 0))
    assert last.bottom() + 1 == view.sizeHint().height() == view.height()


def test_gaps_say_what_each_unknown_could_still_do(theme: Theme, qtbot: QtBot):
    view = GapsView(theme)
    qtbot.addWidget(view)
    view.set_rows(tuple(reversed(GAPS)))
    view.resize(372, 70)
    assert painted_on(view) == ["Authority", "−8 … +8", "Budget", "−5 … +10", "Timeline", "0 … +10"]
    assert view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole) == "Authority, −8 … +8"


def test_the_time_line_says_what_is_worth_nothing_and_why(theme: Theme, qtbot: QtBot):
    view = TimeLineView(theme)
    qtbot.addWidget(view)
    view.set_rows(TIME_LINE)
    view.resize(404, view.sizeHint().height())
    said = painted_on(view)
    assert said[:4] == ["3 colleagues invited into the trial", "Yesterday, 16:20", "intent", "no rule"]
    assert "−1.5" in said
    assert TIME_LINE[1].spoken == "Pricing page, 15 and 13 Nov, 2 visits, intent, +6.6"


def test_the_model_behaves(theme: Theme, qtbot: QtBot, qtmodeltester):
    view = a_ledger(theme, qtbot)
    qtmodeltester.check(view.model(), force_py=True)
    tester = QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    view.set_rows(LEDGER[:4])
    view.set_rows(())
    assert tester.model() is view.model()
