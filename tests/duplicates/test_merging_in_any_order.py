"""Leads are merged, parted, edited and merged again: what is resident is always what is stored, and scores as such."""

import random

import pytest

from leadqual_gui.adapters.db.doctor import examine
from leadqual_gui.domain.answers import AnswerState
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.domain.stakeholders import Stakeholder
from leadqual_gui.services import commands as c


def do_something(office, dice: random.Random, leads: list[int]) -> None:
    lead, other = dice.sample(leads, 2)
    execute = office.workspace.execute
    match dice.randrange(8):
        case 0 | 1:
            execute(c.MergeLeads(lead, (other,), {"city": dice.choice(["Berlin", "Lyon", None])}))
        case 2 | 3:
            step = dice.choice(office.workspace.steps())
            execute(c.Redo(step.operation) if step.undone else c.Undo(step.operation))
        case 4:
            execute(
                c.AddActivity(lead, dice.choice(["webinar_attended", "demo_requested"]), office.at(dice.randrange(3)))
            )
        case 5:
            answer = c.RecordAnswer(
                lead, "bant", "budget", AnswerState.LEVEL, dice.randrange(4), office.at(dice.randrange(9))
            )
            execute(answer)
        case 6:
            execute(c.PutStakeholder(Stakeholder(0, lead, dice.choice(["Omar", "Lena"]), "champion")))
        case _:
            execute(c.EditLeads((lead,), {"employees": dice.choice([5, 120, None])}))


def scored(office, leads: list[int]) -> list[object]:
    cards = [office.workspace.card(lead) for lead in leads]
    return [card and (card.lines, card.least, card.greatest) for card in cards]


@pytest.mark.parametrize("seed", [0, 1, 5, 12])
def test_scores_are_right_whatever_was_merged_and_parted(office, seed):
    dice = random.Random(seed)
    leads = [office.lead(f"Lead {number}", external_id=f"X{number}") for number in range(5)]
    for _ in range(60):
        do_something(office, dice, leads)
    store, rules, now = office.workspace.store, office.workspace.rules, office.clock.now()
    records = [store.record(lead) for lead in leads]
    wanted = [score_one(record, rules, now) if record else None for record in records]
    assert scored(office, leads) == [card and (card.lines, card.least, card.greatest) for card in wanted]
    assert [finding for finding in examine(office.folder, now) if not finding.ok] == []
    before = scored(office, leads)
    office.open_again()
    assert scored(office, leads) == before
