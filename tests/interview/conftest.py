"""Somebody who calls leads: an office, a desk for calls, and rules with a few questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadqual_gui.adapters.call_files import CallFolder
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.calling.call import Call
from leadqual_gui.services.calling.desk import CallDesk
from tests.services.office import Office

SHIPPED = Path(__file__).resolve().parents[2] / "rules"


@pytest.fixture(scope="session")
def shipped() -> Rules:
    """The rules that a new workspace begins with."""
    return RulesFolder(SHIPPED).load().rules


class Telephone:
    """A desk for calls in an office."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.accepted: list[Any] = []
        self.desk = self._made()

    def _made(self) -> CallDesk:
        return CallDesk(self.office.workspace, CallFolder(self.office.folder / "calls"), self.accepted.append)

    def call(self, lead_id: int, framework: str = "bant") -> Call:
        """A call that must not be refused."""
        made = self.desk.begin(lead_id, framework)
        assert isinstance(made, Call), made
        return made

    def killed(self) -> None:
        """The program is killed and started again: nothing was closed in good order."""
        self.office.open_again()
        self.desk = self._made()


@pytest.fixture
def office(tmp_path: Path, shipped: Rules) -> Iterator[Office]:
    """An office with the shipped rules."""
    made = Office(tmp_path, shipped)
    yield made
    made.workspace.close()


@pytest.fixture
def phone(office: Office) -> Iterator[Telephone]:
    """A telephone in the office; calls that a test leaves open are left in good order."""
    made = Telephone(office)
    yield made
    for call in tuple(made.desk._calls.values()):
        call.leave()


@pytest.fixture
def ines(office: Office) -> int:
    """Ines Carvalho, whose budget is not known."""
    fields = {"job_title": "Head of Operations", "industry": "Logistics", "employees": 120, "company": "Norbrook"}
    return office.lead("Ines Carvalho", **fields)
