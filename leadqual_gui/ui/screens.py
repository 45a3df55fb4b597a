"""Pictures of every screen, each in a file named after it: for documentation, and to look at without a display."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QWidget

from leadqual_gui.ui.main_window import MainWindow

LONGEST_MS = 60_000
REST_MS = 250
SOON_MS = 1000
"""A timer that goes off once and so soon has something still to bring; one that waits longer only tidies up."""
LOOKED_AT, OPEN_RANGE = 40, 25
CALL_SIZE = (1100, 720)

EXAMPLE_LIST = """\
Organisation;Contact person;Funktion;E-mail;Tel.;Mitarbeiter;Created;Wert;Bemerkung;Haustier
Frostad Fisk;Ingrid Falk;Einkauf;i.falk@frostad.example;+47 555 01 204;120;03/04/2025;12.000,00;Messe Bremen;Hund
Cedar Labs;RANA HADDAD;CFO;rana@cedar.example;+49 555 01 22;35;11/06/2025;8.500,00;ruft zurück;Katze
Roth Feinkost;s. roth;Leiter Logistik;s.roth@roth.example;;80;01/02/2025;;;
Björkvik Dairy;Jonas Ekström;COO;jonas@bjorkvik.example;+46 555 01 77;210;09/05/2025;22.000,00;;
Cedar Labs;RANA HADDAD;CFO;rana@cedar.example;+49 555 01 22;40;;;;
;;Praktikum;;;;;;ohne Namen;
"""


def capture(window: MainWindow, out_dir: Path) -> list[Path]:
    """Draw the screens of a loaded window into `out_dir`: of an empty workspace the first start, else all others."""
    assert window.workspace is not None
    if not window.workspace.counts().all:
        return [_drawn(window, "empty", lambda: window.show_screen("start"), out_dir)]
    with tempfile.TemporaryDirectory(prefix="leadqual-list-") as folder:
        return [_drawn(window, name, show, out_dir) for name, show in _screens(window, Path(folder)).items()]


def _screens(window: MainWindow, folder: Path) -> dict[str, Callable[[], object]]:
    """How each screen is brought up."""
    from leadqual_gui.ui.exchange.pictures import states

    example = folder / "trade-fair-contacts.csv"
    example.write_text(EXAMPLE_LIST, encoding="utf-8")
    return {
        "today": lambda: window.show_screen("today"),
        "leads": lambda: _show_leads(window),
        "pipeline": lambda: window.show_screen("pipeline"),
        "call": lambda: _show_call(window),
        "palette": lambda: window.open_palette("ma"),
        "matrix": lambda: window.show_screen("matrix"),
        "insights": lambda: window.show_screen("insights"),
        "settings": lambda: window.show_screen("settings"),
        "duplicates": lambda: _show_duplicates(window),
        "quality": lambda: window.errands.clean_up("quality"),
        "privacy": lambda: _show_privacy(window),
        "import": lambda: window.errands.import_file(example),
        **states(window),
    }


def _show_leads(window: MainWindow) -> None:
    """The list, with a lead open that has something left to find out."""
    window.show_screen("leads")
    model = window.leads.list.model
    rows = [model.row_at(at) for at in range(min(LOOKED_AT, model.rowCount()))]
    open_ones = [row for row in rows if row.greatest - row.least >= OPEN_RANGE and not row.disqualified]
    if open_ones:
        window.leads.show_lead(open_ones[0].id)


def _show_duplicates(window: MainWindow) -> None:
    """The Clean up screen while it searches; what it finds is there when it rests."""
    from leadqual_gui.ui.data.wiring import show_clean_up

    show_clean_up(window).look()


def _show_privacy(window: MainWindow) -> None:
    """The privacy log, with somebody deleted and held still."""
    model = window.leads.list.model
    window.leads.choose_quietly(model.row_at(model.rowCount() - 1).id)
    window.leads.delete_chosen()
    window.errands.clean_up("privacy")


def _show_call(window: MainWindow) -> QWidget | None:
    """A call with that lead under way: an answer given, a line filed, another being written."""
    _show_leads(window)
    call = window.errands.calls.open(window.leads.panel.lead_id)
    if call is not None:
        call.session.switch("bant")
        call.session.answer(2)
        call.session.file_note("Two cold rooms went warm in August, lost a full load of fish")
        call.notes.put_text("#b The alarm contract costs them about 9 k a year")
        call.session.follow_up_in(3)
        call.resize(*CALL_SIZE)
    return call


def _drawn(window: MainWindow, name: str, show: Callable[[], object], out_dir: Path) -> Path:
    window.close_palette()
    window.announcements.area.clear()
    shown = show()
    _rest(window)
    path = out_dir / f"{name}.png"
    own = shown if isinstance(shown, QWidget) and shown.isWindow() else None
    (own or window).grab().save(str(path))
    if own is not None:
        own.close()
    return path


def _rest(window: MainWindow) -> None:
    """Let everything that was asked for arrive: work under way, and what is only about to begin."""
    loop, waited = QEventLoop(), 0
    while waited == 0 or (_is_awaited(window) and waited < LONGEST_MS):
        QTimer.singleShot(REST_MS, loop, loop.quit)
        loop.exec()
        waited += REST_MS


def _is_awaited(window: MainWindow) -> bool:
    if window.runner.busy:
        return True
    timers = [timer for timer in window.findChildren(QTimer) if timer.isActive() and timer.isSingleShot()]
    return any(timer.interval() <= SOON_MS for timer in timers)
