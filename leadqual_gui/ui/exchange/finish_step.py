"""The end of an import: how far it is, and then what came of it, with what can be done next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from leadqual_gui.domain.mapping import ImportKind
from leadqual_gui.services.importing import ImportResult
from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.fields import number
from leadqual_gui.ui.flow import Flow
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button
from leadqual_gui.ui.widgets.themed import Label, Surface, margins

MOST_NOTICES = 12


class FinishStep(Surface):
    """Progress, then the result. `undo_asked()`, `rejects_asked()`, `another_asked()` by their buttons."""

    undo_asked = Signal()
    rejects_asked = Signal()
    another_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "base")
        self.theme = theme
        self.title = Label(theme, face="title", wrap=True)
        self.about = Label(theme, face="body", colour="text2", wrap=True)
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("How far the import is"))
        self.progress.setFixedHeight(theme.look.s.s)
        self.undo = Button(theme, self.tr("Take the import back"), icon="undo-2")
        self.rejects = Button(theme, self.tr("Save the rejected rows"), icon="download")
        self.another = Button(theme, self.tr("Import another list"), icon="file-up")
        self.undo.clicked.connect(self.undo_asked)
        self.rejects.clicked.connect(self.rejects_asked)
        self.another.clicked.connect(self.another_asked)
        self.notices: list[Label] = []
        self._lay_out()

    def _lay_out(self) -> None:
        s = self.theme.look.s
        self._buttons = QWidget()
        row = Flow(self._buttons, s.s)
        for button in (self.undo, self.rejects, self.another):
            row.addWidget(button)
        self._notices = margins(QVBoxLayout(), 0, s.s, 0, 0, s.xs)
        inner = QWidget()
        inner.setMaximumWidth(s.palette)
        column = margins(QVBoxLayout(inner), 0, 0, 0, 0, s.s)
        for part in (self.title, self.about, self.progress):
            column.addWidget(part)
        column.addLayout(self._notices)
        column.addSpacing(s.s)
        column.addWidget(self._buttons)
        whole = margins(QHBoxLayout(self), s.xl - s.xs, s.xl, s.xl - s.xs, s.xl, 0)
        whole.addWidget(inner, 1, Qt.AlignmentFlag.AlignTop)
        whole.addStretch(0)

    def show_ready(self, title: str, about: str) -> None:
        """Something can be begun."""
        self._say(title, about)
        self.progress.hide()
        self._buttons.hide()

    def show_running(self) -> None:
        """It is under way."""
        self._clear()
        self._say(self.tr("Importing…"), self.tr("You can go on working meanwhile. Stopping takes everything back."))
        self.progress.setValue(0)
        self.progress.show()
        self._buttons.hide()

    def show_share(self, share: float) -> None:
        """So much of it is done."""
        self.progress.setValue(round(share * 1000))
        percent = number(round(share * 100))
        self.about.setText(self.tr("{percent} % done. Stopping takes everything back.").format(percent=percent))

    def show_result(self, result: ImportResult) -> None:
        """What came of it."""
        self._clear()
        self.progress.hide()
        changed = result.new + result.updated
        nothing = self.tr("Nothing was imported") if result.rejected else self.tr("Nothing is new")
        self._say(result_words(result) if changed else nothing, self._about(result))
        for what, count in list(result.notices.items())[:MOST_NOTICES]:
            label = Label(self.theme, notice_words(what, count), "secondary", "text2", wrap=True)
            self.notices.append(label)
            self._notices.addWidget(label)
        self.undo.setVisible(bool(changed))
        self.rejects.setVisible(bool(result.rejected))
        self._buttons.show()

    def _about(self, result: ImportResult) -> str:
        parts = []
        if result.unchanged:
            parts.append(self.tr("%Ln row(s) said nothing new.", "", result.unchanged))
        if result.duplicates:
            parts.append(self.tr("%Ln row(s) repeated others.", "", result.duplicates))
        if result.rejected:
            parts.append(self.tr("%Ln row(s) (was|were) rejected: save, mend, and import again.", "",
                                 result.rejected))  # fmt: skip
        return " ".join(parts) or self.tr("Every row of the file was taken.")

    def show_taken_back(self) -> None:
        """The import was undone."""
        self._clear()
        self._say(self.tr("Taken back"), self.tr("Everything is as it was before this import."))
        self.undo.hide()

    def show_stopped(self) -> None:
        """The import was cancelled."""
        self._clear()
        self.progress.hide()
        self._say(self.tr("Stopped"), self.tr("The import was taken back wholly. Nothing was changed."))
        self._buttons.hide()

    def _say(self, title: str, about: str) -> None:
        self.title.setText(title)
        self.about.setText(about)

    def _clear(self) -> None:
        for label in self.notices:
            self._notices.removeWidget(label)
            label.hide()
            label.deleteLater()
        self.notices = []


def result_words(result: ImportResult) -> str:
    """The result in a sentence."""
    if result.kind is ImportKind.LEADS:
        new = words("%Ln new lead(s)", result.new) if result.new else ""
        updated = words("%Ln updated", result.updated) if result.updated else ""
        return ", ".join(part for part in (new, updated) if part)
    if result.kind is ImportKind.ACTIVITIES:
        return words("%Ln row(s) of new activities", result.new + result.updated)
    return words("%Ln new answer(s)", result.new + result.updated)


def notice_words(what: str, count: int) -> str:
    """What was mended or taken in part, and how often."""
    what, _colon, name = what.partition(":")
    said = {
        "ranges": words("%Ln number(s) stood there as a span, such as 51-200: the lower end was taken", count),
        "shared_email": words("%Ln row(s) share an e-mail address with a lead of another id: both were kept", count),
        "stage": words("%Ln time(s): the stage “{name}” is not in the pipeline and was left out", count),
        "kind": words("%Ln time(s): “{name}” is an activity that no rule gives points for", count),
        "short_rows": words("%Ln row(s) had fewer cells than the header", count),
        "cells_beside": words("%Ln row(s) had cells beside the table, which were left out", count),
        "formulas": words("%Ln formula(s) had no saved result and count as empty", count),
        "other_encoding": words("%Ln line(s) were written in another encoding and were mended", count),
        "nul": words("%Ln line(s) held characters that are none and were mended", count),
        "edited_meanwhile": words("%Ln value(s) edited while the import ran: left as typed", count),
        "fields_not_declared": words("%Ln field(s) of your own could not be noted in the rules", count),
    }
    return said.get(what, f"{what.replace('_', ' ')} {number(count)}").replace("{name}", name)
