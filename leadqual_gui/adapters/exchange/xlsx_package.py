"""What an XLSX workbook is made of: a ZIP archive of XML parts, opened with care.

Sizes are checked before anything is unpacked, declarations of document types (and so entities) are refused, and
nothing that a part points to outside the archive is ever followed. Only names of sheets, texts and formats of dates
are looked at here; the rows are read in `xlsx_rows`.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat

from leadqual_gui.domain.errors import LeadQualError

MOST_PARTS = 5_000
MOST_BYTES = 1 << 30
_MOST_SHARED = 512 << 20
_MOST_SMALL = 16 << 20
_BOMB_FROM = 64 << 20
_BOMB_RATIO = 250
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
"""Expat looks at a tag from its beginning with every piece that comes: a tag of 60 MB would take minutes."""
_DATE_IDS = frozenset((*range(14, 23), *range(27, 37), *range(50, 59)))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_NAMED_BY = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")

Start = Callable[[str, dict[str, str]], None]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its name, its part of the archive, and whether it is hidden."""

    name: str
    part: str
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Package:
    """A workbook that was looked at: its sheets, the numbers of styles that show dates, and where its days begin."""

    path: Path
    sheets: tuple[Sheet, ...]
    date_styles: frozenset[str]
    since_1904: bool
    strings_part: str | None

    @classmethod
    def open(cls, path: Path) -> Package:
        """Look at a workbook. Raises LeadQualError if it is none, is too large, or is damaged."""
        with opened(path) as archive:
            _check_sizes(archive, path)
            names = {name.casefold(): name for name in archive.namelist()}
            main = names.get("xl/workbook.xml")
            if main is None:
                raise LeadQualError(
                    "this is a ZIP archive, but no Excel workbook", "save the list as XLSX or CSV", path.name
                )
            relations = _relations(archive, names.get("xl/_rels/workbook.xml.rels"))
            sheets, since_1904 = _workbook(archive, main, relations, names)
            if not sheets:
                raise LeadQualError("the workbook has no sheet with rows", "save the list as CSV", path.name)
            styles = names.get("xl/styles.xml")
            dates = _date_styles(archive, styles) if styles else frozenset[str]()
            return cls(path, sheets, dates, since_1904, names.get("xl/sharedstrings.xml"))

    def strings(self, archive: zipfile.ZipFile) -> list[str]:
        """The texts that cells refer to by number."""
        return _shared_strings(archive, self.strings_part) if self.strings_part else []


@contextmanager
def opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """The archive; everything that can be wrong with it becomes a LeadQualError."""
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, zlib.error, EOFError, expat.ExpatError, ValueError, IndexError) as error:
        hint = "open it in a spreadsheet program and save it again, or save the list as CSV"
        raise LeadQualError(f"the workbook is damaged: {error}", hint, path.name) from error
    except (NotImplementedError, RuntimeError) as error:
        raise LeadQualError(f"the workbook cannot be unpacked: {error}", "save it again", path.name) from error
    except OSError as error:
        hint = "is the name right, and is it not open elsewhere?"
        raise LeadQualError(f"the file cannot be read: {error.strerror}", hint, path.name) from error


def _check_sizes(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse what would unpack to more than any list of leads needs."""
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise LeadQualError(f"the workbook has {len(parts):,} parts", "save the list as CSV", path.name)
    if any(part.flag_bits & 1 for part in parts):
        raise LeadQualError("the workbook is protected by a password", "save it without one", path.name)
    unpacked = sum(part.file_size for part in parts)
    packed = max(path.stat().st_size, 1)
    if unpacked > MOST_BYTES or (unpacked > _BOMB_FROM and unpacked / packed > _BOMB_RATIO):
        raise LeadQualError(
            f"the workbook would unpack to {unpacked >> 20:,} MB from {max(packed >> 20, 1):,} MB",
            "save the list as CSV, or in parts",
            path.name,
        )


def parse(archive: zipfile.ZipFile, part: str, parser: expat.XMLParserType, limit: int = MOST_BYTES) -> Iterator[float]:
    """Feed a part to a parser, piece by piece; the share that was read after each."""
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    size, seen = archive.getinfo(part).file_size or 1, 0
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen += len(chunk)
            if seen > limit:
                raise ValueError(f"{part} is larger than {limit >> 20} MB")
            parser.Parse(chunk, False)
            if seen - parser.CurrentByteIndex > _LONGEST_TAG:
                raise ValueError(f"{part} has a tag that does not end")
            yield seen / size
        parser.Parse(b"", True)
    yield 1.0


def _refuse_declarations(*_: object) -> None:
    raise ValueError("it declares a document type, which no workbook does")


def local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2]


def _read_small(archive: zipfile.ZipFile, part: str, start: Start, end: Callable[[str], None] | None = None) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    if end:
        parser.EndElementHandler = end
    for _ in parse(archive, part, parser, _MOST_SMALL):
        pass


def _relations(archive: zipfile.ZipFile, part: str | None) -> dict[str, str]:
    """Parts of the archive by the id of their relation; what lies outside is left out."""
    found: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            full = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
            found[attributes.get("Id", "")] = full

    if part:
        _read_small(archive, part, start)
    return found


def _workbook(
    archive: zipfile.ZipFile, part: str, relations: dict[str, str], names: dict[str, str]
) -> tuple[tuple[Sheet, ...], bool]:
    sheets: list[Sheet] = []
    since_1904: list[bool] = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        if local(name) == "workbookPr":
            since_1904[0] = attributes.get("date1904") in ("1", "true")
        elif local(name) == "sheet":
            relation = next((value for key, value in attributes.items() if local(key) == "id"), "")
            target = names.get(relations.get(relation, f"xl/worksheets/sheet{len(sheets) + 1}.xml").casefold())
            if target and "chartsheet" not in target and "dialogsheet" not in target:
                hidden = attributes.get("state", "visible") != "visible"
                sheets.append(Sheet(attributes.get("name", f"Sheet{len(sheets) + 1}"), target, hidden))

    _read_small(archive, part, start)
    return tuple(sheets), since_1904[0]


def _date_styles(archive: zipfile.ZipFile, part: str) -> frozenset[str]:
    """The numbers of the cell styles that show a number as a date or a time of day."""
    formats: dict[str, str] = {}
    styles: list[str] = []
    inside: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        inside.append(local(name))
        if inside[-1] == "numFmt":
            formats[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif inside[-1] == "xf" and "cellXfs" in inside:
            styles.append(attributes.get("numFmtId", "0"))

    def end(_: str) -> None:
        inside.pop()

    _read_small(archive, part, start, end)
    return frozenset(str(at) for at, number in enumerate(styles) if _shows_date(number, formats.get(number)))


def _shows_date(number: str, code: str | None) -> bool:
    if code is None:
        return number.isdecimal() and int(number) in _DATE_IDS
    bare = _QUOTED.sub("", code.split(";")[0]).casefold().replace("general", "")
    return bool(re.search(r"[ymdhs]", bare))


def _shared_strings(archive: zipfile.ZipFile, part: str) -> list[str]:
    """All shared texts; what says how a text is pronounced is no part of it."""
    found: list[str] = []
    pieces: list[str] = []
    state = {"text": False, "spoken": False}

    def start(name: str, _: dict[str, str]) -> None:
        match local(name):
            case "si":
                pieces.clear()
            case "t":
                state["text"] = not state["spoken"]
            case "rPh":
                state["spoken"] = True

    def end(name: str) -> None:
        match local(name):
            case "si":
                found.append("".join(pieces))
            case "t":
                state["text"] = False
            case "rPh":
                state["spoken"] = False

    def characters(text: str) -> None:
        if state["text"]:
            pieces.append(text)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    for _ in parse(archive, part, parser, _MOST_SHARED):
        pass
    return found


def merged_ranges(archive: zipfile.ZipFile, part: str) -> list[str]:
    """The ranges of merged cells, which stand behind the rows: ["A1:C1"]. At most 2,000 of them are looked for."""
    tail = b""
    found: list[str] = []
    with archive.open(part) as stream:
        while len(found) < 2_000 and (chunk := stream.read(_CHUNK)):
            both = tail + chunk
            if b"mergeCell" in both:
                cut = both.rfind(b">") + 1
                found += [ref.decode("ascii") for ref in _NAMED_BY.findall(both[:cut])]
                both = both[cut:]
            tail = both[-200:]
    return found
