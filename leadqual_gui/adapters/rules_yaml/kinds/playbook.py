"""playbook.yaml: what to do next with a lead; the first rule that holds decides."""

from __future__ import annotations

from itertools import pairwise

from leadqual_gui.adapters.rules_yaml.conditions import ConditionShape
from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT, LABEL, unique
from leadqual_gui.adapters.rules_yaml.many import ListOf, MapOf
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Choice, Duration, Identifier, Label, Number, Reading
from leadqual_gui.domain.conditions import All
from leadqual_gui.domain.playbook import Play, Playbook, Ranking

ACTIONS = ("call", "email", "nurture", "ask", "verify", "disqualify", "wait")
ALWAYS = All(())


def _check_last(values: Values, reading: Reading) -> None:
    plays: tuple[Play, ...] = values.get("plays", ())
    for play, following in pairwise(plays):
        if play.when == ALWAYS:
            message = f"'{play.id}' always holds, so '{following.id}' and those after it are never reached"
            reading.problems.error(
                values.place("plays"), message, f"give '{play.id}' a condition (when), or put it last"
            )
            return


def _play(values: Values, reading: Reading) -> Play:
    given = values.given(("id", "action", "label", "reason", "due_in", "priority", "follow_up_by"))
    return Play(when=values.get("when", ALWAYS), **given)


def _ranking(values: Values, reading: Reading) -> Ranking:
    weights = tuple(values.get("weights", {}).items())
    return Ranking(weights, values.get("cooling_days", Ranking().cooling_days))


def _playbook(values: Values, reading: Reading) -> Playbook:
    return Playbook(**values.given(("plays", "ranking")))


PLAY = Record(
    "play",
    "One rule of the playbook.",
    (
        Field("id", Identifier(), "Its name in files.", required=True),
        Field("when", ConditionShape(with_status=True), "When it holds; always if left out (only for the last)."),
        Field("action", Choice(ACTIONS), "What to do.", required=True),
        LABEL,
        Field("reason", Label(), "Why: what people see beside it.", required=True),
        Field("due_in", Duration(), "How soon: 0d is today, which it is if left out."),
        Field("priority", Number(-100, 100), "Orders the list of the day before the score does; higher first."),
        Field("follow_up_by", Choice(("sales", "marketing")), "Who does it."),
    ),
    _play,
)

RANKING = Record(
    "ranking",
    "How the list of the day is ordered: weights in points.",
    (
        Field("weights", MapOf(Identifier(), Number(-1000, 1000)), "Name and points of each part of the formula."),
        Field("cooling_days", Number(0.1, 365), "In how many days a hot lead cools down; 4 if left out."),
    ),
    _ranking,
)

PLAYBOOK = Record(
    "playbook file",
    "Next best action: the first rule that holds.",
    (
        FORMAT,
        Field("plays", ListOf(PLAY), "The rules, in order.", required=True),
        Field("ranking", RANKING, "How the list of the day is ordered."),
    ),
    _playbook,
    checks=(unique("plays", "id", "play"), _check_last),
)
