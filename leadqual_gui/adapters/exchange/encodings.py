"""Which encoding a text file is in: its byte order mark, strict UTF-8, the pattern of UTF-16, then a guess.

A guess is made from the encodings that spreadsheets and customer systems really write. It is always reported as
one, and a single line in another encoding than the rest is read line by line rather than spoiling the file.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import IO

from leadqual_gui.adapters.exchange.pasted import Origin
from leadqual_gui.domain.errors import LeadQualError

HEAD = 1 << 20
_SCAN = 64 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_OTHER_FILES = (
    (b"PK\x03\x04", "an Excel workbook or a ZIP archive", "open it in a spreadsheet program and save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an Excel or Word file that is old or locked", "open it and save it as XLSX or CSV"),
    (b"%PDF", "a PDF document", "export the list as CSV instead"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV first"),
    (b"\x89PNG", "a picture", "export the list as CSV instead"),
    (b"BEGIN:VCARD", "a vCard file", "name it .vcf, so that it is read as one"),
    (b"{\\rtf", "a word processor's document", "save it as CSV"),
    (b"<!DOCTYPE", "a web page", "export the list as CSV instead"),
    (b"<html", "a web page", "export the list as CSV instead"),
)
_LATIN = ("cp1252", "cp1250", "cp1254", "cp1257", "iso-8859-2", "mac_roman", "cp850")
_GUESSES = (
    *_LATIN,
    *("cp1251", "koi8-r", "cp1253", "cp1255", "cp1256", "cp874", "gb18030", "big5", "cp932", "euc_jp", "cp949"),
)
_LABELS = {"cp1252": "Windows-1252", "cp1250": "Windows-1250", "cp1251": "Windows-1251", "mac_roman": "Mac Roman"}


@dataclass(frozen=True, slots=True)
class Encoding:
    """How bytes become text: the codec, its name for people, why, and the codec for lines that do not fit."""

    codec: str
    label: str
    reason: str
    sure: bool = True
    fallback: str = "cp1252"

    @property
    def errors(self) -> str:
        """Bytes that do not fit are kept for `mended`; where that is impossible they become U+FFFD."""
        return "replace" if self.codec.startswith(("utf-16", "utf-32")) else "surrogateescape"


def find_encoding(path: Origin, wanted: str | None = None, cards: bool = False) -> Encoding:
    """The encoding of a file (of contact cards), or the wanted one. Raises LeadQualError for what is no text."""
    if wanted:
        return _wanted(wanted)
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not cards:
            _refuse_other_files(head, path)
        for mark, codec, label in _MARKS:
            if head.startswith(mark):
                return Encoding(codec, label, "the file begins with its byte order mark")
        if wide := _wide(head):
            return wide
        return _look_at_lines(head, file).verdict()


def _wanted(name: str) -> Encoding:
    try:
        codec = codecs.lookup(name).name
        "x".encode(codec)
    except (LookupError, UnicodeError, ValueError) as error:
        raise LeadQualError(f"“{name}” is not an encoding", "use for instance utf-8, cp1252 or utf-16") from error
    return Encoding("utf-8-sig" if codec == "utf-8" else codec, name, "chosen by you", fallback="cp1252")


def _refuse_other_files(head: bytes, path: Origin) -> None:
    for magic, what, hint in _OTHER_FILES:
        if head[:64].lstrip().lower().startswith(magic.lower()):
            raise LeadQualError(f"this is {what}, not a CSV file", hint, path.name)


def _wide(head: bytes) -> Encoding | None:
    """UTF-16 without a mark: every second byte of commas, line ends and Latin letters is zero, the others never."""
    even, odd = head[0::2], head[1::2]
    zero_even, zero_odd = even.count(0) / (len(even) or 1), odd.count(0) / (len(odd) or 1)
    for codec, zeros, others in (("utf-16-le", zero_odd, zero_even), ("utf-16-be", zero_even, zero_odd)):
        if zeros > 0.08 and others < zeros / 20 and len(head) >= 4:
            return Encoding(codec, codec.upper(), "every second byte is zero, as in UTF-16", sure=False)
    return None


@dataclass(slots=True)
class _Seen:
    """What the lines of a file with other than ASCII letters looked like."""

    good: int = 0
    bad: int = 0
    sample: bytes = b""

    def note(self, line: bytes) -> None:
        """Count a line, if it holds more than ASCII."""
        if line.isascii():
            return
        if _is_utf8(line):
            self.good += 1
            return
        self.bad += 1
        if len(self.sample) < 65_536:
            self.sample += line

    def verdict(self) -> Encoding:
        """UTF-8, UTF-8 with exceptions, or a guess."""
        if not self.bad:
            reason = "all of it is valid UTF-8" if self.good else "it holds plain ASCII, which is valid UTF-8"
            return Encoding("utf-8", "UTF-8", reason)
        guess = _guess(self.sample)
        if self.good > self.bad / 5:
            reason = f"{self.good} lines are valid UTF-8, {self.bad} are not and are read as {guess.label}"
            return Encoding("utf-8", "UTF-8 with exceptions", reason, sure=False, fallback=guess.codec)
        return guess


def _look_at_lines(head: bytes, file: IO[bytes]) -> _Seen:
    """Tell lines that are UTF-8 from lines that are not, in the first part of the file."""
    seen = _Seen()
    chunk, total, rest = head, 0, b""
    while chunk and total < _SCAN:
        total += len(chunk)
        data = rest + chunk
        end = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        whole, rest = data[:end], data[end:]
        if not whole.isascii() and _is_utf8(whole):
            seen.good += whole.count(b"\n") or 1
        elif not whole.isascii():
            for line in re.split(rb"[\r\n]+", whole):
                seen.note(line)
        chunk = file.read(HEAD)
    if total < _SCAN:
        seen.note(rest)
    return seen


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _guess(sample: bytes) -> Encoding:
    """The likeliest of the usual encodings. Accents among Latin letters stand alone; other scripts come in runs."""
    reason = "it is not UTF-8; this is the likeliest of the usual encodings: check the preview"
    high = len(re.findall(rb"[\x80-\xff]", sample))
    alone = len(re.findall(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])", sample))
    codec = _guess_latin(sample) if alone > 0.6 * high else (_ranked(sample, _GUESSES) or ["cp1252"])[0]
    return Encoding(codec, _LABELS.get(codec, codec.upper()), reason, sure=False, fallback=codec)


def _guess_latin(sample: bytes) -> str:
    """Among the Latin ones, that in which letters are letters; Windows-1252 unless another is better."""
    strange = {codec: _strangeness(sample, codec) for codec in _LATIN}
    least = min(strange.values())
    best = [codec for codec in _LATIN if strange[codec] == least]
    ranked = _ranked(sample, tuple(best)) or best
    same_text = sample.decode("cp1252", "replace") == sample.decode(ranked[0], "replace")
    return "cp1252" if "cp1252" in best and (same_text or _is_little_western(sample)) else ranked[0]


_WESTERN = frozenset("àâäáãåçéèêëíìîïñóòôöõúùûüßøæÀÂÄÁÃÅÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜØÆ".encode("cp1252"))


def _is_little_western(sample: bytes) -> bool:
    """Too few accents to tell languages by statistics, but all of them plain letters of Western Europe?"""
    high = [byte for byte in sample if byte >= 0x80]
    return len(high) <= 12 and _WESTERN.issuperset(high)


_ODD_IN_WORD = re.compile(r"(?<=[a-zA-Z])[^\w\s\x00-\x7f’'´`­](?=[a-z])|[\ufffd\x80-\x9f]")


def _strangeness(sample: bytes, codec: str) -> int:
    """How often a sign that is no letter stands within a word, if the bytes are read in this way."""
    return len(_ODD_IN_WORD.findall(sample.decode(codec, "replace")))


def _ranked(sample: bytes, codecs_: tuple[str, ...]) -> list[str]:
    import chardet  # late: only a file that is not UTF-8 needs it

    names = {codecs.lookup(codec).name: codec for codec in codecs_}
    found = (_python_name(one["encoding"]) for one in chardet.detect_all(sample, ignore_threshold=True))
    return [names[name] for name in dict.fromkeys(found) if name in names]


def _python_name(name: str | None) -> str:
    try:
        return codecs.lookup(name or "").name
    except LookupError:
        return ""


_ESCAPED = re.compile("[\udc80-\udcff]+")


def mended(text: str, fallback: str) -> str:
    """Text whose escaped bytes are read in the fallback encoding instead."""

    def read(found: re.Match[str]) -> str:
        return found[0].encode("ascii", "surrogateescape").decode(fallback, "replace")

    return _ESCAPED.sub(read, text)


def has_escapes(text: str) -> bool:
    """Are there bytes in it that did not fit the encoding?"""
    return not text.isascii() and bool(_ESCAPED.search(text))
