"""Keeps what is being typed: on disk a third of a second after a key at the latest, as long as it is not finished.

Whoever types on does not put it off. A key only notes the text; the disk takes it between two keys.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.half_typed import OF_SEVERAL, TypingPlace

if TYPE_CHECKING:
    from leadqual_gui.services.workspace import Workspace

AFTER_MS = 300
AGAIN_MS = 5000
"""When the disk did not take it, it is tried again after so long, and with every pause after another key."""


class HalfTypedKeeper(QObject):
    """Texts by their places.

    Signals: `changed(place, text, by)` at each key, for others that show the same place; `failed(error)` once when the
    disk does not take a text, which stays here and is tried again; `forgotten(lead id)` when somebody was deleted for
    good: what shows texts about them lets go of these.
    """

    changed = Signal(object, str, object)
    failed = Signal(object)
    forgotten = Signal(int)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._waiting: dict[TypingPlace, str] = {}
        self._told = False
        self._soon = QTimer(self, singleShot=True, interval=AFTER_MS)
        self._soon.timeout.connect(self.save)

    def text(self, place: TypingPlace) -> str:
        """What was typed there and is not finished."""
        waiting = self._waiting.get(place)
        if waiting is not None:
            return waiting
        kept = self._workspace.half_typed.text(place)
        return kept.removeprefix(_mark(place)) if kept.startswith(_mark(place)) else ""

    def put(self, place: TypingPlace, text: str, by: object = None) -> None:
        """Keep what is typed there now; "" takes it away."""
        if place.among and not text and not self.text(place):
            return  # what is kept there is of another
        self._waiting.pop(place, None)  # what is typed last is written last
        self._waiting[place] = text
        if not self._soon.isActive() or self._soon.remainingTime() > AFTER_MS:
            self._soon.start(AFTER_MS)
        self.changed.emit(place, text, by)

    def finish(self, place: TypingPlace, by: object = None) -> None:
        """It was filed: nothing of it waits here any more, as soon as the hand has left the key."""
        self.put(place, "", by)
        self._soon.start(0)

    def forget(self, lead_id: int) -> None:
        """Somebody was deleted for good: what was being typed about them goes nowhere."""
        about = [one for one in self._waiting if one.lead_id == lead_id or one.what.endswith(OF_SEVERAL)]
        for place in about:
            del self._waiting[place]
        self.forgotten.emit(lead_id)

    def tidy(self, beginning: str, still: Collection[str]) -> None:
        """Of what is of no lead and begins so, take away all but these: what it was for is gone."""
        with suppress(LeadQualError):  # a full disk: it is tidied another time
            for what in {*self._workspace.half_typed.of_lead(0), *(one.what for one in self._waiting)}:
                if what.startswith(beginning) and what not in still:
                    self._waiting.pop(TypingPlace(what), None)
                    self._keep(TypingPlace(what), "")

    def save(self) -> None:
        """Write what waits."""
        self._soon.stop()
        for place, text in list(self._waiting.items()):
            try:
                self._keep(place, text)
            except LeadQualError as error:
                self._soon.start(AGAIN_MS)
                if not self._told:
                    self._told = True
                    self.failed.emit(error)
                return
            del self._waiting[place]
        self._told = False

    def close(self) -> None:
        """Write what waits, and nothing more. A disk that does not take it keeps no window from being closed."""
        with suppress(LeadQualError):
            for place, text in self._waiting.items():
                self._keep(place, text)
        self._waiting.clear()
        self._soon.stop()

    def _keep(self, place: TypingPlace, text: str) -> None:
        self._workspace.half_typed.keep(place, f"{_mark(place)}{text}" if text.strip() else "")


def _mark(place: TypingPlace) -> str:
    """What a text begins with on disk that is of one among many places."""
    return f"{place.among}\n" if place.among else ""


class KeptText(QObject):
    """One field whose text is kept while it is typed: at the place to which it was turned last, if any."""

    def __init__(self, keeper: HalfTypedKeeper, field: QLineEdit | QPlainTextEdit) -> None:
        super().__init__(field)
        self._keeper, self._field = keeper, field
        self._place: TypingPlace | None = None
        self._usual = ""
        self._showing = False
        field.textChanged.connect(self._on_text_changed)
        keeper.changed.connect(self._on_changed)
        keeper.forgotten.connect(self._on_forgotten)

    def turn_to(self, place: TypingPlace | None, usual: str = "") -> bool:
        """Show what was typed there and is not finished, else what stands there as a rule; what is typed from now on
        is kept there. Comes back with whether there was anything unfinished."""
        found = "" if place is None else self._keeper.text(place)
        self._usual = usual
        self._show(found or usual)
        self._place = place
        return bool(found)

    def finish(self, usual: str | None = None) -> None:
        """It was filed, or given up. `usual`: what stands there from now on."""
        if usual is not None:
            self._usual = usual
        if self._place is not None:
            self._keeper.finish(self._place, self)

    def move_to(self, place: TypingPlace | None) -> None:
        """What is typed in the field belongs elsewhere: kept there from now on, unless something else waits there."""
        if self._showing or place == self._place:
            return
        self.finish()
        others = self._keeper.text(place) if place is not None else ""
        self._place = None if others and others != self._text() else place
        self._on_text_changed()

    def _text(self) -> str:
        field = self._field
        return field.text() if isinstance(field, QLineEdit) else field.toPlainText()

    def _show(self, text: str) -> None:
        place, field = self._place, self._field
        self._place, self._showing = None, True  # this is not typed
        if isinstance(field, QLineEdit):
            field.setText(text)
        else:
            field.setPlainText(text)
            field.moveCursor(QTextCursor.MoveOperation.End)
        self._place, self._showing = place, False

    def _on_text_changed(self) -> None:
        if self._place is not None:
            text = self._text()
            self._keeper.put(self._place, "" if text == self._usual else text, self)

    def _on_changed(self, place: TypingPlace, text: str, by: object) -> None:
        """Another field of the same place was typed into."""
        if place == self._place and by is not self:
            self._show(text or self._usual)

    def _on_forgotten(self, lead_id: int) -> None:
        if self._place is not None and self._place.lead_id == lead_id:
            self.turn_to(None)


class KeptForm(QObject):
    """Several lines that are kept together at the place to which it was turned last, if any: as lines "name: text", of
    those that say something else than they did then."""

    def __init__(self, keeper: HalfTypedKeeper, lines: Mapping[str, QLineEdit], form: QObject) -> None:
        super().__init__(form)
        self._keeper, self._lines = keeper, lines
        self._usual: Mapping[str, str] = {}
        self._place: TypingPlace | None = None
        for line in lines.values():
            line.textChanged.connect(self._on_text_changed)
        keeper.forgotten.connect(self._on_forgotten)

    def turn_to(self, place: TypingPlace | None) -> None:
        """Show what was typed there and is not finished over what the lines say; what is typed now is kept there."""
        self._place = None
        self._usual = {name: line.text() for name, line in self._lines.items()}
        for kept in self._keeper.text(place).split("\n") if place is not None else ():
            name, _, text = kept.partition(": ")
            if name in self._lines:
                self._lines[name].setText(text)
        self._place = place

    def finish(self) -> None:
        """It was filed, or given up."""
        if self._place is not None:
            self._keeper.finish(self._place, self)

    def _on_text_changed(self) -> None:
        if self._place is not None:
            typed = {name: line.text() for name, line in self._lines.items() if line.text() != self._usual[name]}
            told = (f"{name}: {' '.join(text.splitlines())}" for name, text in typed.items())
            self._keeper.put(self._place, "\n".join(told), self)

    def _on_forgotten(self, lead_id: int) -> None:
        if self._place is not None and self._place.lead_id == lead_id:
            self._place = None
            for line in self._lines.values():
                line.clear()


class KeptSheet(QObject):
    """Whatever is written in a sheet, kept together as one text that `read` gives; the sheet calls `keep` at each key.

    What says the same as it did then is not kept.
    """

    def __init__(self, keeper: HalfTypedKeeper, read: Callable[[], str], sheet: QObject) -> None:
        super().__init__(sheet)
        self._keeper, self._read, self._usual = keeper, read, ""
        self._place: TypingPlace | None = None

    def turn_to(self, place: TypingPlace) -> str:
        """What is written from now on is kept there. Comes back with what was, and is not finished: to be filled in."""
        self._place, self._usual = place, self._read()
        return self._keeper.text(place)

    def keep(self) -> None:
        """Something was written."""
        if self._place is not None:
            text = self._read()
            self._keeper.put(self._place, "" if text == self._usual else text, self)

    def finish(self) -> None:
        """It was filed, or given up: nothing more is kept."""
        if self._place is not None:
            self._keeper.finish(self._place, self)
            self._place = None
