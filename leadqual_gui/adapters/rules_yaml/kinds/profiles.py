"""profiles.yaml: who is in the market at all, and who is not."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.conditions import ConditionShape
from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Identifier, Label, Reading
from leadqual_gui.domain.profiles import Disqualifier, Profile, Profiles

_TELLING = (
    LABEL,
    Field("when", ConditionShape(), "Who belongs to it.", required=True),
    Field("cares_about", ListOf(Label(), or_one=True), "What matters to them."),
    Field("approach", Label(), "How to talk with them."),
)
_GIVEN = ("label", "when", "cares_about", "approach")


def _ideal(values: Values, reading: Reading) -> Profile:
    return Profile(values.get("id", "ideal"), **values.given(_GIVEN))


def _persona(values: Values, reading: Reading) -> Profile:
    return Profile(values["id"], **values.given(_GIVEN))


def _disqualifier(values: Values, reading: Reading) -> Disqualifier:
    return Disqualifier(values["id"], values["when"], values["reason"])


def _profiles(values: Values, reading: Reading) -> Profiles:
    return Profiles(**values.given(("ideal", "personas", "disqualifiers")))


IDEAL = Record(
    "ideal buyer profile",
    "Who is in the market at all.",
    (Field("id", Identifier(), "Its name in files; ideal if left out."), *_TELLING),
    _ideal,
)

PERSONA = Record(
    "persona",
    "A kind of buyer; a lead belongs to the first that holds.",
    (Field("id", Identifier(), "Its name in files.", required=True), *_TELLING),
    _persona,
)

DISQUALIFIER = Record(
    "disqualifier",
    "When it holds, the lead is disqualified, with this reason; the score is still shown.",
    (
        Field("id", Identifier(), "Its name in files.", required=True),
        Field("when", ConditionShape(), "When it holds.", required=True),
        Field("reason", Label(), "What people see: a whole sentence.", required=True),
    ),
    _disqualifier,
)

PROFILES = Record(
    "profiles file",
    "Ideal buyer profile, personas and disqualifiers.",
    (
        FORMAT,
        Field("ideal", IDEAL, "The ideal buyer profile."),
        Field("personas", ListOf(PERSONA), "Kinds of buyers."),
        Field("disqualifiers", ListOf(DISQUALIFIER), "What rules a lead out."),
    ),
    _profiles,
    checks=(unique("personas", "id", "persona"), unique("disqualifiers", "id", "disqualifier")),
)
