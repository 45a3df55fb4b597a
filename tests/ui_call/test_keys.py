"""The rule of the keys: at once while the line is empty, with Alt once something is written in it."""

import pytest
from PySide6.QtCore import Qt

from leadqual_gui.ui.interview.keys import Asked, Meaning, asked_by, jump_key

Key, Held = Qt.Key, Qt.KeyboardModifier
ANSWERS = [
    (Key.Key_0, "0", Asked(Meaning.LEVEL, "0")),
    (Key.Key_3, "3", Asked(Meaning.LEVEL, "3")),
    (Key.Key_U, "u", Asked(Meaning.UNKNOWN)),
    (Key.Key_R, "r", Asked(Meaning.REFUSED)),
    (Key.Key_W, "w", Asked(Meaning.WORDING)),
    (Key.Key_Y, "y", Asked(Meaning.CONFIRM)),
]


@pytest.mark.parametrize(("key", "text", "asked"), ANSWERS)
def test_an_answer_acts_at_once_while_nothing_is_written(key: Key, text: str, asked: Asked) -> None:
    assert asked_by(key, Held.NoModifier, text, empty=True) == asked


@pytest.mark.parametrize(("key", "text", "asked"), ANSWERS)
def test_the_same_key_is_a_letter_of_the_note_once_something_is(key: Key, text: str, asked: Asked) -> None:
    assert asked_by(key, Held.NoModifier, text, empty=False) is None
    assert asked_by(key, Held.AltModifier, text, empty=False) == asked


@pytest.mark.parametrize("text", ["٢", "२", "2"])
def test_digits_of_other_scripts_and_keyboards_answer_too(text: str) -> None:
    shifted = Held.ShiftModifier if text == "2" else Held.NoModifier
    assert asked_by(Key.Key_Eacute, shifted, text, empty=True) == Asked(Meaning.LEVEL, "2")


def test_a_capital_letter_begins_a_note() -> None:
    for key, text in ((Key.Key_R, "R"), (Key.Key_W, "W"), (Key.Key_U, "U")):
        assert asked_by(key, Held.ShiftModifier, text, empty=True) is None
        assert asked_by(key, Held.NoModifier, text, empty=True) is None


def test_other_letters_and_levels_that_there_are_not_begin_a_note() -> None:
    for key, text in ((Key.Key_4, "4"), (Key.Key_A, "a"), (Key.Key_Space, " "), (Key.Key_NumberSign, "#")):
        assert asked_by(key, Held.NoModifier, text, empty=True) is None


def test_function_keys_and_ctrl_act_at_any_time() -> None:
    for empty in (True, False):
        assert asked_by(Key.Key_F1, Held.NoModifier, "", empty) == Asked(Meaning.OBJECTION, "0")
        assert asked_by(Key.Key_F8, Held.NoModifier, "", empty) == Asked(Meaning.OUTCOME, "no_answer")
        assert asked_by(Key.Key_7, Held.ControlModifier, "", empty) == Asked(Meaning.FOLLOW_UP, "7")
        assert asked_by(Key.Key_Return, Held.ControlModifier, "\r", empty) == Asked(Meaning.END)
        assert asked_by(Key.Key_Return, Held.NoModifier, "\r", empty) == Asked(Meaning.FILE)


@pytest.mark.parametrize(
    ("rtl", "onward", "back"), [(False, Key.Key_Right, Key.Key_Left), (True, Key.Key_Left, Key.Key_Right)]
)
def test_alt_with_an_arrow_goes_on_where_one_reads_on(rtl: bool, onward: Key, back: Key) -> None:
    assert asked_by(onward, Held.AltModifier, "", empty=False, rtl=rtl) == Asked(Meaning.NEXT)
    assert asked_by(back, Held.AltModifier, "", empty=False, rtl=rtl) == Asked(Meaning.BACK)


def test_ctrl_2_and_shift_enter_are_not_taken() -> None:
    assert asked_by(Key.Key_2, Held.ControlModifier, "", empty=True) is None
    assert asked_by(Key.Key_Return, Held.ShiftModifier, "\r", empty=False) is None


def test_a_letter_with_alt_jumps_and_with_shift_where_it_is_an_answer() -> None:
    assert asked_by(Key.Key_B, Held.AltModifier, "b", empty=False) == Asked(Meaning.JUMP, "B")
    held = Held.AltModifier | Held.ShiftModifier
    assert asked_by(Key.Key_U, held, "U", empty=True) == Asked(Meaning.JUMP, "U")
    assert (jump_key("CH"), jump_key("U")) == ("Alt+C", "Alt+Shift+U")
