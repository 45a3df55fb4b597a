"""The window: how long until it is there, how long a frame of the table takes, how long a key in the search takes.

Peers in the same run: a bare QMainWindow, and the same table on a C++ QStandardItemModel with Qt's own delegate.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView

from leadqual_gui.services.lists import LeadRow
from tests.bench.figures import Figure

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow

ROWS, STANDARD_ROWS = 100_000, 10_000
COLUMNS = ("name", "company", "score", "grade", "stage", "last_sign", "owner", "job_title", "country", "source")
SIZE = (1280, 1180)
JUMPS = 60
STARTS = 9
WORDS = 12
ROOT = Path(__file__).resolve().parents[2]
NAMES = ("Ines Carvalho", "Tomasz Wieczorek", "Priya Raghunathan", "Lin Mei-Hua", "Oksana Hrytsenko", "David Brenner")
COMPANIES = ("Norbrook Cold Storage", "Halden Print Works", "Kestrel Freight", "Dnipro Agro Supply", "Björkvik Dairy")


class ManyRows:
    """A hundred thousand leads, made when they are looked at."""

    def __init__(self, count: int = ROWS) -> None:
        self._count = count
        self._now = datetime.now(tz=UTC)

    def __len__(self) -> int:
        return self._count

    def row(self, index: int) -> LeadRow:
        """One lead."""
        score = (index * 37) % 101
        return LeadRow(
            index + 1, NAMES[index % 6], COMPANIES[index % 5], "Head of operations", score, max(0, score - index % 20),
            min(100, score + index % 30), ("cold", "warm", "hot")[(score >= 40) + (score >= 70)],
            "ABC"[index % 3] + "123"[index % 3], False, "mql", ("Ana", "Ben")[index % 2],
            self._now - timedelta(days=index % 50), extra=(("country", "Portugal"), ("source", "Trade show")),
        )  # fmt: skip

    def index_of(self, lead_id: int) -> int | None:
        """Where a lead stands."""
        return lead_id - 1

    def ids(self) -> range:
        """Row ids in order."""
        return range(1, self._count + 1)


def table_frame() -> list[Figure]:
    """A full frame after a jump, from the scroll bar's move until it is painted."""
    app = _application()
    ours, standard = _our_table(app), _standard_table()
    try:
        return [
            Figure(
                "a full frame of the Leads table after a jump",
                _median_jump(ours),
                {"QStandardItemModel": _median_jump(standard)},
                {"QStandardItemModel": 1.0},
                note=f"{SIZE[1] // 36} rows of {len(COLUMNS)} columns",
            )
        ]
    finally:
        for table in (ours, standard):
            table.close()


def search_key() -> list[Figure]:
    """A key typed into the search until the hits are painted, in the whole window, over 100,000 leads."""
    with tempfile.TemporaryDirectory() as place:
        window = _loaded_window(Path(place))
        try:
            taken = [seconds for at in range(WORDS) for seconds in _typed(window, _word(at * 1009)[:5])]
        finally:
            window.close()
    taken.sort()
    return [
        Figure(
            "a key typed into the search until painted, 95th percentile",
            taken[round(0.95 * (len(taken) - 1))],
            {"16 ms": 0.016},
            {"16 ms": 1.0},
            note=f"{ROWS} leads, {len(taken)} keys, median {statistics.median(taken) * 1000:.1f} ms",
        )
    ]


def _loaded_window(folder: Path, rows: int = ROWS) -> MainWindow:
    """The window on a hundred thousand leads, or so many."""
    from PySide6.QtCore import QEventLoop

    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.app.surroundings import AppSurroundings
    from leadqual_gui.services.lists import FirstSight
    from leadqual_gui.ui.i18n import Tongue
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.theme.theme import Scheme, Theme

    app = _application()
    _import_many(folder, rows)
    around = AppSurroundings(WorkspaceFolder(folder), False, lambda _folder, _sample: None)
    window = MainWindow(Theme(app, Scheme.LIGHT, parent=app), Tongue(app, app), FirstSight(total=rows), around)
    window.resize(1280, 800)
    window.show()
    loop = QEventLoop()
    window.loaded.connect(loop.quit)
    window.begin()
    loop.exec()
    return window


def _import_many(folder: Path, rows: int = ROWS) -> None:
    from leadqual_gui.adapters.exchange.csv_file import CsvFile
    from leadqual_gui.app.bootstrap import open_workspace
    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.services.importing import ImportOptions

    table = folder / "many.csv"
    with table.open("w", encoding="utf-8") as file:
        file.write("full_name,company,email,employees,country\n")
        for at in range(rows):
            name, company = f"{_word(at * 7)} {_word(at)}".title(), f"{_word(at * 31)} {_word(at * 17 % 97)}".title()
            file.write(f"{name},{company},lead{at}@{_word(at)}.example,{at % 900},Portugal\n")
    workspace = open_workspace(WorkspaceFolder(folder))
    workspace.load()
    source = CsvFile.open(table)
    workspace.run_import(source, workspace.plan_import(source, ImportOptions()))
    workspace.close()


def _word(number: int) -> str:
    """An invented word, the same for the same number."""
    letters = "bdfgklmnprst", "aeiou"
    number = number * 2654435761 % 2**32
    return "".join(letters[at % 2][(number >> (4 * at)) % len(letters[at % 2])] for at in range(6))


def _typed(window: MainWindow, word: str) -> list[float]:
    """Each key of a word, from the key press until nothing is left to paint."""
    field, taken = window.leads.list.search, []
    for letter in word:
        begun = time.perf_counter()
        QTest.keyClick(field, letter)
        window.leads.list.table.viewport().repaint()
        field.repaint()
        taken.append(time.perf_counter() - begun)
        QApplication.processEvents()
    field.clear()
    QApplication.processEvents()
    return taken


def start_to_first_paint() -> list[Figure]:
    """Process start until the window with leads in it has been painted, and the memory it has then."""
    with tempfile.TemporaryDirectory() as folder:
        _fill(Path(folder))
        bare = [_started(_BARE, folder) for _ in range(STARTS)]
        ours = [_started(_OURS, folder) for _ in range(STARTS)]
    seconds = Figure(
        "process start to first painted window with leads",
        statistics.median(taken for taken, _memory in ours),
        {"bare QMainWindow": statistics.median(taken for taken, _memory in bare)},
        {"bare QMainWindow": 1.6},
    )
    memory = Figure(
        "memory at the first painted window",
        statistics.median(memory for _taken, memory in ours),
        {"bare QMainWindow": statistics.median(memory for _taken, memory in bare)},
        {"bare QMainWindow": 1.5},
        unit="bytes",
    )
    return [seconds, memory]


def memory_with_leads_open() -> list[Figure]:
    """How much more memory the window has with 100,000 leads resident than a bare window."""
    with tempfile.TemporaryDirectory() as folder:
        _import_many(Path(folder))
        _taken, bare = _started(_BARE, folder)
        _taken, ours = _started(_OPEN, folder)
    limit = 200 * 1024 * 1024
    return [
        Figure(
            "memory with Leads open and all columns resident, above a bare window",
            ours - bare,
            {"200 MB": limit},
            {"200 MB": 1.0},
            unit="bytes",
            note=f"{ROWS} leads, {ours / 2**20:.0f} MB in all",
        )
    ]


def _application() -> QApplication:
    from leadqual_gui.ui.theme.theme import Scheme, Theme

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    if not app.property("bench_theme"):
        Theme(app, Scheme.LIGHT, parent=app).install()
        app.setProperty("bench_theme", True)
    return app


def _our_table(app: QApplication) -> QTableView:
    from leadqual_gui.ui.leads.columns import columns
    from leadqual_gui.ui.leads.model import LeadModel
    from leadqual_gui.ui.leads.table import LeadTable
    from leadqual_gui.ui.theme.theme import Scheme, Theme

    model = LeadModel(app)
    table = LeadTable(Theme(app, Scheme.LIGHT, parent=app), model)
    model.set_columns(columns(COLUMNS))
    model.show(ManyRows())
    _show(table)
    table.header.fit()
    return table


def _standard_table() -> QTableView:
    """Text in each cell of a C++ model, painted by Qt's own delegate."""
    from leadqual_gui.ui.leads.columns import Wording, text_of

    model = QStandardItemModel(STANDARD_ROWS, len(COLUMNS))
    rows, wording = ManyRows(STANDARD_ROWS), Wording.plain()
    for at in range(STANDARD_ROWS):
        row = rows.row(at)
        for column, key in enumerate(COLUMNS):
            model.setItem(at, column, QStandardItem(text_of(key)(row, wording)))
    table = QTableView()
    table.setModel(model)
    model.setParent(table)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(36)
    table.setShowGrid(False)
    table.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    table.horizontalHeader().setDefaultSectionSize(118)
    _show(table)
    return table


def _show(table: QTableView) -> None:
    table.resize(*SIZE)
    table.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, False)
    table.show()
    QApplication.processEvents()


def _median_jump(table: QTableView) -> float:
    bar = table.verticalScrollBar()
    taken = []
    for jump in range(JUMPS):
        place = (jump * 7919 * 36) % max(1, bar.maximum() // 2)
        begun = time.perf_counter()
        bar.setValue(place)
        table.viewport().repaint()
        taken.append(time.perf_counter() - begun)
        QApplication.processEvents()
    return statistics.median(taken[5:])


_BARE = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        QTimer.singleShot(0, app.exit)
app = QApplication([])
window = Window()
window.resize(1280, 800)
window.show()
app.exec()
"""
_OURS = """
import sys
from pathlib import Path
from leadqual_gui.app.hurry import hurry
hurry()
from leadqual_gui.app.first_sight import first_sight
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.app.window import application, made_window
from leadqual_gui.ui.leads.table import LeadTable
from PySide6.QtCore import QTimer
paint = LeadTable.paintEvent
def painted(table, event):
    paint(table, event)
    QTimer.singleShot(0, app.exit)
LeadTable.paintEvent = painted
app = application()
folder = WorkspaceFolder(Path(sys.argv[1]))
window = made_window(app, first_sight(folder.database), AppSurroundings(folder, False, lambda *_: None))
assert window.leads.list.model.rowCount() > 20
window.show()
app.exec()
"""
_OPEN = """
import sys
from pathlib import Path
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.surroundings import AppSurroundings
from leadqual_gui.app.window import application, made_window
from leadqual_gui.services.lists import FirstSight
from PySide6.QtCore import QTimer
app = application()
around = AppSurroundings(WorkspaceFolder(Path(sys.argv[1])), False, lambda *_: None)
window = made_window(app, FirstSight(total=1), around)
window.show()
window.loaded.connect(lambda: QTimer.singleShot(500, app.exit))
window.begin()
app.exec()
assert window.leads.list.model.rowCount() > 10_000
"""
_FOOT = """
import os, re, resource
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
if os.path.exists("/proc/self/status"):
    peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(peak, flush=True)
os._exit(0)
"""


def _started(program: str, folder: str) -> tuple[float, float]:
    """Seconds until the program, which ends at its first paint, has ended, and its peak memory in bytes."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-c", program + _FOOT, folder]
    begun = time.perf_counter()
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    taken = time.perf_counter() - begun
    return taken, int(done.stdout) * (1 if sys.platform == "darwin" else 1024)


def _fill(folder: Path) -> None:
    """A workspace with enough leads to fill the first screen, scored and closed."""
    from leadqual_gui.app.bootstrap import open_workspace
    from leadqual_gui.app.folder import WorkspaceFolder
    from leadqual_gui.services.commands import AddLead

    workspace = open_workspace(WorkspaceFolder(folder))
    workspace.load()
    for number in range(60):
        name, company = NAMES[number % 6], COMPANIES[number % 5]
        workspace.execute(AddLead({"full_name": f"{name} {number}", "company": company, "employees": number * 7}))
    workspace.close()


FIGURES: tuple[Callable[[], list[Figure]], ...] = (
    table_frame,
    search_key,
    start_to_first_paint,
    memory_with_leads_open,
)
