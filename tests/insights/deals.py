"""Closed deals to learn from: an office whose leads are won and lost, and columns of many leads at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from leadqual_gui.domain.calibration.past import Entered, PastFacts
from leadqual_gui.domain.calibration.periods import ALL_TIME, Period
from leadqual_gui.domain.calibration.population import Population, facts_for, population_of
from leadqual_gui.domain.calibration.values import Feature
from leadqual_gui.domain.columns import Columns
from leadqual_gui.domain.leads import Lead
from leadqual_gui.domain.matrix import Matrix
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.services import commands as c
from tests.builders import NOW, a_lead, some_rules
from tests.services.office import Office


def known_in(office: Office, period: Period = ALL_TIME, within_days: float | None = None) -> Population:
    """The leads of an office as they were known before their outcome."""
    store, rules = office.workspace.store, office.workspace.rules
    past = store.past
    facts = PastFacts(past.entered(), tuple(past.heard()), tuple(past.field_changes()), tuple(past.joined()))
    return population_of(store.columns(facts_for(rules)), facts, rules, period, office.clock.now(), within_days)


def close(office: Office, lead_id: int, outcome: str = "won") -> None:
    """A deal is closed, now."""
    office.do(c.EditLeads((lead_id,), {"outcome": outcome}))


def weight(leads: Population, criterion: str, lead_id: int, level: int = 0) -> float:
    """How many times its points a criterion gave a lead."""
    column = next(one for one in leads.levels if (one.criterion, one.level) == (criterion, level))
    return float(column.weight[leads.lead_ids.tolist().index(lead_id)])


def fact(leads: Population, key: str, lead_id: int) -> float | str | None:
    """What was known of a lead."""
    feature = next((one for one in leads.features if one.key == key), None)
    if feature is None:
        return None
    value = float(feature.values[leads.lead_ids.tolist().index(lead_id)])
    if np.isnan(value):
        return None
    return feature.words[int(value)] if feature.words else value


def late(leads: Population) -> Mapping[str, tuple[int, int]]:
    """What was left out: by fact, of how many leads and of how many customers."""
    return {one.key: (one.leads, one.customers) for one in leads.known.late}


def closed_leads(won: int, lost: int, open_: int = 0, **fields: Any) -> list[Lead]:
    """So many leads that were won, lost, and are open."""
    ends = ["won"] * won + ["lost"] * lost + [None] * open_
    return [a_lead(n, outcome=end, closed_at=NOW if end else None, **fields) for n, end in enumerate(ends, 1)]


def population(records: list[LeadRecord], matrix: Matrix | None = None, period: Period = ALL_TIME) -> Population:
    """Leads that came into the store before anything happened to them."""
    columns = Columns.of(records)
    entered = Entered(columns.ids, np.zeros(len(records), np.int64), np.zeros(len(records), np.int64))
    return population_of(columns, PastFacts(entered), some_rules(matrix), period, NOW)


def feature(leads: Population, key: str) -> Feature:
    """A feature of all leads."""
    return next(one for one in leads.features if one.key == key)
