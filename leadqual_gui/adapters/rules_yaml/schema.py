"""JSON Schemas and the reference for people, both written from the records that check the files.

    python -m leadqual_gui.adapters.rules_yaml.schema --write

brings rules/schema/ and the reference in resources/help/rules.md up to date;
without --write it names what is stale, with exit status 1.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.rules_yaml.folder import RECORDS
from leadqual_gui.adapters.rules_yaml.many import ListOf, MapOf
from leadqual_gui.adapters.rules_yaml.record import Record
from leadqual_gui.adapters.rules_yaml.shapes import Defs, JsonSchema
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.operators import OPERATORS

DIALECT = "https://json-schema.org/draft/2020-12/schema"
BEGIN, END = "<!-- reference: begin (written by the program) -->", "<!-- reference: end -->"
PROJECT = Path(__file__).resolve().parents[3]


def json_schema(kind: str) -> JsonSchema:
    """The schema of one kind of file."""
    defs: Defs = {}
    root = RECORDS[kind].schema(defs)
    return {"$schema": DIALECT, "title": f"LeadQual {kind}", **root, "$defs": dict(sorted(defs.items()))}


def schema_text(kind: str) -> str:
    """The schema as it is shipped."""
    return json.dumps(json_schema(kind), indent=1, ensure_ascii=False) + "\n"


def reference_text() -> str:
    """Every key of every file, and every fact with its operators, as Markdown."""
    return "\n".join([BEGIN, "", *_files(), *_facts(), END])


def outputs(project: Path) -> dict[Path, str]:
    """What belongs into which file."""
    texts = {project / "rules" / "schema" / f"{kind}.schema.json": schema_text(kind) for kind in RECORDS}
    help_page = project / "resources" / "help" / "rules.md"
    if help_page.exists():
        texts[help_page] = with_reference(help_page.read_text(encoding="utf-8"))
    return texts


def with_reference(page: str) -> str:
    """The page with its reference brought up to date."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{reference_text()}{rest.partition(END)[2]}"


def main(arguments: list[str]) -> int:
    """Write what is stale, or name it."""
    stale = {
        path: text
        for path, text in outputs(PROJECT).items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if "--write" in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{'written' if '--write' in arguments else 'stale'}: {path.relative_to(PROJECT)}\n")
    return 1 if stale and "--write" not in arguments else 0


def _files() -> Iterator[str]:
    for kind, record in RECORDS.items():
        name = "frameworks/*.yaml" if kind == "framework" else f"{kind}.yaml"
        yield f"## {name}"
        for part in _parts(record):
            yield from ("", f"### {part.name[0].upper()}{part.name[1:]}", "", part.doc, "")
            yield from ("| key | | what |", "|---|---|---|")
            yield from (
                f"| `{one.name}` | {_use(part, one.name)} | {one.doc} *{one.shape.words}* |" for one in part.fields
            )
        yield ""


def _use(record: Record[Any], name: str) -> str:
    if name in record.exactly_one:
        return "one of"
    return "required" if next(one.required for one in record.fields if one.name == name) else ""


def _parts(record: Record[Any]) -> list[Record[Any]]:
    """A record and those inside it, each once, from the outside in."""
    parts: dict[str, Record[Any]] = {}
    waiting: list[Record[Any]] = [record]
    while waiting:
        part = waiting.pop(0)
        if part.name not in parts:
            parts[part.name] = part
            waiting += [inner for one in part.fields if (inner := _record_in(one.shape)) is not None]
    return list(parts.values())


def _record_in(shape: object) -> Record[Any] | None:
    match shape:
        case Record():
            return shape
        case ListOf(item=inner) | MapOf(value=inner):
            return _record_in(inner)
        case _:
            return None


def _facts() -> Iterator[str]:
    plain, status = World().facts(False), World().facts(True)
    yield from ("## Facts", "", "| type | operators | facts |", "|---|---|---|")
    for kind in FactType:
        operators = " ".join(f"`{one.value}`" for one in OPERATORS[kind])
        facts = ", ".join(f"`{name}`" for name, spec in plain.items() if spec.type is kind)
        yield f"| {kind.value} | {operators} | {facts} |"
    further = ", ".join(f"`{name}`" for name in status if name not in plain)
    yield from (
        "",
        "Besides: `custom.<key>` (its type from fields.yaml) and `answer.<framework>.<element>` (a number, 0 to 3).",
        "",
        f"Only in funnel.yaml, playbook.yaml and `infer`: {further}, `activities.<kind>` (how many) and "
        "`interview.<framework>` (share answered, 0 to 1).",
        "",
        "There a kind of activity or a custom field that is not defined is a warning, not an error: the one never "
        "happens, the other is never known. So activities.yaml and fields.yaml can be replaced by themselves.",
        "",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
