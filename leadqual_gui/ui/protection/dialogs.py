"""The dialogs of Settings about the passphrase: set it with its recovery sheet, change it, remove it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.protection import SHORTEST, WrongSecretError, refusal_of
from leadqual_gui.ui.protection.door import Door
from leadqual_gui.ui.protection.fields import SecretField, wrong_words
from leadqual_gui.ui.protection.recovery_sheet import RecoverySheet, paint, write_pdf
from leadqual_gui.ui.tasks import Lane, TaskRunner, while_there
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.controls import Button, primary_button
from leadqual_gui.ui.widgets.room import give_room, screen_room
from leadqual_gui.ui.widgets.themed import Label, Surface, bring_keyboard_to, margins, paint_ground


def _tr(text: str) -> str:
    return QCoreApplication.translate("PassphraseDialog", text)


class PassphraseDialog(QDialog):
    """A column of words and fields, a line for what is wrong, and the two buttons."""

    def __init__(self, theme: Theme, title: str, act: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.theme = theme
        paint_ground(self, theme.look.c.base)
        self.pages = QStackedWidget()
        self.said = Label(theme, face="secondary", colour="hot.text", wrap=True)
        self.said.setMinimumHeight(theme.look.s.leading_secondary)
        self.take = primary_button(theme, act, key="Enter")
        self.take.setDefault(True)
        self.leave = Button(theme, self.tr("Leave it"), key="Esc")
        self.leave.clicked.connect(self.reject)
        self.leave.setAutoDefault(True)  # Enter on it leaves, and does not do what the other button does
        self.take.clicked.connect(self._on_taken)
        s = theme.look.s
        column = margins(QVBoxLayout(self), s.xl, s.l, s.xl, s.l, s.m)
        column.addWidget(Label(theme, title, "title"))
        column.addWidget(self.pages)
        column.addWidget(self.said)
        self._row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        self._row.addStretch(1)
        self._row.addWidget(self.leave)
        self._row.addWidget(self.take)
        column.addLayout(self._row)
        self._room = give_room(self)
        self.setFixedWidth(min(s.inspector_most + 2, screen_room(self).width()))

    def _on_taken(self) -> None:
        raise NotImplementedError

    def _page(self, *parts: QWidget) -> QWidget:
        page = QWidget()
        column = margins(QVBoxLayout(page), 0, 0, 0, 0, self.theme.look.s.m)
        for part in parts:
            column.addWidget(part)
        column.addStretch(1)
        self.pages.addWidget(page)
        fields = [part for part in parts if isinstance(part, SecretField)]
        for field in reversed(fields):  # whoever types, presses Tab and types on is in the next line, not on an eye
            self.setTabOrder(self.take, field.eye)
        if fields:  # not before it stands in the page: a widget that is moved loses the focus
            fields[0].setFocus()
        return page

    def _words(self, words: str, colour: str = "text2") -> Label:
        return Label(self.theme, words, colour=colour, wrap=True)

    def _refuse(self, words: str, field: SecretField | None = None) -> None:
        self.said.setText(words)
        self._grow()
        if field is not None:
            field.setFocus()
            field.line.selectAll()

    def _new_is_fine(self, first: SecretField, again: SecretField) -> bool:
        match refusal_of(first.text(), again.text()):
            case "short":
                words = self.tr(
                    "At least %Ln character(s). Four words that do not belong together are easy to keep.", "", SHORTEST
                )
                self._refuse(words, first)
                return False
            case "different":
                self._refuse(self.tr("The two differ. Type the passphrase once more."), again)
                return False
        self._refuse("")
        return True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._grow()

    def _grow(self) -> None:
        """As high as the words need now; what goes beyond the screen scrolls."""
        layout = self._room.content.layout()
        if layout is not None:  # words that wrap need more than their hint says, the more so in large text
            layout.activate()
            needed = max(layout.minimumSize().height(), layout.totalHeightForWidth(self.width() - 2)) + 2
            self.setMinimumHeight(min(needed, screen_room(self).height()))

    def done(self, result: int) -> None:
        for field in self.findChildren(SecretField):
            field.clear()
        super().done(result)


class SheetPage(QWidget):
    """The recovery key, and the ways to keep it."""

    def __init__(self, theme: Theme, folder: Path, key: str) -> None:
        super().__init__()
        self._theme = theme
        self._sheet = RecoverySheet(key, folder, date.today())
        s = theme.look.s
        self.said = Label(theme, face="secondary", colour="text2", wrap=True)
        about = self.tr(
            "This key opens the workspace when the passphrase is forgotten. Print it, or write it down, and keep it "
            "where you keep contracts. It is shown only now."
        )
        self.print = Button(theme, self.tr("Print"), icon="file-text", key="Ctrl P")
        self.print.setShortcut("Ctrl+P")
        self.print.clicked.connect(self._on_print_clicked)
        self.save = Button(theme, self.tr("Save as PDF"), icon="download", key="Ctrl S")
        self.save.setShortcut("Ctrl+S")
        self.save.clicked.connect(self._on_save_clicked)
        for button in (self.print, self.save):
            button.setAutoDefault(True)
        self.kept = QCheckBox(self.tr("I have the sheet, and keep it in a safe place"))
        row = margins(QHBoxLayout(), 0, 0, 0, 0, s.s)
        row.addWidget(self.print)
        row.addWidget(self.save)
        row.addStretch(1)
        column = margins(QVBoxLayout(self), 0, 0, 0, 0, s.m)
        column.addWidget(Label(theme, about, colour="text2", wrap=True))
        column.addWidget(self._framed(key))
        column.addLayout(row)
        column.addWidget(self.said)
        column.addWidget(self.kept)

    def _framed(self, key: str) -> QWidget:
        """The key, set apart so that nobody overlooks it."""
        s, groups = self._theme.look.s, key.split("-")
        self.key = Label(self._theme, f"{'-'.join(groups[:4])}-\n{'-'.join(groups[4:])}", "title")
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPixelSize(s.type_title)
        self.key.setFont(font)
        self.key.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.key.setAccessibleName(self.tr("Recovery key"))
        frame = Surface(self._theme, "sunken")
        margins(QHBoxLayout(frame), s.l, s.m, s.l, s.m, 0).addWidget(self.key)
        return frame

    def take_focus(self) -> None:
        """The keyboard goes to what comes first, and shows where it is."""
        bring_keyboard_to(self.print)

    def save_to(self, path: Path) -> None:
        """Write it as PDF."""
        try:
            write_pdf(self._sheet, path)
        except LeadQualError as error:
            self.said.setText(str(error))
            return
        self.said.setText(self.tr("Saved. Print it, then delete the file: beside the leads it protects nothing."))
        self.kept.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_save_clicked(self) -> None:
        dialog = QFileDialog(self, self.tr("Save the recovery sheet"), str(Path.home() / "leadqual-recovery.pdf"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter(self.tr("PDF (*.pdf)"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_to(Path(name)))
        dialog.open()

    def _on_print_clicked(self) -> None:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo

        if not QPrinterInfo.availablePrinterNames():
            self.said.setText(self.tr("No printer is known here. Save it as PDF, or write the key down."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: paint(self._sheet, printer))
        dialog.accepted.connect(lambda: self.kept.setFocus(Qt.FocusReason.TabFocusReason))
        QDialog.open(dialog)


class SetDialog(PassphraseDialog):
    """A passphrase twice, then the sheet, then it begins."""

    def __init__(self, theme: Theme, door: Door, folder: Path, parent: QWidget) -> None:
        super().__init__(theme, _tr("Set a passphrase"), _tr("Next"), parent)
        self._door = door
        self.first = SecretField(
            theme, self.tr("Passphrase"), self.tr("Four words that do not belong together are easy to keep")
        )
        self.again = SecretField(theme, self.tr("Once more"))
        self._recovery = door.new_recovery_key()
        self.sheet = SheetPage(theme, folder, self._recovery)
        self.sheet.kept.toggled.connect(self._on_kept)
        lost = self.tr(
            "Without the passphrase and without the recovery sheet nobody can open this workspace again: not you, "
            "not we. There is no way to reset it."
        )
        covers = self.tr(
            "Ciphered are the leads, their backups, and calls under way. Not ciphered are the rule files, which hold "
            "no leads, and what you export."
        )
        self._page(self._words(lost, "warm.text"), self.first, self.again, self._words(covers))
        self._page(self.sheet)

    def _on_taken(self) -> None:
        if self.pages.currentIndex() == 0:
            if self._new_is_fine(self.first, self.again):
                self.pages.setCurrentIndex(1)
                self.take.setText(self.tr("Set the passphrase"))
                self._on_kept(self.sheet.kept.isChecked())
                self.sheet.take_focus()
            return
        passphrase, recovery, door = self.first.text(), self._recovery, self._door
        self.accept()
        door.protect(passphrase, recovery)

    def _on_kept(self, kept: bool) -> None:
        self.take.setEnabled(kept)


class _AskingDialog(PassphraseDialog):
    """Asks for the present passphrase and looks at it in a lane."""

    def __init__(self, theme: Theme, title: str, act: str, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(theme, title, act, parent)
        self._runner = runner
        self.present = SecretField(theme, self.tr("Present passphrase, or recovery key"))

    def _look(self, work: Callable[[], object], then: Callable[[], object]) -> None:
        self.take.setEnabled(False)
        self._refuse("")
        task = self._runner.start(lambda _control: work(), Lane.FREE)
        task.finished.connect(while_there(self, lambda _value: then()))
        task.failed.connect(self._on_failed)

    def _on_failed(self, error: BaseException) -> None:
        self.take.setEnabled(True)
        if isinstance(error, WrongSecretError):
            self._refuse(wrong_words(), self.present)
        elif isinstance(error, LeadQualError):
            self._refuse(str(error))
        else:
            raise error


class ChangeDialog(_AskingDialog):
    """The present passphrase, another one twice, and if wanted another sheet."""

    def __init__(self, theme: Theme, door: Door, folder: Path, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(theme, _tr("Change the passphrase"), _tr("Change it"), runner, parent)
        self._door = door
        self.first, self.again = SecretField(theme, self.tr("New passphrase")), SecretField(theme, self.tr("Once more"))
        self.anew = QCheckBox(self.tr("Make a new recovery sheet, too: the old one opens nothing then"))
        self._recovery = door.new_recovery_key()
        self.sheet = SheetPage(theme, folder, self._recovery)
        self.sheet.kept.toggled.connect(self._on_kept)
        self._page(self.present, self.first, self.again, self.anew)
        self._page(self.sheet)

    def _on_taken(self) -> None:
        if self.pages.currentIndex() == 1:
            self._change(self._recovery)
        elif self._new_is_fine(self.first, self.again):
            if self.anew.isChecked():
                secret = self.present.text()
                self._look(lambda: self._door.check(secret), self._show_sheet)
            else:
                self._change(None)

    def _show_sheet(self) -> None:
        self.pages.setCurrentIndex(1)
        self._on_kept(self.sheet.kept.isChecked())
        self.sheet.take_focus()

    def _on_kept(self, kept: bool) -> None:
        self.take.setEnabled(kept)

    def _change(self, recovery: str | None) -> None:
        secret, passphrase = self.present.text(), self.first.text()
        self._look(lambda: self._door.change(secret, passphrase, recovery), self.accept)


class RemoveDialog(_AskingDialog):
    """The present passphrase, and what removing it means."""

    def __init__(self, theme: Theme, door: Door, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(theme, _tr("Remove the passphrase"), _tr("Remove it"), runner, parent)
        self._door = door
        means = self.tr("Whoever has the files of this workspace, or of its backups, can read all leads again.")
        self._page(self._words(means, "warm.text"), self.present)

    def _on_taken(self) -> None:
        secret = self.present.text()
        self._look(lambda: self._door.check(secret), lambda: self._remove(secret))

    def _remove(self, secret: str) -> None:
        door = self._door
        self.accept()
        door.unprotect(secret)
