"""Whether the values of the file are such as a LeadQual writes: SQLite looks at its pages, not at what they say.

Asked by the doctor, and when a value that was just read makes no sense: then the file is damaged, or the mistake is
ours and has to be seen as such. One pass over each table; what is wrong is told by column, never with the value itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator

from leadqual_gui.adapters.db.codec import FLAGS, NUMBERS, TIMES

_ROWS = frozenset(
    ("id", "lead_id", "made_by", "gone_by", "operation", "kind", "topic", "cause", "rules", "row", "number", "version")
)
"""Whole numbers that name a row; memory is made for so many of them."""
_LAST_ROW = 2**31 - 1
LAST_LEAD = 2**26
"""More leads, and more words, than fit into any laptop: memory is made for each number up to theirs."""
_OF_LEADS = frozenset(("lead_id", "other_id", "kind", "topic", "cause"))
_MOMENTS = TIMES | {"at", "heard_at", "starts_at", "ends_at", "due_at", "done_at", "snoozed_until"}
_FIRST_MOMENT, _LAST_MOMENT = -62_135_596_800, 253_402_300_799
"""Years 1 to 9999; other whole numbers are smaller."""
_LISTS = ("tags", "cares_about", "knows")
_JSON = {
    ("lead", "tags"): "array",
    ("lead", "custom"): "object",
    ("stakeholder", "cares_about"): "array",
    ("stakeholder", "knows"): "array",
    ("operation", "params"): "object",
    ("rules_release", "files"): "array",
    ("rules_release", "effect"): "object",
}
_ONE_OF = {
    ("lead", "do_not_contact"): "0, 1",
    ("lead", "unsubscribed"): "0, 1",
    ("answer", "state"): "'level', 'unknown', 'refused'",
    ("answer", "level"): "0, 1, 2, 3",
    ("adjustment", "axis"): "'fit', 'engagement'",
    ("verdict", "verdict"): "'too_high', 'too_low'",
    ("operation", "state"): "0, 1, 2, 3",
}
_ALSO = {
    "answer": ("level", "(state = 'level') IS NOT (level IS NOT NULL)"),
    "lead": (
        "custom",
        "CASE WHEN json_valid(custom) THEN EXISTS (SELECT 1 FROM json_each(custom) WHERE CASE type WHEN 'array' THEN 1 "
        "WHEN 'object' THEN typeof(json_extract(value, '$.at')) <> 'integer' ELSE 0 END) ELSE 0 END",
    ),
}
_WITH_ITS_ROW = frozenset(("level ",))
_KEPT = frozenset(("lead", "operation", "change", "word", "rules_version", "rules_release"))
_BAD_CAUSES = (
    "(SELECT id FROM word WHERE id IN (SELECT cause FROM score_history UNION SELECT cause FROM alert) AND NOT "
    "CASE WHEN json_valid(text) THEN json_type(text, '$.code') IS 'text' AND json_type(text, '$.params') IS 'object' "
    "ELSE 0 END)"
)


def senseless(connection: sqlite3.Connection) -> str:
    """The first columns that hold values which nobody wrote, and how many; "" if there are none."""
    found = [f"{count} of {name}" for name, count in _counted(connection)]
    return f"values that no LeadQual writes: {', '.join(found[:5])}" if found else ""


def take_out(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """Make such values unknown, or take out the row where it has to be known, but for leads and the log itself.

    Column by column, with how many there were.
    """
    for table in _tables(connection):
        needed = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")') if row[3]}
        for name, wrong in _checks(connection, table):
            column = name.strip()
            if column not in needed and name not in _WITH_ITS_ROW:
                sql = f'UPDATE "{table}" SET "{column}" = NULL WHERE {wrong}'
            elif table not in _KEPT:
                sql = f'DELETE FROM "{table}" WHERE {wrong}'
            else:
                continue
            if count := connection.execute(sql).rowcount:
                yield f"{table}.{column}", count
    for table in ("score_history", "alert"):
        if count := connection.execute(f"DELETE FROM {table} WHERE cause IN (SELECT id FROM {_BAD_CAUSES})").rowcount:
            yield f"{table}.cause", count


def _counted(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    for table in _tables(connection):
        checks = dict(_checks(connection, table))
        if checks:
            counts = ", ".join(f"count(*) FILTER (WHERE {wrong})" for wrong in checks.values())
            told = connection.execute(f'SELECT {counts} FROM "{table}"').fetchone()
            yield from ((f"{table}.{name}", count) for name, count in zip(checks, told, strict=True) if count)
    if count := connection.execute(f"SELECT count(*) FROM {_BAD_CAUSES}").fetchone()[0]:
        yield "word.text", count


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Ours: those of the search and of the migrations are others', the snapshot is proved by its own sum."""
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'lead\\_text%' ESCAPE '\\' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT IN ('alembic_version', 'column_snapshot')"
    )
    return [row[0] for row in rows]


def _checks(connection: sqlite3.Connection, table: str) -> Iterator[tuple[str, str]]:
    """By column: what is true of a value that nobody wrote."""
    for _, name, kind, *_rest in connection.execute(f'PRAGMA table_info("{table}")'):
        wrong = " OR ".join(_wrong(table, name, kind))
        if wrong:
            yield name, f'"{name}" IS NOT NULL AND ({wrong})'
    if table in _ALSO:
        name, wrong = _ALSO[table]
        yield f"{name} ", wrong


def _wrong(table: str, name: str, kind: str) -> Iterator[str]:
    if kind == "INTEGER":
        yield _no_whole_number(f'"{name}"', name)
        if name in _OF_LEADS or (name == "id" and table in ("lead", "word")):
            yield f'"{name}" > {LAST_LEAD}'
    elif kind == "FLOAT":
        yield f"typeof(\"{name}\") NOT IN ('real', 'integer') OR abs(\"{name}\") > 1e300"
    elif kind == "VARCHAR":
        yield f"typeof(\"{name}\") <> 'text'"
    elif table == "change":
        yield _no_logged_value(f'"{name}"')
    if sort := _JSON.get((table, name)):
        yield _no_json(f'"{name}"', sort)
    if known := _ONE_OF.get((table, name)):
        yield f'"{name}" NOT IN ({known})'


def _no_whole_number(value: str, name: str) -> str:
    first, last = (0, _LAST_ROW) if name in _ROWS else (_FIRST_MOMENT, _LAST_MOMENT)
    return f"typeof({value}) <> 'integer' OR {value} NOT BETWEEN {first} AND {last}"


def _no_json(value: str, sort: str) -> str:
    """`sort`: "array" of texts or numbers, or "object"."""
    wrong = f"json_type({value}) <> '{sort}'"
    if sort == "array":
        wrong += f" OR EXISTS (SELECT 1 FROM json_each({value}) WHERE type NOT IN ('text', 'integer'))"
    return f"CASE WHEN {_no_text_of_json(value)} THEN 1 ELSE {wrong} END"


def _no_text_of_json(value: str) -> str:
    """A bare number is JSON for SQLite."""
    return f"typeof({value}) <> 'text' OR NOT json_valid({value})"


def _no_logged_value(value: str) -> str:
    """A value before or after a change is of its field's kind."""
    moments, lists, numbers, flags = map(_listed, (_MOMENTS, _LISTS, NUMBERS, FLAGS))
    return (
        f"CASE WHEN typeof({value}) = 'blob' THEN 1 WHEN field IN ({moments}) THEN {_no_whole_number(value, 'at')} "
        f"WHEN field IN ({lists}) THEN {_no_json(value, 'array')} "
        f"WHEN field IN ({numbers}) THEN typeof({value}) NOT IN ('real', 'integer') "
        f"WHEN field IN ({flags}) THEN typeof({value}) <> 'integer' "
        f"WHEN field LIKE 'custom.%' THEN CASE WHEN {_no_text_of_json(value)} THEN 1 ELSE CASE json_type({value}) "
        f"WHEN 'array' THEN 1 WHEN 'object' THEN typeof(json_extract({value}, '$.at')) <> 'integer' ELSE 0 END END "
        "ELSE 0 END"
    )


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names))
