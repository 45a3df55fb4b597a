"""Writes chosen leads to a file on the storage lane, with progress; what was written is said when it is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.ui.exchange.choose import words
from leadqual_gui.ui.exchange.export_choice import ExportChoice, Form
from leadqual_gui.ui.tasks import Control, Task

if TYPE_CHECKING:
    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.surroundings import Surroundings

NAMES = {Form.CALENDAR: "follow-ups.ics", Form.EVERYTHING: "leadqual-everything.jsonl"}


def file_name(choice: ExportChoice) -> str:
    """What the file is called, if nobody says otherwise."""
    usual = f"leads-{choice.template}{choice.form.value}" if choice.template else f"leads{choice.form.value}"
    return NAMES.get(choice.form, usual)


def filters(form: Form) -> list[str]:
    """What the file dialog offers."""
    return {
        Form.CSV: [words("CSV (*.csv)")],
        Form.XLSX: [words("Excel workbook (*.xlsx)")],
        Form.JSON: [words("JSON (*.json)")],
        Form.VCARD: [words("Contact cards (*.vcf)")],
        Form.CALENDAR: [words("Calendar (*.ics)")],
        Form.EVERYTHING: [words("Full export (*.jsonl)")],
    }[form]


def with_ending(path: Path, form: Form) -> Path:
    """The path with the ending of its form, which decides what is written."""
    return path if path.suffix.casefold() == form.value else path.with_name(path.name + form.value)


def export(bridge: Bridge, around: Surroundings, choice: ExportChoice, leads: Sequence[int], path: Path) -> Task:
    """Write the leads; the task finishes with how many (0: it was stopped, and there is no file)."""
    chosen, columns = tuple(leads), choice.written()

    def work(control: Control) -> object:
        def told(share: float) -> bool:
            control.report(share)
            return not control.stopped()

        if choice.form is Form.CALENDAR:
            return around.export_calendar(bridge.workspace, 0, path)
        return around.export(bridge.workspace, chosen, path, told, columns)

    return bridge.runner.start(work)
