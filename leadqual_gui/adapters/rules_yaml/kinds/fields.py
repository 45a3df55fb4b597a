"""fields.yaml: lead fields of one's own, facts named `custom.<key>`."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Choice, Identifier, Reading, Words
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.rules import CustomField


def _check_choices(values: Values, reading: Reading) -> None:
    is_choice = values.get("type") == "choice"
    if is_choice and "choices" not in values:
        reading.problems.error(values.place("type"), "a choice needs its choices", "add choices: [a, b]")
    if not is_choice and "type" in values and "choices" in values:
        message = "only a field of type choice has choices"
        reading.problems.error(values.key_place("choices"), message, "delete choices, or write type: choice")


def _field(values: Values, reading: Reading) -> CustomField:
    return CustomField(values["key"], values["label"], FactType(values["type"]), values.get("choices", ()))


def _fields(values: Values, reading: Reading) -> tuple[CustomField, ...]:
    fields: tuple[CustomField, ...] = values["fields"]
    return fields


FIELD = Record(
    "field",
    "A lead field of one's own.",
    (
        Field("key", Identifier(), "Its name in conditions (custom.<key>), CSV and JSON.", required=True),
        LABEL,
        Field("type", Choice(("text", "number", "date", "choice", "yes_no")), "What it holds.", required=True),
        Field("choices", ListOf(Words(), fewest=1), "What there is to choose from, for type choice."),
    ),
    _field,
    checks=(_check_choices,),
)

FIELDS = Record(
    "fields file",
    "Lead fields of one's own.",
    (FORMAT, Field("fields", ListOf(FIELD), "The fields, in the order in which forms show them.", required=True)),
    _fields,
    checks=(unique("fields", "key", "field"),),
)
