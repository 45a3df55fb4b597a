"""Asks for a file or a folder, without holding the window up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QFileDialog, QWidget


def words(text: str, count: int = -1) -> str:
    """A text of these dialogs in the user's language; with a `count`, in its plural."""
    return QCoreApplication.translate("Files", text, None, count)


def choose_file(parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask for a list to import."""
    dialog = QFileDialog(parent, words("Import a list"))
    dialog.setNameFilters(
        [
            words("Lists (*.csv *.tsv *.tab *.txt *.xlsx *.xlsm *.vcf *.vcard *.json *.jsonl)"),
            words("Text tables (*.csv *.tsv *.tab *.txt)"),
            words("Workbooks (*.xlsx *.xlsm)"),
            words("Contact cards (*.vcf *.vcard)"),
            words("All files (*)"),
        ]
    )
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return _open(dialog, chosen)


def choose_folder(parent: QWidget, chosen: Callable[[Path], None]) -> QFileDialog:
    """Ask for the folder of a workspace."""
    dialog = QFileDialog(parent, words("Open a workspace"))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    return _open(dialog, chosen)


def choose_new_file(
    parent: QWidget, title: str, name: str, filters: list[str], chosen: Callable[[Path], object]
) -> QFileDialog:
    """Ask where to write a file."""
    dialog = QFileDialog(parent, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilters(filters)
    dialog.setDefaultSuffix(Path(name).suffix.lstrip("."))
    dialog.selectFile(name)
    return _open(dialog, chosen)


def _open(dialog: QFileDialog, chosen: Callable[[Path], object]) -> QFileDialog:
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: chosen(Path(path)))
    dialog.open()
    return dialog
