"""The help: topics at the side, a page to read, a search over all of them; beside the window, not in front of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from leadqual_gui.ui.help.list import HelpList, HelpRow
from leadqual_gui.ui.help.reader import Reader
from leadqual_gui.ui.help.topics import Hit, Topic, nearest, search
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, Kind
from leadqual_gui.ui.widgets.room import give_room
from leadqual_gui.ui.widgets.search_field import SearchField
from leadqual_gui.ui.widgets.sideways import as_one_reads, back_and_on
from leadqual_gui.ui.widgets.themed import Label, Line, Surface, margins

SIZE = QSize(920, 680)
SIDE = 264
FRAME = 24
"""What the desktop's frame around a window takes on one side, about."""


class HelpWindow(Surface):
    """A window of its own that belongs to the program's. Nothing in it changes anything."""

    def __init__(self, theme: Theme, topics: Sequence[Topic], parent: QWidget) -> None:
        super().__init__(theme, "base", parent)
        self.theme = theme
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle(self.tr("Help"))
        self._topics: Sequence[Topic] = topics
        self._past: list[tuple[str, str]] = []
        self._ahead: list[tuple[str, str]] = []
        self._here = ("", "")
        self.search = SearchField(theme, self.tr("Search the help"))
        self.list = HelpList(theme)
        self.reader = Reader(theme)
        self.back = Button(theme, self.tr("Back"), Kind.QUIET, "arrow-left")
        self.nothing = Label(theme, face="secondary", colour="text2", wrap=True)
        self._lay_out()
        self._connect()
        self._stand_over(parent)

    def _lay_out(self) -> None:
        s = self.theme.look.s
        side = Surface(self.theme, "window")
        side.setFixedWidth(round(SIDE * self.theme.zoom))
        column = margins(QVBoxLayout(side), s.m, s.m, s.m, s.m, s.s)
        column.addWidget(self.search)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        head = margins(QHBoxLayout(), s.m, s.s, s.m, s.s, s.s)
        head.addWidget(self.back)
        head.addStretch(1)
        keys = self.tr("Ctrl+F searches, Esc closes")
        head.addWidget(Label(self.theme, keys, "secondary", "text3"))
        page = margins(QVBoxLayout(), 0, 0, 0, 0, 0)
        page.addLayout(head)
        page.addWidget(Line(self.theme))
        page.addWidget(self.reader, 1)
        row = margins(QHBoxLayout(self), 0, 0, 0, 0, 0)
        row.addWidget(side)
        row.addWidget(Line(self.theme, upright=True))
        row.addLayout(page, 1)
        give_room(self)
        self.nothing.hide()
        keys = as_one_reads("Alt+Left", self.isRightToLeft())
        self.back.setToolTip(self.tr("The page before ({keys})").format(keys=keys))

    def _connect(self) -> None:
        self.search.textChanged.connect(self._on_search)
        self.search.stepped.connect(self.list.step)
        self.search.returnPressed.connect(self.reader.setFocus)
        self.search.escaped.connect(self.close)
        self.list.chosen.connect(self._on_chosen)
        self.list.opened.connect(lambda _row: self.reader.setFocus())
        self.reader.topic_asked.connect(self.show_topic)
        self.back.clicked.connect(self.go_back)
        for keys, slot in (
            ("Ctrl+F", self.focus_search),
            ("F1", self.focus_search),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)
        back_and_on(self, self.go_back, self.go_forward)

    def _stand_over(self, parent: QWidget) -> None:
        """As large as the text asks for and the screen has room for, over the middle of the program's window."""
        room = self.screen().availableGeometry().adjusted(0, 0, -FRAME, -2 * FRAME)
        self.resize((SIZE * self.theme.zoom).boundedTo(room.size()))
        here = self.rect()
        here.moveCenter(parent.window().frameGeometry().center())
        self.move(max(room.left(), here.left()), max(room.top(), here.top()))

    # --- what is shown -----------------------------------------------------------------------------------------------
    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Other topics: the rules or the language changed."""
        self._topics = topics
        self._fill()

    def topic(self, key: str) -> Topic | None:
        """A topic by its key."""
        return next((topic for topic in self._topics if topic.key == key), None)

    @property
    def here(self) -> tuple[str, str]:
        """The topic that is shown and the heading that was asked for."""
        return self._here

    def show_topic(self, key: str, anchor: str = "") -> None:
        """Show a topic; the one before can be gone back to."""
        if self.topic(key) is None:
            return
        if self._here[0] and self._here != (key, anchor):
            self._past.append(self._here)
            self._ahead.clear()
        self._put(key, anchor)

    def _put(self, key: str, anchor: str) -> None:
        topic = self.topic(key)
        if topic is None:
            return
        self._here = (key, anchor)
        self.reader.show_topic(topic, anchor)
        self.reader.mark(self.search.text().split())
        self.setWindowTitle(self.tr("Help: {topic}").format(topic=topic.title))
        self.back.setEnabled(bool(self._past))
        if not self.search.text():
            self._fill()

    def go_back(self) -> None:
        """The page before."""
        if self._past:
            self._ahead.append(self._here)
            self._put(*self._past.pop())

    def go_forward(self) -> None:
        """The page that was gone back from."""
        if self._ahead:
            self._past.append(self._here)
            self._put(*self._ahead.pop())

    def focus_search(self) -> None:
        """Write in the search."""
        self.search.setFocus()
        self.search.selectAll()

    # --- the list ----------------------------------------------------------------------------------------------------
    def _fill(self) -> None:
        """The list is all topics, with the present one marked; or what was found."""
        sought = self.search.text().strip()
        exact = search(self._topics, sought)
        hits = exact or nearest(self._topics, sought)
        self.nothing.setVisible(bool(sought) and not exact)
        self.search.set_result(self.tr("%n found", "", len(exact)) if sought else "")
        if hits:
            self.nothing.setText(self.tr("No place has all of these words. The nearest:"))
            self.list.set_rows([_row_of(hit) for hit in hits])
            self.list.choose(0)
            return
        self.nothing.setText(
            self.tr("“{words}” does not stand in the help. Try another word, or choose a topic:").format(words=sought)
        )
        self.list.set_rows([HelpRow(topic.key, topic.title) for topic in self._topics])
        at = next((at for at, topic in enumerate(self._topics) if topic.key == self._here[0]), 0)
        self.list.choose_quietly(at)
        self.reader.mark([])

    def _on_search(self, _text: str) -> None:
        self._fill()

    def _on_chosen(self, row: HelpRow) -> None:
        self.show_topic(row.topic, row.anchor)

    # --- Qt ----------------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self.search.text():
                self.search.clear()
                self.search.setFocus()
            else:
                self.close()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self._fill()


def _row_of(hit: Hit) -> HelpRow:
    """A place that was found, as a row."""
    label = f"{hit.heading} ({hit.title})" if hit.heading else hit.title
    return HelpRow(hit.topic, label, hit.anchor, hit.context)
