"""Tells the desktop about new alerts, if the user wants that: off by default, and never during a call.

What is said goes through a `Desktop`, so that a test can listen in its place. What comes while somebody is called
waits until the call is over.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon

from leadqual_gui.services.moving_values import PassReport
from leadqual_gui.services.today_values import AlertRow
from leadqual_gui.ui.today import wording
from leadqual_gui.ui.vocabulary import Vocabulary

SETTING = "notify.desktop"
NAMED = 3
"""So many alerts are told by name; the others are counted."""
SHOWN_MS = 10_000
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›"})


class Desktop(Protocol):
    """What shows a message outside of the window."""

    def can_tell(self) -> bool:
        """Whether this desktop takes messages at all."""

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> None:
        """Show a message; `clicked` is called when the user wants to see what it is about."""


def desktop_takes_messages() -> bool:
    """Whether the platform has a tray that shows messages."""
    return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()


def as_words(text: str) -> str:
    """Desktops take a message for markup, with links and pictures: a name is none, whatever stands in it."""
    return text.translate(_NO_MARKUP)


class TrayDesktop:
    """Messages through the platform's tray; the icon is there from the first message on."""

    def __init__(self, icon: QIcon, parent: QObject) -> None:
        self._icon, self._parent = icon, parent
        self._tray: QSystemTrayIcon | None = None
        self._clicked: Callable[[], object] = lambda: None

    def can_tell(self) -> bool:
        """Whether this desktop takes messages at all."""
        return desktop_takes_messages()

    def tell(self, title: str, text: str, clicked: Callable[[], object]) -> None:
        """Show a message."""
        self._clicked = clicked
        if self._tray is None:
            self._tray = QSystemTrayIcon(self._icon, self._parent)
            self._tray.setToolTip("LeadQual")
            self._tray.messageClicked.connect(lambda: self._clicked())
            self._tray.activated.connect(lambda _reason: self._clicked())
        self._tray.show()
        self._tray.showMessage(as_words(title), as_words(text), self._icon, SHOWN_MS)


class DayNotices(QObject):
    """Decides what is told, and when. `wanted()`: the user switched it on; `busy()`: a call is under way."""

    def __init__(
        self,
        desktop: Desktop,
        alerts: Callable[[int], Sequence[AlertRow]],
        vocabulary: Callable[[], Vocabulary],
        wanted: Callable[[], bool],
        busy: Callable[[], bool],
        clicked: Callable[[], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desktop, self._alerts, self._vocabulary = desktop, alerts, vocabulary
        self._wanted, self._busy, self._clicked = wanted, busy, clicked
        self._waiting = 0

    def passed(self, report: object) -> None:
        """The day was looked at: tell what is new, or keep it until nobody is called."""
        if isinstance(report, PassReport):
            self._waiting += report.alerts
        if not self._wanted():
            self._waiting = 0
        if not self._waiting or self._busy() or not self._desktop.can_tell():
            return
        count, self._waiting = self._waiting, 0
        found = list(self._alerts(min(count, NAMED)))
        if not found:
            return
        title = QCoreApplication.translate("Today", "%Ln alert(s)", None, count)
        self._desktop.tell(title, notice_words(found, count, self._vocabulary()), self._clicked)


def notice_words(found: Sequence[AlertRow], count: int, vocabulary: Vocabulary) -> str:
    """What a message says: a line for each of the first alerts, and how many more there are."""
    lines = [f"{wording.alert_title(row, vocabulary)}. {wording.alert_because(row)}" for row in found]
    if count > len(found):
        lines.append(QCoreApplication.translate("Today", "and %Ln more", None, count - len(found)))
    return wording.numerals.plain("\n".join(lines))
