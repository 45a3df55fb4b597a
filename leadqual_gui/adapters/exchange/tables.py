"""A file of whatever sort as a table: its first bytes tell what it is, and its name only where they do not."""

from __future__ import annotations

from pathlib import Path

from leadqual_gui.adapters.exchange.csv_file import CsvFile, unreadable
from leadqual_gui.adapters.exchange.json_file import JsonFile
from leadqual_gui.adapters.exchange.pasted import Origin, PastedText, is_folder
from leadqual_gui.adapters.exchange.vcard_file import VcardFile, is_vcard
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.services.importing_table import TableOptions, TableSource

_HEAD = 1 << 12


def open_table(path: Path, options: TableOptions | None = None) -> TableSource:
    """A file to be imported, looked at. Raises LeadQualError if nothing can be read from it."""
    head = _head(path)
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        from leadqual_gui.adapters.exchange.xlsx_file import XlsxFile  # XML is needed for workbooks only

        return XlsxFile.open(path, options)
    return _of_text(path, head, options)


def pasted_table(text: str, options: TableOptions | None = None) -> TableSource:
    """Text from the clipboard as a table: rows of a spreadsheet, contact cards, or any other text with delimiters."""
    if not text.strip():
        raise LeadQualError("the clipboard holds no text", "copy some rows of a spreadsheet first")
    pasted = PastedText.of(text)
    return _of_text(pasted, pasted.data[:_HEAD], options)


def _of_text(origin: Origin, head: bytes, options: TableOptions | None) -> TableSource:
    if is_vcard(head):
        return VcardFile.open(origin, options)
    if _is_json(origin, head):
        return JsonFile.open(origin)
    return CsvFile.open(origin, options)


def _is_json(origin: Origin, head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if origin.suffix.casefold() == ".json":
        return not text or text[:1] in b"[{"
    return text.startswith(b"{") or (text.startswith(b"[") and text[1:].lstrip().startswith(b"{"))


def _head(path: Path) -> bytes:
    try:
        if is_folder(path):
            raise LeadQualError("this is a folder, not a file", "choose a file", path.name)
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError as error:
        raise unreadable(error, path) from error
