"""Which key means what on the call window: one table, so that the rule can be read, told and tested.

While the note line is empty, an answer's key acts at once; once there is text in it, the same key needs Alt. What
is a function key or holds Ctrl acts at any time; a capital letter always begins a note. Alt with the letter of an
element jumps there (with Shift too, where the letter alone is an answer's).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from PySide6.QtCore import Qt

Key = Qt.Key
Modifier = Qt.KeyboardModifier


class Meaning(Enum):
    """What a key asks for."""

    LEVEL = auto()
    UNKNOWN = auto()
    REFUSED = auto()
    CONFIRM = auto()
    WORDING = auto()
    NEXT = auto()
    BACK = auto()
    JUMP = auto()
    FILE = auto()
    OBJECTION = auto()
    OUTCOME = auto()
    MORE_OUTCOMES = auto()
    FOLLOW_UP = auto()
    FOLLOW_UP_ON = auto()
    END = auto()
    DO_NOT_CALL = auto()
    PEOPLE = auto()
    SAID_BY = auto()
    FRAMEWORK = auto()
    ON_TOP = auto()
    UNDO = auto()
    REDO = auto()
    LEAVE = auto()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a key asked for; `value` is the level, the letter, the number of days or of the function key."""

    what: Meaning
    value: str = ""


ANSWERS = {"U": Meaning.UNKNOWN, "R": Meaning.REFUSED, "Y": Meaning.CONFIRM, "W": Meaning.WORDING}
LEVELS = "0123"
OBJECTION_KEYS = {Key.Key_F1: "0", Key.Key_F2: "1", Key.Key_F3: "2"}
OUTCOME_KEYS = {
    Key.Key_F5: "reached",
    Key.Key_F6: "not_interested",
    Key.Key_F7: "disqualified",
    Key.Key_F8: "no_answer",
}
FOLLOW_UP_DAYS = (1, 3, 7)
_PLAIN = {
    Key.Key_F4: Meaning.PEOPLE,
    Key.Key_F9: Meaning.MORE_OUTCOMES,
    Key.Key_PageDown: Meaning.NEXT,
    Key.Key_PageUp: Meaning.BACK,
}
_WITH_CTRL = {
    Key.Key_D: Meaning.DO_NOT_CALL,
    Key.Key_G: Meaning.FRAMEWORK,
    Key.Key_B: Meaning.SAID_BY,
    Key.Key_T: Meaning.ON_TOP,
    Key.Key_Z: Meaning.UNDO,
    Key.Key_Y: Meaning.REDO,
    Key.Key_W: Meaning.LEAVE,
    Key.Key_0: Meaning.FOLLOW_UP_ON,
}
_ENTER = (Key.Key_Return, Key.Key_Enter)


def asked_by(key: int, modifiers: Modifier, text: str, empty: bool, rtl: bool = False) -> Asked | None:
    """What a key press asks for, None if it is a letter of a note. `empty`: nothing is written in the note line.

    `rtl`: the window runs from right to left, so that the next question is on the left.
    """
    held = modifiers & ~(Modifier.KeypadModifier | Modifier.GroupSwitchModifier)
    if key in _ENTER:
        return _enter(held)
    if held in (Modifier.NoModifier, Modifier.ShiftModifier):
        return _unmodified(key, held, text, empty)
    if held in (Modifier.ControlModifier, Modifier.ControlModifier | Modifier.ShiftModifier):
        return _with_ctrl(key, held)
    if held == Modifier.AltModifier:
        return _with_alt(key, rtl)
    if held == Modifier.AltModifier | Modifier.ShiftModifier:
        return Asked(Meaning.JUMP, chr(key)) if Key.Key_A <= key <= Key.Key_Z else None
    return None


def jump_key(letter: str) -> str:
    """The keys that jump to an element with this letter, as they are written."""
    first = letter[:1].upper()
    return f"Alt+Shift+{first}" if first in ANSWERS else f"Alt+{first}"


def _enter(held: Modifier) -> Asked | None:
    if held == Modifier.ControlModifier:
        return Asked(Meaning.END)
    return Asked(Meaning.FILE) if held in (Modifier.NoModifier, Modifier.AltModifier) else None


def _unmodified(key: int, held: Modifier, text: str, empty: bool) -> Asked | None:
    if held == Modifier.NoModifier:
        if key in OBJECTION_KEYS:
            return Asked(Meaning.OBJECTION, OBJECTION_KEYS[Key(key)])
        if key in OUTCOME_KEYS:
            return Asked(Meaning.OUTCOME, OUTCOME_KEYS[Key(key)])
        if key in _PLAIN:
            return Asked(_PLAIN[Key(key)])
    return _answer(key, text) if empty and not text.isupper() else None


def _with_ctrl(key: int, held: Modifier) -> Asked | None:
    if held & Modifier.ShiftModifier:
        return Asked(Meaning.REDO) if key == Key.Key_Z else None
    days = key - Key.Key_0
    if days in FOLLOW_UP_DAYS:
        return Asked(Meaning.FOLLOW_UP, str(days))
    return Asked(_WITH_CTRL[Key(key)]) if key in _WITH_CTRL else None


def _with_alt(key: int, rtl: bool) -> Asked | None:
    if key in (Key.Key_Right, Key.Key_Left):
        return Asked(Meaning.NEXT if (key == Key.Key_Right) != rtl else Meaning.BACK)
    answer = _answer(key, "")
    if answer is not None:
        return answer
    return Asked(Meaning.JUMP, chr(key)) if Key.Key_A <= key <= Key.Key_Z else None


def _answer(key: int, text: str) -> Asked | None:
    """An answer's key: digits also as other scripts write them, or where they need Shift."""
    typed = str(int(text)) if len(text) == 1 and text.isdecimal() else ""
    letter = chr(key) if Key.Key_0 <= key <= Key.Key_Z else ""
    if (typed or letter) in LEVELS and (typed or letter):
        return Asked(Meaning.LEVEL, typed or letter)
    return Asked(ANSWERS[letter]) if letter in ANSWERS else None
