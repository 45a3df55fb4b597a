"""Small rules files to break, and the questions that tests ask about them."""

from __future__ import annotations

from pathlib import Path

from leadqual_gui.adapters.rules_yaml.folder import RulesLoaded, load_rules, read_files, read_values
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.domain.errors import RuleProblem
from tests.conftest import ROOT

SHIPPED = ROOT / "rules"

MATRIX = """\
format: 1
name: Bakery supplies
tiers: {cold: 0, warm: 40, hot: 70}
grades:
  fit: {A: 30, B: 15, C: 0}
  engagement: {1: 25, 2: 10, 3: 0}
groups:
  company: {label: Company, axis: fit, max: 35}
  checks: {label: Checks and balances, min: -20}
criteria:
  - id: company_size
    kind: explicit
    group: company
    label: Number of employees
    levels:
      - {label: 50 to 250, when: {employees: {between: [50, 250]}}, points: 10}
      - {label: more, when: {employees: {at_least: 251}}, points: 4}
  - id: webinar
    kind: implicit
    label: Attended a webinar
    activity: {kinds: [webinar_attended], within: 180d, at_most: 3, half_life: 60d, floor: 0.2}
    points: 5
  - id: silent
    kind: negative
    group: checks
    axis: engagement
    label: Silent for a month
    inactive: {for: 30d}
    points: -6
"""

ACTIVITIES = """\
format: 1
kinds:
  - {id: webinar_attended, label: Attended a webinar, sign: interest, level: mofu, channel: event}
  - {id: demo_requested, label: Asked for a demo, sign: intent, level: bofu, channel: form}
"""

FIELDS = """\
format: 1
fields:
  - {key: oven, label: Kind of oven, type: choice, choices: [deck, rack]}
  - {key: opened_on, label: Opened on, type: date}
  - {key: age, label: Age of the owner, type: number}
"""

FUNNEL = """\
format: 1
stages:
  - {id: new, label: New}
  - id: sql
    label: SQL
    level: bofu
    mode: suggested
    entry: {tier: hot}
    gates: [{when: {interview.bant: {at_least: 0.5}}, message: Ask first.}]
"""

BANT = """\
format: 1
id: bant
name: BANT
summary: Four questions.
elements:
  - id: budget
    letter: B
    label: Budget
    goal: What is set aside?
    questions: [What is the budget?]
    levels:
      - {level: 0, sentence: There is none.}
      - {level: 1, sentence: Perhaps.}
      - {level: 2, sentence: A range.}
      - {level: 3, sentence: Granted.}
"""

WHOLE = {
    "matrix.yaml": MATRIX,
    "activities.yaml": ACTIVITIES,
    "fields.yaml": FIELDS,
    "funnel.yaml": FUNNEL,
    "frameworks/bant.yaml": BANT,
}


def a_folder(path: Path, **files: str | bytes | None) -> Path:
    """A folder of sound rules, some of whose files say something else (`matrix=...`; None: not there)."""
    named = {f"{kind.replace('__', '/')}.yaml": content for kind, content in files.items()}
    for name, content in {**WHOLE, **named}.items():
        target = path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if content is not None:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def problems_of(path: Path, **files: str | bytes | None) -> tuple[RuleProblem, ...]:
    """What is wrong with such a folder."""
    return loaded(path, **files).problems


def loaded(path: Path, **files: str | bytes | None) -> RulesLoaded:
    """The rules of such a folder."""
    return load_rules(a_folder(path, **files))


def said(path: Path, **files: str | bytes | None) -> str:
    """The one problem of such a folder, as a person reads it; it has to have a place and a way out."""
    problems = problems_of(path, **files)
    assert len(problems) == 1, "\n".join(map(str, problems)) or "nothing was said"
    assert problems[0].hint
    return str(problems[0])


def with_criterion(text: str) -> str:
    """The matrix with one more criterion (given as its lines without indentation)."""
    lines = text.strip("\n").split("\n")
    return MATRIX + f"  - {lines[0]}\n" + "".join(f"    {line}\n" for line in lines[1:])


def with_when(condition: str) -> str:
    """The matrix with one more criterion that holds on a condition (in line 31, column 11)."""
    return MATRIX + f"  - {{id: more, kind: explicit, label: More, points: 1,\n    when: {condition}}}\n"


def world_of(folder: Path) -> World:
    """What the files of a folder define for one another."""
    return read_values(read_files(folder))
