"""The mark at the beginning of a line of notes that files it under an element: `#b`, `/b`, `#budget`."""

from __future__ import annotations

import re

from leadqual_gui.domain.framework import Element, Framework

_FILED = re.compile(r"^[#/](?P<key>[^\s#/]+)\s+(?P<text>.*\S)\s*$", re.DOTALL)


def filed_under(text: str, framework: Framework, at: str = "") -> tuple[Element | None, str]:
    """The element that a line is filed under, and the line without its mark; None and the line if there is no mark."""
    found = _FILED.match(text.strip())
    element = element_for(found["key"], framework, at) if found else None
    return (element, found["text"]) if found and element else (None, text)


def element_for(key: str, framework: Framework, at: str = "") -> Element | None:
    """The element that a note names by id, label or letter; of several with the letter the one at hand, else the first.

    The beginning of an id is enough if only one begins so.
    """
    wanted = key.casefold().strip(":")
    for element in framework.elements:
        if wanted in (element.id.casefold(), str(element.label).casefold().replace(" ", "_")):
            return element
    by_letter = [e for e in framework.elements if e.letter.casefold() == wanted]
    if by_letter:
        return next((e for e in by_letter if e.id == at), by_letter[0])
    begin_so = [e for e in framework.elements if len(wanted) > 1 and e.id.casefold().startswith(wanted)]
    return begin_so[0] if len(begin_so) == 1 else None
