"""The model of the table tells Qt the truth, whatever list it is given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from leadqual_gui.services.lists import LeadRow
from leadqual_gui.ui.leads.columns import DEFAULT, Column, Wording, columns, last_sign, stage
from leadqual_gui.ui.leads.header import fitted
from leadqual_gui.ui.leads.model import FewRows, LeadModel


def a_row(lead_id: int, score: int = 50, name: str = "Ines Carvalho") -> LeadRow:
    """A lead in a list."""
    return LeadRow(
        lead_id, name, "Norbrook", None, score, score - 5, score + 20, "warm", "A1", False, "new", "Ana",
        datetime(2026, 11, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture
def model(qapp: object) -> LeadModel:
    """Three leads under the eyes of Qt's own tester."""
    model = LeadModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_columns(columns(DEFAULT))
    model.show(FewRows([a_row(1), a_row(2), a_row(3)]))
    return model


def test_the_chosen_lead_stays_chosen_when_the_order_changes(model: LeadModel) -> None:
    from PySide6.QtCore import QPersistentModelIndex

    chosen = QPersistentModelIndex(model.index(2, 1))
    model.show(FewRows([a_row(3), a_row(1), a_row(2)]))
    assert chosen.row() == 0
    assert model.row_at(chosen.row()).id == 3


def test_one_changed_lead_repaints_one_row(model: LeadModel, qtbot: object) -> None:
    told: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    model.show(FewRows([a_row(1), a_row(2, 60), a_row(3)]), changed=(2,))
    assert told == [(1, 1)]
    assert model.index(1, 3).data() == "60"


def test_ticks_belong_to_leads_and_survive_another_list(model: LeadModel) -> None:
    model.setData(model.index(1, 0), Qt.CheckState.Checked, int(Qt.ItemDataRole.CheckStateRole))
    model.show(FewRows([a_row(2)]))
    assert model.index(0, 0).data(int(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked


def test_a_score_is_read_out_with_its_range(model: LeadModel) -> None:
    said = model.index(0, 3).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert said == "50, warm, could be 45 to 70, not decided"


@pytest.mark.parametrize("room", [660, 700, 755, 916, 1400])
def test_columns_fill_the_room_and_the_least_one_gives_way(room: int) -> None:
    shown: tuple[Column, ...] = columns(DEFAULT)
    widths = fitted(shown, {}, room)
    assert sum(widths.values()) == room
    assert (widths["owner"] == 0) == (room < 770)
    assert all(width >= column.least or not width for width, column in zip(widths.values(), shown, strict=True))


@pytest.mark.parametrize(("days", "said"), [(0, "today"), (3, "3 d"), (700, "700 d"), (6600, "18 y")])
def test_a_sign_of_long_ago_is_told_in_years(days: int, said: str) -> None:
    now = datetime(2026, 11, 18, 12, tzinfo=UTC)
    assert last_sign(replace(a_row(1), last_sign=now - timedelta(days=days)), Wording({}, {}, now)) == said


@pytest.mark.parametrize(("outcome", "said"), [(None, "New lead"), ("won", "Won"), ("lost", "Lost")])
def test_a_closed_lead_says_how_it_ended(outcome: str | None, said: str) -> None:
    wording = Wording({"new": "New lead"}, {}, datetime(2026, 11, 18, tzinfo=UTC))
    assert stage(replace(a_row(1), outcome=outcome), wording) == said
