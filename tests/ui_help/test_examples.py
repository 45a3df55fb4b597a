"""Every example of rules in the help is read by the real reader, and does what is said beside it."""

import re
import shutil
from pathlib import Path

import pytest

from leadqual_gui.adapters.rules_yaml.folder import load_rules
from leadqual_gui.domain.records import LeadRecord
from leadqual_gui.domain.rules import Rules
from leadqual_gui.domain.scenarios import check_scenario
from leadqual_gui.domain.scoring import score_one
from leadqual_gui.ui.theme.resources import resources_folder
from tests.builders import NOW, a_lead, a_record, an_activity, an_answer
from tests.rules.builders import SHIPPED

HELP = resources_folder() / "help"
BLOCK = re.compile(r"^```yaml\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INDENTED = re.compile(r"^    (when: .+?)(?: +#.*)?$", re.MULTILINE)
WHOLE = ("playbook.yaml", "profiles.yaml")
"""Files of which an example shows all."""


def blocks() -> list[tuple[str, str]]:
    """File and text of each example, of all pages."""
    return [found for page in sorted(HELP.glob("*.md")) for found in BLOCK.findall(page.read_text("utf-8"))]


def put(folder: Path, name: str, text: str) -> None:
    """Follow the page: write an example under the heading of its name, or as the whole file."""
    path = folder / name
    if text.startswith("format:"):
        path.write_text(text, "utf-8")
    elif name in WHOLE:
        path.write_text(f"format: 1\n{text}", "utf-8")
    else:
        heading, _, lines = text.partition("\n")
        before = path.read_text("utf-8")
        assert re.search(rf"^{heading}", before, re.MULTILINE), heading
        path.write_text(re.sub(rf"^{heading}.*\n", f"{heading}\n{lines}", before, count=1, flags=re.MULTILINE), "utf-8")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The shipped rules."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "rules", ignore=shutil.ignore_patterns("templates")))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """The shipped rules with all examples of the help in them."""
    folder = Path(shutil.copytree(SHIPPED, tmp_path_factory.mktemp("told") / "rules"))
    for name, text in blocks():
        put(folder, name, text)
    read = load_rules(folder)
    assert [str(problem) for problem in read.problems if problem.severity == "error"] == []
    assert read.rules is not None
    return read.rules


@pytest.mark.parametrize(("name", "text"), blocks(), ids=lambda text: text.split("\n")[0][:24])
def test_each_example_is_read_by_itself(rules: Path, name: str, text: str) -> None:
    put(rules, name, text)
    assert [str(problem) for problem in load_rules(rules).problems] == []


def conditions() -> list[str]:
    """The conditions that the reference shows."""
    return INDENTED.findall((HELP / "rules.md").read_text("utf-8"))


@pytest.mark.parametrize("condition", conditions())
def test_each_condition_of_the_reference_is_read(rules: Path, condition: str) -> None:
    put(rules, "matrix.yaml", f"criteria:\n  - {{id: tried, kind: explicit, label: Tried, points: 1, {condition}}}\n")
    assert [str(problem) for problem in load_rules(rules).problems] == []


def test_there_are_examples_at_all() -> None:
    assert len(blocks()) >= 12
    assert len(conditions()) == 7
    assert {name for name, _text in blocks()} >= {"matrix.yaml", "funnel.yaml", "playbook.yaml", "profiles.yaml"}


def earned(rules: Rules, criterion: str, record: LeadRecord) -> float:
    """What one criterion gives a lead."""
    card = score_one(record, rules.matrix, NOW)
    return sum(line.tenths for line in card.lines if line.criterion == criterion) / 10


def test_levels_answers_and_negative_rows_give_what_is_said(told: Rules) -> None:
    for employees, points in ((120.0, 10), (20.0, 6), (900.0, 4), (3.0, 0)):
        assert earned(told, "size_of_company", a_record(a_lead(employees=employees))) == points
    unknown, known = (score_one(a_record(a_lead(employees=n)), told.matrix, NOW) for n in (None, 3.0))
    assert unknown.greatest - unknown.least > known.greatest - known.least
    for level, points in ((1, 0), (2, 8), (3, 8)):
        assert earned(told, "budget_is_clear", a_record(a_lead(), an_answer("bant.budget", level))) == points
    assert earned(told, "studies", a_record(a_lead(job_title="Student of law"))) == -10
    assert earned(told, "studies", a_record(a_lead(email="ana@college.edu"))) == -10
    assert earned(told, "quiet_for_long", a_record(a_lead(), an_activity(ago=31))) == -6
    assert earned(told, "quiet_for_long", a_record(a_lead(), an_activity(ago=29))) == 0


def test_signals_fade_and_are_counted_as_is_said(told: Rules) -> None:
    def webinars(*ago: float) -> float:
        return earned(told, "webinars", a_record(a_lead(), *(an_activity(ago=days) for days in ago)))

    assert [webinars(0), webinars(60), webinars(170), webinars(181)] == [5, 2.5, 1, 0]
    assert webinars(0, 0, 0, 0) == 15

    def looks(*ago: float) -> float:
        return earned(
            told, "looks_at_prices", a_record(a_lead(), *(an_activity("pricing_page_viewed", one) for one in ago))
        )

    assert [looks(1, 2), looks(1, 2, 3), looks(1, 2, 3, 4), looks(1, 2, 40)] == [0, 6, 6, 0]


def test_the_scenario_comes_out_right_and_the_gate_looks_at_the_need(told: Rules) -> None:
    (scenario,) = (one for one in told.matrix.scenarios if one.name.of("en") == "Only reads")
    assert check_scenario(scenario, told, NOW)[0]
    (stage,) = (one for one in told.funnel.stages if one.id == "talked_to")
    assert stage.mode == "suggested"
    assert "ask which problem" in stage.gates[0].message.of("en")
    assert [play.id for play in told.playbook.plays] == ["call_while_warm", "ask_who_signs", "leave_alone"]
    assert told.framework("ours").elements[1].levels[0].disqualifies
