"""A user who does anything, in any order: what there is to do, and how often it is done.

Everything is drawn from the seed. How it falls out depends a little on the machine too: what is still under way when
the next key comes is not the same twice.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QFileDialog,
    QWidget,
)
from shiboken6 import isValid

from leadqual_gui.ui.leads.panel.pages import TABS
from leadqual_gui.ui.main_window import MainWindow
from tests.soak.hands import Hands, Held, Key
from tests.soak.world import small_list

SCREENS = (Key.Key_1, Key.Key_2, Key.Key_3, Key.Key_4, Key.Key_5, Key.Key_6, Key.Key_7, Key.Key_8, Key.Key_Comma)
ARROWS = (Key.Key_Up, Key.Key_Down, Key.Key_Left, Key.Key_Right, Key.Key_PageDown, Key.Key_PageUp, Key.Key_Home)
ANY_KEYS = (
    *ARROWS, Key.Key_Return, Key.Key_Space, Key.Key_Tab, Key.Key_Backtab, Key.Key_Escape, Key.Key_F2, Key.Key_F4,
    Key.Key_F5, Key.Key_F1, Key.Key_Delete, Key.Key_Insert, Key.Key_End, Key.Key_Plus, Key.Key_Minus, Key.Key_0,
    Key.Key_3, Key.Key_7, Key.Key_A, Key.Key_D, Key.Key_L, Key.Key_M, Key.Key_N, Key.Key_Backspace, Key.Key_Menu,
)  # fmt: skip
CALL_KEYS = (*"0123uryw", Key.Key_Tab, Key.Key_PageDown, Key.Key_PageUp, Key.Key_F1, Key.Key_F5, Key.Key_F8)
OUTCOMES = (Key.Key_F5, Key.Key_F6, Key.Key_F7, Key.Key_F8)
WORDS = ("ines", "nor", "cold", "55", "lead7", "zz", "haddad ced", "björk", "o'", "%", "مرحبا", "李")
TEXTS = ("12", "Cedar Labs", "rana@cedar.example", "call on Friday", "2026-03-14", "-5", "", "=1+1", "  ", "Ana")
SIZES = (QSize(1280, 800), QSize(1024, 700), QSize(1920, 1080))
MOST_TAKEN_BACK = 20
"""Steps, until the leads that were deleted are there again."""
ELSEWHERE = frozenset(("open", "sample", "quit"))
"""Actions that lead out of this window."""


class User:
    """Works until nobody asks any more; `done` counts what, `last` names the newest actions."""

    def __init__(
        self, window: MainWindow, folder: Path, seed: int, leads: int, told: Callable[[str], object] | None = None
    ) -> None:
        self.window, self._folder, self._leads, self._told = window, folder, leads, told
        self.chance = random.Random(seed)
        self.hands = Hands(window, self.chance, told)
        self.done: Counter[str] = Counter()
        self.last: list[str] = []
        self.brought_back = 0
        self._doings: dict[str, tuple[int, Callable[[], object]]] = {
            "open a screen": (8, self._open_screen),
            "walk": (8, self._walk),
            "search": (6, self._search),
            "edit a cell": (8, self._edit_cell),
            "note": (5, self._note),
            "tab of the panel": (4, self._panel_tab),
            "call": (6, self._call),
            "move on the board": (6, self._move),
            "import a small file": (3, self._import),
            "edit the matrix": (6, self._edit_matrix),
            "publish": (2, self._publish),
            "merge": (3, self._merge),
            "take back": (8, self._undo),
            "do again": (4, self._redo),
            "view or filter": (5, self._filter),
            "theme": (2, self._theme),
            "text size": (1, self._zoom),
            "size of the window": (1, self._resize),
            "tick and set": (3, self._bulk),
            "delete": (2, self._delete),
            "ask": (4, self._ask),
            "palette": (4, self._palette),
            "new lead": (3, self._new_lead),
            "today": (4, self._today),
            "insights": (2, self._insights),
            "any key": (6, self._any_key),
            "any click": (8, self._any_click),
            "wheel": (3, self._wheel),
        }

    def act(self) -> str:
        """Do one thing, and mostly wait for what comes of it; its name."""
        names = list(self._doings)
        new = [one for one in names if not self.done[one]]  # first everything once, so that nothing is new later on
        name = new[0] if new else self.chance.choices(names, [self._doings[one][0] for one in names])[0]
        self.done[name] += 1
        self.last = [*self.last[-39:], name]
        if self._told:
            self._told(f"--- {name}")
        self._doings[name][1]()
        self.bring_back()
        if self.chance.random() < 0.8:
            self.hands.look(self.chance.choice((0, 0, 0.01, 0.05)))
        if self.chance.random() < 0.5:
            self.hands.put_away()
            self.hands.come_back()
        return name

    def bring_back(self) -> None:
        """Whoever sees that half of all leads are gone takes back what was done."""
        for _ in range(MOST_TAKEN_BACK):
            workspace = self.window.workspace
            if workspace is None or workspace.counts().all > self._leads / 2:
                return
            self._end_calls()
            self.hands.put_away()
            self.hands.close_others()
            self.hands.come_back()
            self.hands.ctrl(Key.Key_Z)
            self.hands.wait()
            self.brought_back += 1

    def rest(self) -> bool:
        """Put everything away and wait; False if something does not come to an end."""
        self._end_calls()
        self.hands.put_away()
        self.hands.close_others()
        calm = self.hands.wait()
        self.hands.look(0.3)
        return calm and self.hands.wait()

    # --- going places ------------------------------------------------------------------------------------------------
    def _screen(self, key: Key) -> None:
        self.hands.put_away()
        self.hands.come_back()
        self.hands.ctrl(key)
        self.hands.look(0.02)

    def _open_screen(self) -> None:
        self._screen(self.chance.choice(SCREENS))
        for _ in range(self.chance.randint(0, 2)):
            self.hands.ctrl(Key.Key_PageDown)

    def _walk(self) -> None:
        for _ in range(self.chance.randint(1, 12)):
            self.hands.any_of(ARROWS)

    def _search(self) -> None:
        self._screen(Key.Key_2)
        self.hands.ctrl(Key.Key_F)
        self.hands.write(self.chance.choice(WORDS))
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 3))
        self.hands.press(self.chance.choice((Key.Key_Return, Key.Key_Escape, Key.Key_Escape)))

    def _filter(self) -> None:
        self._screen(Key.Key_2)
        row = self.chance.choice((self.window.leads.list.view_row, self.window.leads.list.filters))
        where = QPoint(self.chance.randint(1, max(2, row.width() - 1)), row.height() // 2)
        self.hands.click(row.childAt(where) or row)
        self._answer()

    def _panel_tab(self) -> None:
        self._screen(Key.Key_2)
        self.window.leads.panel.choose_tab(self.chance.choice(list(TABS)))
        self.hands.press(Key.Key_Down, times=2)

    # --- leads -------------------------------------------------------------------------------------------------------
    def _edit_cell(self) -> None:
        self._screen(Key.Key_2)
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 9))
        self.hands.press(Key.Key_Right, times=self.chance.randint(0, 9))
        self.hands.press(Key.Key_F2)
        self.hands.ctrl(Key.Key_A)
        self.hands.write(self.chance.choice(TEXTS))
        self.hands.press(self.chance.choice((Key.Key_Return, Key.Key_Return, Key.Key_Tab, Key.Key_Escape)))

    def _note(self) -> None:
        self._screen(Key.Key_2)
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 5))
        self.hands.ctrl(Key.Key_J)
        self.hands.write(self.chance.choice(TEXTS))
        self.hands.press(Key.Key_Return)

    def _bulk(self) -> None:
        self._screen(Key.Key_2)
        for _ in range(self.chance.randint(1, 5)):
            self.hands.press(Key.Key_Space)
            self.hands.press(Key.Key_Down)
        bulk = self.window.leads._bulk
        if bulk is not None and bulk.isVisible():
            self.hands.click(self.chance.choice(bulk.findChildren(QAbstractButton)))
            self._answer()

    def _delete(self) -> None:
        self._screen(Key.Key_2)
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 30))
        self.hands.press(Key.Key_Delete)
        if self.chance.random() < 0.9:
            self.hands.ctrl(Key.Key_Z)

    def _new_lead(self) -> None:
        self._screen(Key.Key_2)
        self.hands.ctrl(Key.Key_N)
        self.hands.write("Bo Hadley")
        self._answer()
        if self.chance.random() < 0.8:
            self.hands.ctrl(Key.Key_Z)

    def _ask(self) -> None:
        """A promise, points by hand, a verdict, a comparison, an export, a questionnaire."""
        self._screen(self.chance.choice((Key.Key_1, Key.Key_2, Key.Key_3)))
        key = self.chance.choice(
            (Key.Key_L, Key.Key_B, Key.Key_Up, Key.Key_Down, Key.Key_K, Key.Key_E, Key.Key_Q, Key.Key_V, Key.Key_I)
        )
        self.hands.ctrl(key, shift=True)
        self.hands.look(0.02)
        self._answer()

    def _answer(self) -> None:
        """Fill something into whatever asks, and say yes or no."""
        for _ in range(self.chance.randint(0, 4)):
            self.chance.choice(
                (
                    lambda: self.hands.press(Key.Key_Tab),
                    lambda: self.hands.press(Key.Key_Down),
                    lambda: self.hands.write(self.chance.choice(TEXTS)),
                )
            )()
        self.hands.press(self.chance.choice((Key.Key_Return, Key.Key_Return, Key.Key_Escape)))

    # --- calls -------------------------------------------------------------------------------------------------------
    def _call(self) -> None:
        self._screen(self.chance.choice((Key.Key_1, Key.Key_2, Key.Key_3)))
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 5))
        self.hands.ctrl(Key.Key_Return)
        self.hands.look(0.05)
        for _ in range(self.chance.randint(1, 12)):
            for call in self.hands.calls()[-1:]:
                call.activateWindow()
                call.notes.edit.setFocus()
                self.hands.press(self.chance.choice(CALL_KEYS))
                if self.chance.random() < 0.2:
                    self.hands.write(self.chance.choice(TEXTS))
                    self.hands.press(Key.Key_Return)
                if self.chance.random() < 0.1:
                    self.hands.ctrl(self.chance.choice((Key.Key_Z, Key.Key_Y, Key.Key_G, Key.Key_3)))
        if self.chance.random() < 0.9:
            self._end_calls()

    def _end_calls(self) -> None:
        for call in self.hands.calls():
            if not isValid(call):
                continue
            call.activateWindow()
            if self.chance.random() < 0.8:
                if self.chance.random() < 0.8:
                    self.hands.press(self.chance.choice(OUTCOMES))  # without one a call cannot be ended
                self.hands.ctrl(Key.Key_Return)
                self.hands.look(0.05)
                self._answer()
                self.hands.ctrl(Key.Key_Return)
                self.hands.look(0.05)
            if isValid(call) and call.isVisible():
                call.close()
        self.hands.look(0.02)

    def _today(self) -> None:
        self._screen(Key.Key_1)
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 6))
        self.hands.any_of((Key.Key_D, Key.Key_L, Key.Key_Return, Key.Key_F4, Key.Key_Menu, Key.Key_Space))
        self._answer()
        self._end_calls()

    def _move(self) -> None:
        self._screen(Key.Key_3)
        for _ in range(self.chance.randint(0, 4)):
            self.hands.any_of(ARROWS)
        for _ in range(self.chance.randint(1, 3)):
            self.hands.ctrl(self.chance.choice((Key.Key_Right, Key.Key_Right, Key.Key_Left)))
            self.hands.look(0.01)
        self._answer()

    # --- files, rules, duplicates ------------------------------------------------------------------------------------
    def _import(self) -> None:
        self.hands.put_away()
        path = small_list(self._folder, self.chance.randint(1, 40), self._leads)
        self.hands.drop(path)
        for _ in range(7):
            self.hands.wait()
            self.hands.press(Key.Key_Return)
        self.hands.wait()
        self.hands.press(Key.Key_Escape)

    def _edit_matrix(self) -> None:
        self._screen(Key.Key_4)
        self.hands.wait()
        for _ in range(self.chance.randint(1, 6)):
            self.hands.press(Key.Key_Down, times=self.chance.randint(0, 9))
            self.hands.press(Key.Key_Right, times=self.chance.randint(0, 3))
            self.hands.write(str(self.chance.randint(-9, 25)))
            self.hands.press(Key.Key_Return)
            if self.chance.random() < 0.2:
                self.hands.press(Key.Key_Space)
            if self.chance.random() < 0.2:
                self.hands.press(self.chance.choice((Key.Key_Up, Key.Key_Down)), Held.AltModifier)
            if self.chance.random() < 0.1:
                self.hands.any_of((Key.Key_F2, Key.Key_Insert, Key.Key_Menu))
                self._answer()

    def _publish(self) -> None:
        self._edit_matrix()
        self.hands.put_away()
        self.hands.ctrl(Key.Key_Return)
        self.hands.write("Heard on Friday")
        self.hands.press(Key.Key_Return)
        self.hands.wait()

    def _merge(self) -> None:
        self._screen(Key.Key_6)
        self.hands.press(Key.Key_F5)
        self.hands.wait()
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 6))
        self.hands.press(Key.Key_Return)
        self.hands.press(self.chance.choice((Key.Key_Right, Key.Key_Down)))
        self.hands.press(self.chance.choice((Key.Key_M, Key.Key_M, Key.Key_N)))

    def _insights(self) -> None:
        self._screen(Key.Key_5)
        for _ in range(self.chance.randint(0, 3)):
            self.hands.ctrl(Key.Key_PageDown)
            self.hands.press(Key.Key_Down)
        if self.chance.random() < 0.3:
            self.hands.wait()
            self.hands.press(Key.Key_F5)

    # --- steps, looks ------------------------------------------------------------------------------------------------
    def _undo(self) -> None:
        self.hands.put_away()
        for _ in range(self.chance.randint(1, 6)):
            self.hands.ctrl(Key.Key_Z)
            self.hands.look(0.01)

    def _redo(self) -> None:
        self.hands.put_away()
        for _ in range(self.chance.randint(1, 4)):
            self.hands.ctrl(Key.Key_Z, shift=True)
            self.hands.look(0.01)

    def _theme(self) -> None:
        self.hands.ctrl(Key.Key_D, shift=True)

    def _zoom(self) -> None:
        self.window.choose_zoom(self.chance.choice((1.0, 1.0, 1.25, 1.5, 0.9)))

    def _resize(self) -> None:
        self.window.resize(self.chance.choice(SIZES))

    def _palette(self) -> None:
        self.hands.ctrl(Key.Key_K)
        self.hands.write(self.chance.choice((*WORDS, "dark", "history", "find", "today", "mend")))
        self.hands.press(Key.Key_Down, times=self.chance.randint(0, 4))
        if self.chance.random() < 0.3:
            self.hands.press(Key.Key_Return)
        self.hands.put_away()

    # --- anything ----------------------------------------------------------------------------------------------------
    def _any_key(self) -> None:
        for _ in range(self.chance.randint(1, 10)):
            held = self.chance.choice((Held.NoModifier,) * 6 + (Held.ShiftModifier, Held.AltModifier))
            self.hands.press(self.chance.choice(ANY_KEYS), held)
            if isinstance(QApplication.activeModalWidget(), QFileDialog):
                self.hands.put_away()

    def _any_click(self) -> None:
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window
        found = [one for one in self.hands.in_sight(front) if self._can_be_clicked(one)]
        for widget in self.chance.sample(found, min(len(found), self.chance.randint(1, 3))):
            if self._can_be_clicked(widget):
                port = widget.viewport() if isinstance(widget, QAbstractScrollArea) else widget
                size = port.size()
                at = QPoint(self.chance.randrange(max(1, size.width())), self.chance.randrange(max(1, size.height())))
                self.hands.click(port, at, double=self.chance.random() < 0.1, right=self.chance.random() < 0.1)
                self.hands.look()
                if isinstance(QApplication.activeModalWidget(), QFileDialog):
                    self.hands.put_away()

    def _can_be_clicked(self, widget: QWidget) -> bool:
        return (
            isValid(widget)
            and isinstance(widget, QAbstractButton | QAbstractItemView)
            and widget.isVisible()
            and widget.isEnabled()
            and not any(action.objectName() in ELSEWHERE for action in widget.actions())
        )

    def _wheel(self) -> None:
        front = self.window.stack.currentWidget()
        ports = [one.viewport() for one in front.findChildren(QAbstractScrollArea) if one.isVisible()]
        if ports:
            self.hands.wheel(self.chance.choice(ports))
