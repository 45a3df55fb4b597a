"""The JSON Schemas and the reference say what the program checks, and the shipped rules keep to it."""

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from leadqual_gui.adapters.rules_yaml.folder import RECORDS, load_rules
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import data_of
from leadqual_gui.adapters.rules_yaml.schema import json_schema, main, outputs, with_reference
from leadqual_gui.adapters.rules_yaml.strict import parse_bytes, parse_file
from tests.conftest import ROOT
from tests.rules.builders import MATRIX, SHIPPED, problems_of

FILES = sorted(path for path in SHIPPED.rglob("*.yaml") if path.name != "template.yaml")


def kind_of(path: Path) -> str:
    return "framework" if path.parent.name == "frameworks" else path.stem


def data_in(path: Path) -> object:
    problems = Problems(path.name)
    document = parse_file(path, path.name, problems)
    assert document is not None, problems.found
    return data_of(document.root)


@pytest.mark.parametrize("path", outputs(ROOT), ids=lambda path: path.name)
def test_what_is_shipped_is_what_the_code_says(path):
    """If this fails: python -m leadqual_gui.adapters.rules_yaml.schema --write"""
    assert path.read_text(encoding="utf-8") == outputs(ROOT)[path]


@pytest.mark.parametrize("kind", RECORDS)
def test_schemas_are_sound(kind):
    Draft202012Validator.check_schema(json_schema(kind))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(SHIPPED).as_posix())
def test_shipped_rules_keep_to_the_schema(path):
    errors = list(Draft202012Validator(json_schema(kind_of(path))).iter_errors(data_in(path)))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("folder", [SHIPPED, *sorted((SHIPPED / "templates").iterdir())], ids=lambda path: path.name)
def test_shipped_rules_have_no_problems(folder):
    assert [str(problem) for problem in load_rules(folder).problems] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("points: 5", "points: five"),
        ("points: 5", "pionts: 5"),
        ("within: 180d", "within: 180"),
        ("half_life: 60d", "half_life: 60d, linear: 1, per: 1d"),
        ("half_life: 60d", "linear: 0.1"),
        ("kind: implicit", "kind: implied"),
        ("{employees: {at_least: 251}}", "{emploees: {at_least: 251}}"),
        ("{employees: {at_least: 251}}", "{employees: {contains: 251}}"),
        ("{employees: {at_least: 251}}", "{all: []}"),
        ("    inactive: {for: 30d}\n", ""),
        ("format: 1\n", ""),
        ("cold: 0, warm: 40, hot: 70", "cold: 0"),
        ("- id: webinar", "- id: My Webinar"),
    ],
)
def test_an_editor_with_the_schema_sees_the_mistakes_that_the_program_sees(tmp_path, right, wrong):
    text = MATRIX.replace(right, wrong, 1)
    assert text != MATRIX
    document = parse_bytes("matrix.yaml", text.encode(), Problems("matrix.yaml"))
    assert document is not None
    assert problems_of(tmp_path, matrix=text) != ()
    assert not Draft202012Validator(json_schema("matrix")).is_valid(data_of(document.root))


def test_every_key_and_every_fact_is_in_the_reference():
    page = (ROOT / "resources" / "help" / "rules.md").read_text(encoding="utf-8")
    for record in RECORDS.values():
        for field in record.fields:
            assert f"| `{field.name}` |" in page
    assert "`days_since_verified`" in page
    assert with_reference(page) == page


def test_the_command_names_what_is_stale(capsys):
    assert main([]) == 0
    assert capsys.readouterr().out == ""
