"""funnel.yaml: stages, what it takes to enter them, and the ways out."""

from __future__ import annotations

from leadqual_gui.adapters.rules_yaml.conditions import ConditionShape
from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Choice, Duration, Identifier, Label, Number, Reading
from leadqual_gui.domain.funnel import Funnel, Gate, Stage
from leadqual_gui.domain.pipeline_circles import circles

_STATUS = ConditionShape(with_status=True)
_GIVEN = (
    "id",
    "label",
    "level",
    "qualification",
    "mode",
    "entry",
    "gates",
    "overdue_after",
    "exit",
    "reasons",
    "probability",
)


def _check_mode(values: Values, reading: Reading) -> None:
    if values.get("mode") in ("automatic", "suggested") and "entry" not in values:
        message = f"mode '{values['mode']}' needs 'entry': else no lead ever gets here"
        reading.problems.error(values.place("mode"), message, "add entry: {score: {at_least: 40}}, or write by_hand")


def _check_exits(values: Values, reading: Reading) -> None:
    stages: tuple[Stage, ...] = values.get("stages", ())
    if stages and stages[0].exit:
        message = "the first stage is a way out, and new leads would stand in it"
        reading.problems.error(values.place("stages"), message, "put a working stage first")


def _check_circles(values: Values, reading: Reading) -> None:
    for circle in circles(Funnel(values.get("stages", ()))):
        message = f"these automatic stages lead in a circle: {' > '.join(circle)}"
        hint = "rules only move leads on; write mode: suggested where the rule names the stage it comes from"
        reading.problems.error(values.place("stages"), message, hint)


def _gate(values: Values, reading: Reading) -> Gate:
    return Gate(values["when"], values["message"])


def _stage(values: Values, reading: Reading) -> Stage:
    return Stage(**values.given(_GIVEN))


def _funnel(values: Values, reading: Reading) -> Funnel:
    return Funnel(values["stages"])


GATE = Record(
    "gate",
    "What must hold before a lead may enter a stage.",
    (
        Field("when", _STATUS, "The condition.", required=True),
        Field("message", Label(), "What to tell people if it does not hold.", required=True),
    ),
    _gate,
)

STAGE = Record(
    "stage",
    "A stage of the funnel.",
    (
        Field("id", Identifier(), "Its name in CSV, JSON and conditions.", required=True),
        LABEL,
        Field("level", Choice(("tofu", "mofu", "bofu")), "Top, middle or bottom of the funnel; tofu if left out."),
        Field("qualification", Choice(("mql", "sql", "pql")), "What a lead in it is called."),
        Field("mode", Choice(("automatic", "suggested", "by_hand")), "Who moves leads here; by_hand if left out."),
        Field("entry", _STATUS, "When it holds, a lead belongs here."),
        Field("gates", ListOf(GATE), "All must hold before a lead may enter."),
        Field("overdue_after", Duration(), "How long a lead may stay before it is shown as overdue."),
        Field("exit", Choice(("won", "lost", "nurture", "disqualified")), "For a way out of the funnel: which."),
        Field("reasons", ListOf(Label()), "Reasons to choose from, for a way out."),
        Field("probability", Number(0, 1), "Share of leads here that will buy, 0 to 1, until closed deals tell."),
    ),
    _stage,
    checks=(_check_mode,),
)

FUNNEL = Record(
    "funnel file",
    "The stages from the top of the funnel to the bottom, and the ways out.",
    (FORMAT, Field("stages", ListOf(STAGE, fewest=2), "In order; new leads stand in the first.", required=True)),
    _funnel,
    checks=(unique("stages", "id", "stage"), _check_exits, _check_circles),
)
