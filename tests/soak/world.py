"""Ten thousand invented leads in a workspace of their own, and the window on them as the program opens it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from leadqual_gui.adapters.exchange.tables import open_table
from leadqual_gui.app.bootstrap import open_workspace
from leadqual_gui.app.companions import Companions
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.window import Session
from leadqual_gui.services.commands import AddNote
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.ui.main_window import MainWindow

FIRST = ("Ines", "Tomasz", "Priya", "Mei-Hua", "Oksana", "David", "Rana", "Stefan", "Frances", "Rafael", "Bo", "Amina")
LAST = ("Carvalho", "Wieczorek", "Raghunathan", "Lin", "Hrytsenko", "Brenner", "Haddad", "Roth", "Doyle", "Ibarra")
FIRMS = ("Norbrook", "Halden", "Kestrel", "Dnipro", "Björkvik", "Cedar", "Frostad", "Pacific", "Shannon", "Ebro")
TRADES = ("Cold Storage", "Print Works", "Freight", "Agro", "Dairy", "Labs", "Fisk", "Tray & Box", "Frutas")
HEAD = "External id,Full name,Company,E-mail,Phone,Job title,Employees,Country,Industry,Owner,Stage,Created\n"
STAGES = ("", "new", "new", "engaged", "mql", "sql", "won", "lost")
STEPS_TAKEN = 150
"""Notes after the import: the window takes back a hundred steps at most, so that the import of everybody stays."""
OPENING_MS = 60_000


def table(chance: random.Random, rows: int, among: int) -> str:
    """So many rows about the people 1 to `among`, as a CSV file; some say nothing, some say it twice."""
    return HEAD + "".join(_row(chance, chance.randint(1, among) if rows < among else at + 1) for at in range(rows))


def _row(chance: random.Random, number: int) -> str:
    same = number - 1 if number % 40 == 0 else number  # one in forty stands twice, under another id
    who = random.Random(same)
    name, firm = f"{who.choice(FIRST)} {who.choice(LAST)}", f"{who.choice(FIRMS)} {who.choice(TRADES)}"
    mail = "" if same != number else f"lead{number}@{firm.split()[0].lower()}{number % 700}.example"
    phone = f"+351 555 {same:06}" if same % 3 == 0 else ""
    title = who.choice(("Head of operations", "CEO", "Buyer", "", "Intern"))
    day = datetime.now(UTC).date() - timedelta(days=who.randint(0, 600))
    return (
        f"{number},{name},{firm} {same % 900},{mail},{phone},{title},{chance.choice(('', 3, 12, 120, 900))},"
        f"{who.choice(('Portugal', 'Norway', 'Poland', ''))},{who.choice(('logistics', 'food', ''))},"
        f"{who.choice(('Ana', 'Ben', ''))},{who.choice(STAGES)},{day.isoformat()}\n"
    )


def make_workspace(folder: WorkspaceFolder, leads: int, seed: int) -> None:
    """Leads of the shipped rules, imported as a user would."""
    chance = random.Random(seed)
    folder.make()
    list_file = folder.path / "list.csv"
    list_file.write_text(table(chance, leads, leads), encoding="utf-8")
    workspace = open_workspace(folder)
    workspace.load()
    source = open_table(list_file)
    workspace.run_import(source, workspace.plan_import(source, ImportOptions()))
    for lead in range(1, STEPS_TAKEN + 1):
        workspace.execute(AddNote(lead, "Called"))
    assert workspace.counts().all > leads * 0.9, workspace.counts().all
    workspace.close()


def small_list(folder: Path, seed: int, leads: int) -> Path:
    """A file of a few rows about people who are there already, and of a few who are not."""
    chance = random.Random(seed)
    path = folder / f"small-{seed}.csv"
    path.write_text(table(chance, chance.randint(1, 12), leads + leads // 100), encoding="utf-8")
    return path


def open_window(app: QApplication, folder: WorkspaceFolder) -> MainWindow:
    """The window as the program opens it, loaded; other workspaces are never gone to."""
    session = Session(app)
    session._switch = lambda *_where: None  # type: ignore[method-assign]
    window = session._opened(folder, False)
    loop = QEventLoop()
    window.loaded.connect(loop.quit)
    QTimer.singleShot(OPENING_MS, loop.quit)
    loop.exec()
    assert window.bridge is not None, "the window did not open"
    assert window.findChild(Companions) is not None
    return window


class Deaf(QObject):
    """Hears of folders and letters that would be opened by other programs."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.heard = 0

    @Slot(QUrl)
    def hear(self, _url: QUrl) -> None:
        """Count it."""
        self.heard += 1


def open_nothing_else(window: MainWindow) -> None:
    """Folders and letters are not opened by other programs."""
    deaf = Deaf(window)
    for scheme in ("file", "mailto", "tel", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, deaf, "hear")
