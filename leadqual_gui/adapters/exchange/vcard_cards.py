"""What a vCard says of a lead: its properties as cells of a table, one row for each card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leadqual_gui.adapters.exchange.batches import Record
from leadqual_gui.adapters.exchange.vcard_lines import Property, properties

COLUMNS = (
    *("full_name", "first_name", "last_name", "company", "department", "job_title", "email", "email_2", "phone"),
    *("mobile", "website", "linkedin", "street", "city", "region", "postal_code", "country", "tags", "notes"),
    "external_id",
)
_MOST_PROPERTIES = 2_000
_SEPARATORS = re.compile(r"\s*[;,\n]\s*")

Cells = dict[str, str]


def cards(lines: Iterable[tuple[int, str]]) -> Iterator[Record]:
    """One record for each card, on the line of its BEGIN. Cards within cards (agents) belong to nobody here."""
    card: list[Property] = []
    begun, depth, odd = 0, 0, 0
    for item in properties(lines):
        if isinstance(item, int):
            odd += depth == 1
            continue
        what = item.value.strip().upper()
        if item.name == "BEGIN" and what == "VCARD":
            if depth == 1 and not _is_agent(card):
                yield _record(begun, card, "the card is not ended: END:VCARD is missing")
                depth, card = 0, []
            depth += 1
            begun = begun if depth > 1 else item.line
            card = card if depth > 1 else []
        elif item.name == "END" and what == "VCARD":
            depth = max(depth - 1, 0)
            if depth == 0 and begun:
                yield _record(begun, card)
                card, begun = [], 0
        elif depth == 1 and len(card) < _MOST_PROPERTIES:
            card.append(item)
    if depth and begun:
        yield _record(begun, card, "the card is not ended: END:VCARD is missing")


def _is_agent(card: list[Property]) -> bool:
    """Does a card within the card begin? In 2.1 an agent is one."""
    return bool(card) and card[-1].name == "AGENT" and not card[-1].value.strip()


def _record(line: int, card: list[Property], problem: str = "") -> Record:
    cells = cells_of(card)
    if problem and any(cells.values()) and (cells["full_name"] or cells["email"]):
        problem = ""  # all that matters was there before the end went missing
    if not problem and not any(cells.values()):
        problem = "the card says nothing of a lead"
    return Record(line, [cells[column] for column in COLUMNS], problem)


def cells_of(card: list[Property]) -> Cells:
    """The cells of one card."""
    cells = dict.fromkeys(COLUMNS, "")
    by_name: dict[str, list[Property]] = {}
    for one in card:
        if one.value.strip():
            by_name.setdefault(one.name, []).append(one)
    _name(cells, by_name)
    _work(cells, by_name)
    _addresses(cells, by_name)
    _numbers(cells, by_name)
    _links(cells, by_name)
    _place(cells, by_name)
    tags = [tag for one in by_name.get("CATEGORIES", ()) for tag in one.parts(",") if tag]
    cells["tags"] = "; ".join(dict.fromkeys(tag.replace(";", ",") for tag in tags))
    cells["tags"] += ";" if len(set(tags)) == 1 and "," in cells["tags"] else ""
    cells["notes"] = "\n".join(one.text for one in by_name.get("NOTE", ()))
    cells["external_id"] = _first(by_name, "UID").removeprefix("urn:uuid:")
    return cells


def _first(by_name: dict[str, list[Property]], *names: str) -> str:
    return next((text for name in names for one in by_name.get(name, ()) if (text := one.text.strip())), "")


def _name(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    cells["full_name"] = _first(by_name, "FN")
    if parts := next((one.parts() for one in by_name.get("N", ())), []):
        parts += [""] * (5 - len(parts))
        cells["last_name"], cells["first_name"] = parts[0], parts[1]
        if not cells["full_name"]:
            cells["full_name"] = " ".join(part for part in (parts[3], parts[1], parts[2], parts[0], parts[4]) if part)
    if not cells["full_name"]:
        cells["full_name"] = _first(by_name, "NICKNAME")
    if by_name.get("KIND") and by_name["KIND"][0].text.strip().casefold() == "org":
        cells["company"], cells["full_name"] = cells["full_name"], ""


def _work(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    if parts := next((one.parts() for one in by_name.get("ORG", ())), []):
        cells["company"] = parts[0] or cells["company"]
        cells["department"] = ", ".join(filter(None, parts[1:]))
    cells["job_title"] = _first(by_name, "TITLE", "ROLE")


def _addresses(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    found = sorted(by_name.get("EMAIL", ()), key=lambda one: "PREF" not in one.words)
    mails = list(dict.fromkeys(one.text.strip().removeprefix("mailto:") for one in found))
    cells["email"], cells["email_2"] = (*mails, "", "")[:2]


def _numbers(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    """The preferred or work number, and the mobile one; fax and pager are no way to reach a lead."""
    spoken = [one for one in by_name.get("TEL", ()) if not one.words & {"FAX", "PAGER", "MODEM"}]
    spoken.sort(key=lambda one: ("WORK" not in one.words, "PREF" not in one.words))
    mobile = [one for one in spoken if one.words & {"CELL", "IPHONE", "MOBILE"}]
    others = [one for one in spoken if one not in mobile]
    cells["mobile"] = _number(mobile[0]) if mobile else ""
    cells["phone"] = _number(others[0]) if others else ""


def _number(one: Property) -> str:
    return one.text.strip().removeprefix("tel:").replace(";ext=", " ext. ")


def _links(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    urls = sorted(
        (*by_name.get("URL", ()), *by_name.get("X-SOCIALPROFILE", ())), key=lambda one: "WORK" not in one.words
    )
    for one in urls:
        text = one.text.strip()
        field = "linkedin" if "linkedin.com" in text.casefold() else "website"
        if not cells[field] and (one.name == "URL" or field == "linkedin"):
            cells[field] = text


def _place(cells: Cells, by_name: dict[str, list[Property]]) -> None:
    """The address of work, if there is one, else the first."""
    found = sorted(by_name.get("ADR", ()), key=lambda one: ("WORK" not in one.words, "PREF" not in one.words))
    if not found:
        return
    parts = found[0].parts()
    parts += [""] * (7 - len(parts))
    box, extended, street, cells["city"], cells["region"], cells["postal_code"], cells["country"] = parts[:7]
    lines = ", ".join(filter(None, (box, extended, street)))
    cells["street"] = _SEPARATORS.sub(", ", lines).strip(" ,")
