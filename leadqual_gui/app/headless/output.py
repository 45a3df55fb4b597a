"""How commands speak: results on standard output, as text or JSON; what went wrong on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from leadqual_gui.services.operations import Refusal


class RefusedError(Exception):
    """What was asked for was refused; the message says why."""


def refused(refusal: Refusal) -> RefusedError:
    """A refusal of the services, in words."""
    from leadqual_gui.services.wording import refusal_words

    words = refusal_words(refusal.reason)
    return RefusedError(words[:1].upper() + words[1:])


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    print(f"leadqual-gui: {message}", file=sys.stderr)


def print_json(value: object) -> None:
    """One JSON value, readable."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def print_json_list(items: Iterable[object]) -> None:
    """A JSON list, written item by item: a million leads need not be in memory at once."""
    separator = "[\n"
    for item in items:
        sys.stdout.write(separator)
        sys.stdout.write(json.dumps(item, ensure_ascii=False))
        separator = ",\n"
    print("[]" if separator == "[\n" else "\n]")
