"""activities.yaml: the kinds of activity that leads are judged by."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Choice, Identifier, Reading, Words, YesNo
from leadqual_gui.domain.activities import ActivityKind, Sign

CHANNELS = ("web", "email", "call", "event", "form", "social", "product", "meeting", "message", "note", "other")


def _kind(values: Values, reading: Reading) -> ActivityKind:
    return ActivityKind(
        sign=Sign(values.get("sign", "none")), **values.given(("id", "label", "level", "channel", "by_lead", "icon"))
    )


def _kinds(values: Values, reading: Reading) -> tuple[ActivityKind, ...]:
    kinds: tuple[ActivityKind, ...] = values["kinds"]
    return kinds


KIND = Record(
    "kind of activity",
    "Something that a lead does, or that is done with it.",
    (
        Field("id", Identifier(), "The name that matrix, CSV and JSON use.", required=True),
        LABEL,
        Field("sign", Choice(("interest", "intent", "none")), "Interest (reads) or intent (asks for a price); none."),
        Field("level", Choice(("tofu", "mofu", "bofu")), "Where in the funnel it happens: top, middle or bottom."),
        Field("channel", Choice(CHANNELS), "For filters and icons; other if left out."),
        Field("by_lead", YesNo(), "false for what we did: it does not end a silence. true if left out."),
        Field("icon", Words(), "Name of a Lucide icon, such as mail."),
    ),
    _kind,
)

ACTIVITIES = Record(
    "activities file",
    "Kinds of activity: what leads do, whether it shows interest or intent, and where in the funnel.",
    (FORMAT, Field("kinds", ListOf(KIND), "The kinds, in the order in which menus show them.", required=True)),
    _kinds,
    checks=(unique("kinds", "id", "kind of activity"),),
)
