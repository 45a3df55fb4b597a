"""Five minutes on the sample: a small card that goes from screen to screen and points at what it speaks of.

Nothing is blocked meanwhile: everything can be tried out, and the card waits. Esc in the card leaves the tour, Ctrl+F1
brings the keyboard back to it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets import draw
from leadqual_gui.ui.widgets.controls import Button, Kind, primary_button
from leadqual_gui.ui.widgets.themed import Label, Themed, margins

if TYPE_CHECKING:
    from leadqual_gui.ui.main_window import MainWindow

WIDTH = 380


class TourStep(NamedTuple):
    """Where the step is, what is pointed at (a path of attributes of the screen), and what is said."""

    screen: str
    target: str
    title: str
    words: str


def tour_steps() -> tuple[TourStep, ...]:
    """From whom to call to what the deals say."""
    told = (
        ("today", "calls", tr("Whom to call"), tr(
            "The list to work down this morning: whom to call, why now, and what to ask. Arrow keys move.")),
        ("leads", "panel", tr("Why this score"), tr(
            "Each line gives or takes points and names what did it; the lines add up to the score. The bar beside "
            "the score is how far it can still move by what nobody knows yet: unknown is not zero.")),
        ("leads", "list.table", tr("A call"), tr(
            "Press Ctrl+Enter to call the chosen lead. Digits 0 to 3 choose the answer that you heard, letters "
            "begin a note, and the score moves as you type. Ctrl+W leaves the call again.")),
        ("matrix", "grid", tr("The rules"), tr(
            "The table of points. Choose a cell and type a number, or drag it sideways. It is a draft: nothing "
            "changes for anybody until you publish.")),
        ("matrix", "panel", tr("What it would change"), tr(
            "Beside the table you see all leads before and after: who would become hot, and why. Ctrl+Z takes your "
            "change back.")),
        ("insights", "stack", tr("What the deals say"), tr(
            "Closed deals judge the rules: which criteria customers really had, with how much certainty, and which "
            "points that would propose. Then bring your own list with Ctrl+I.")),
    )  # fmt: skip
    return tuple(TourStep(*one) for one in told)


def tr(text: str) -> str:
    """A text of the tour in the user's language."""
    return QCoreApplication.translate("Tour", text)


class Pointer(Themed, QWidget):
    """A ring around what is spoken of, below the card that speaks; clicks go through it."""

    def __init__(self, theme: Theme, ground: QWidget, card: QWidget) -> None:
        super().__init__(ground)
        self._card = card
        self._target: QWidget | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._follow(theme)
        ground.installEventFilter(self)
        self.hide()

    def point_at(self, target: QWidget | None) -> None:
        """Point at a widget, or at nothing."""
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
        self._target = target
        if target is not None:
            target.installEventFilter(self)
        self.place()

    @property
    def target(self) -> QWidget | None:
        """What is pointed at."""
        return self._target

    def place(self) -> None:
        """Lie where the target is, or nowhere while that cannot be seen."""
        target = self._target
        if target is None or not isValid(target) or not target.isVisible():
            self.hide()
            return
        ground = self.parentWidget()
        if ground is None:
            return
        self.setGeometry(QRect(target.mapTo(ground, QPoint(0, 0)), target.size()))
        self.show()
        self.raise_()
        self._card.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        moved = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
        if event.type() in moved:
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, self.rect(), look.s.radius, look.c.focus, width=2 * look.s.focus_ring - 1)
        painter.end()


class TourCard(Themed, QWidget):
    """The card in the corner; offers the tour first. `ended()` when the user has left it or seen it all."""

    ended = Signal()

    def __init__(self, window: MainWindow, steps: tuple[TourStep, ...] = ()) -> None:
        ground = window.centralWidget()
        assert ground is not None
        super().__init__(ground)
        self._window, self._steps, self._at = window, steps or tour_steps(), -1
        self.setAccessibleName(tr("Tour"))
        self.pointer = Pointer(window.theme, ground, self)
        self.count = Label(window.theme, "", "secondary", "text3")
        self.title = Label(window.theme, "", "title", wrap=True)
        self.words = Label(window.theme, "", "body", "text2", wrap=True)
        self.next = primary_button(window.theme, tr("Begin"))
        self.before = Button(window.theme, tr("Back"), Kind.QUIET)
        self.leave = Button(window.theme, tr("Not now"), Kind.QUIET)
        self._lay_out()
        self.next.clicked.connect(self.go_on)
        self.before.clicked.connect(self.go_back)
        self.leave.clicked.connect(self.end)
        ground.installEventFilter(self)
        self._follow(window.theme)
        self._say_offer()
        self._show_keys()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_keys)
        self._offered_on = window.stack.currentWidget()
        window.stack.currentChanged.connect(self._keep_out_of_the_way)

    def _lay_out(self) -> None:
        s = self._window.theme.look.s
        column = margins(QVBoxLayout(self), s.l, s.l, s.l, s.m, s.s)
        for label in (self.count, self.title, self.words):
            column.addWidget(label)
        row = margins(QHBoxLayout(), 0, s.s, 0, 0, s.s)
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.before)
        row.addWidget(self.next)
        column.addLayout(row)
        self.setFixedWidth(round(WIDTH * self._window.theme.zoom))

    # --- steps -------------------------------------------------------------------------------------------------------
    @property
    def step(self) -> TourStep | None:
        """The step that is shown; None while the tour is only offered."""
        return self._steps[self._at] if self._at >= 0 else None

    def _say_offer(self) -> None:
        minutes = tr("Five minutes, with invented leads")
        offer = tr("From whom to call to why, with your hands on the keys. You can leave at any time.")
        self._say(minutes, tr("Have a look around?"), offer)

    def go_on(self) -> None:
        """The next step; after the last the tour is over."""
        if self._at + 1 >= len(self._steps):
            self.end()
            return
        self._show(self._at + 1)

    def go_back(self) -> None:
        """The step before."""
        if self._at > 0:
            self._show(self._at - 1)

    def end(self) -> None:
        """Leave the tour; what was looked at stays on the screen."""
        self.pointer.point_at(None)
        self.pointer.deleteLater()
        self.hide()
        self.ended.emit()
        current = self._window.stack.currentWidget()
        if current is not None and self.isAncestorOf(self._window.focusWidget() or self):
            current.setFocus()
        self.deleteLater()

    def _show(self, at: int) -> None:
        self._at = at
        step = self._steps[at]
        if self._window.current_screen() != step.screen:
            self._window.show_screen(step.screen)
        self.pointer.point_at(self._target(step))
        self._say("", step.title, step.words)
        self.next.setText(tr("Next") if at + 1 < len(self._steps) else tr("Done"))
        self.leave.setText(tr("Leave"))
        self.next.setFocus(Qt.FocusReason.TabFocusReason)
        self._show_keys()

    def _show_keys(self) -> None:
        """Show the keys that work now: Enter and Esc in the card, elsewhere the one that leads to it."""
        here = self.isAncestorOf(QApplication.focusWidget() or self._window)
        offered = self._at < 0
        self.next.set_key("Enter" if here else "Ctrl F1" if offered else "")
        self.leave.set_key("Esc" if here else "")
        if not offered:
            counted = tr("Step {n} of {all}").format(n=self._at + 1, all=len(self._steps))
            self.count.setText(counted if here else f"{counted}. {tr('Ctrl+F1 comes back here')}")

    def _target(self, step: TourStep) -> QWidget | None:
        found: object = self._window.stack.currentWidget()
        for name in step.target.split("."):
            found = getattr(found, name, None)
        return found if isinstance(found, QWidget) else None

    def _say(self, count: str, title: str, words: str) -> None:
        self.count.setText(count)
        self.title.setText(title)
        self.words.setText(words)
        self.setAccessibleDescription(f"{title}. {words}")
        self.before.setVisible(self._at > 0)
        self._place()

    # --- where it stands ---------------------------------------------------------------------------------------------
    def _place(self) -> None:
        """In the lower corner at the start of the screens, where no panel is; above the status bar."""
        ground, layout, s = self.parentWidget(), self.layout(), self._window.theme.look.s
        if ground is None or layout is None:
            return
        layout.activate()
        self.resize(self.width(), max(layout.totalHeightForWidth(self.width()), self.sizeHint().height()))
        lowest = min(ground.height() - self._window.status.height(), self._seen(ground).bottom()) - s.l
        corner = QRect(QPoint(s.rail + s.l, lowest - self.height()), self.size())
        self.move(draw.mirrored(corner, ground.rect(), self.rtl()).topLeft())
        self.raise_()

    def _seen(self, ground: QWidget) -> QRect:
        """What of the window is on the screen: with large text a small screen does not hold all of it."""
        screen = self._window.screen().availableGeometry()
        return QRect(ground.mapFromGlobal(screen.topLeft()), screen.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._place()

    def _keep_out_of_the_way(self) -> None:
        """An offer stays on the screen where it was made: elsewhere it would lie over what somebody went to see."""
        if self._at < 0:
            self.setVisible(self._window.stack.currentWidget() is self._offered_on)

    def _on_theme_changed(self) -> None:
        self.setFixedWidth(round(WIDTH * self._window.theme.zoom))
        self._place()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        doings: dict[int, Callable[[], None]] = {
            Qt.Key.Key_Escape: self.end,
            Qt.Key.Key_Return: self._press,
            Qt.Key.Key_Enter: self._press,
        }
        if (doing := doings.get(event.key())) is not None:
            doing()
            return
        super().keyPressEvent(event)

    def _press(self) -> None:
        """The button that has the keyboard, else the filled one."""
        focus = QApplication.focusWidget()
        (focus if isinstance(focus, Button) and self.isAncestorOf(focus) else self.next).click()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self.look
        with draw.painting(QPainter(self)) as painter:
            draw.outlined(painter, self.rect(), look.s.radius, look.c.accent, look.c.raised, 1.5)
        painter.end()


OFFERED = "window.tour_offered"


def offer_tour(window: MainWindow) -> TourCard | None:
    """Once a sample: offer the tour, without taking the keyboard away from what is done."""
    if window.workspace is None or not window.surroundings.is_sample or window.workspace.setting(OFFERED):
        return None
    window.workspace.put_setting(OFFERED, "yes")
    card = TourCard(window)
    card.show()
    return card


def show_tour(window: MainWindow) -> TourCard:
    """Begin the tour, or bring the keyboard back to the card of the one under way."""
    card = window.findChild(TourCard)
    if card is None:
        card = TourCard(window)
        card.show()
    if card.step is None:
        card.show()
        card.go_on()
    card.next.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return card
