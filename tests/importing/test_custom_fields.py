"""Columns of one's own: asked for, kept, declared to the rules, exported again."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadqual_gui.adapters.exchange.csv_file import CsvFile
from leadqual_gui.adapters.rules_yaml.declare import declare_fields
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping import custom_key
from leadqual_gui.domain.rules import CustomField
from leadqual_gui.domain.text import Text
from leadqual_gui.services.importing import ImportOptions
from leadqual_gui.services.operations import Changes, Outcome
from tests.services.office import Office

FLEET = CustomField("fleet_size", Text("Fleet: size"), FactType.NUMBER)


@pytest.fixture
def office(tmp_path: Path):
    """A workspace on a real file."""
    folder = tmp_path / "workspace"
    folder.mkdir()
    office = Office(folder)
    yield office
    office.workspace.close()


def a_list(folder: Path, content: str) -> CsvFile:
    """A file with this content, looked at."""
    path = folder / "list.csv"
    path.write_text(content, encoding="utf-8")
    return CsvFile.open(path)


def test_fields_that_an_import_brings_are_known_to_the_rules(tmp_path: Path, office: Office) -> None:
    workspace = office.workspace
    table = a_list(tmp_path, "Name,Fleet size,مدينة\nInes,12,Porto\nBo,7,\n")
    done = workspace.run_import(table, workspace.plan_import(table, ImportOptions(custom=True)))
    assert isinstance(done, Outcome)
    assert Changes.RULES in done.changes
    fleet = next(field for field in workspace.rules.fields if field.key == "fleet_size")
    assert (str(fleet.label), fleet.type) == ("Fleet size", FactType.NUMBER)
    assert any(str(field.label) == "مدينة" for field in workspace.rules.fields)
    again = workspace.plan_import(table, ImportOptions())
    assert [column.target for column in again.mapping.columns][1] == "custom.fleet_size"
    assert not again.new_fields


def test_a_dry_run_declares_nothing(tmp_path: Path, office: Office) -> None:
    workspace = office.workspace
    before = workspace.rules.fields
    table = a_list(tmp_path, "Name,Fleet size\nInes,12\n")
    workspace.run_import(table, workspace.plan_import(table, ImportOptions(custom=True)), dry_run=True)
    assert workspace.rules.fields == before


def test_leads_stay_when_the_rules_cannot_be_changed(
    tmp_path: Path, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_fields: object) -> None:
        raise LeadQualError("the file is read-only")

    monkeypatch.setattr(office.desk, "declare", refuse)
    workspace = office.workspace
    table = a_list(tmp_path, "Name,Fleet size\nInes,12\n")
    done = workspace.run_import(table, workspace.plan_import(table, ImportOptions(custom=True)))
    assert isinstance(done, Outcome)
    assert (done.value.new, done.value.notices) == (1, {"fields_not_declared": 1})


def test_declared_fields_stand_at_the_end_and_the_rest_is_untouched(tmp_path: Path) -> None:
    path = tmp_path / "fields.yaml"
    before = "# ours\nformat: 1\nfields:\n  - {key: age, label: Age, type: number}  # in years\n"
    path.write_text(before, encoding="utf-8")
    declare_fields(tmp_path, [FLEET, CustomField("age", Text("Alter"), FactType.TEXT)])
    assert path.read_text(encoding="utf-8") == (before + '  - {key: fleet_size, label: "Fleet: size", type: number}\n')


def test_without_a_file_one_is_begun_and_a_broken_one_is_left_alone(tmp_path: Path) -> None:
    declare_fields(tmp_path, [FLEET])
    path = tmp_path / "fields.yaml"
    assert '{key: fleet_size, label: "Fleet: size", type: number}' in path.read_text(encoding="utf-8")
    path.write_text("fields: [", encoding="utf-8")
    with pytest.raises(LeadQualError):
        declare_fields(tmp_path, [FLEET])
    assert path.read_text(encoding="utf-8") == "fields: ["


def test_keys_are_such_as_rules_can_hold() -> None:
    assert custom_key("Budgt_alloc") == "budgt_alloc"
    assert custom_key("Größe (m²)") == "grosse_m2"
    assert custom_key("城市").startswith("field_")
    assert custom_key("2nd visit").startswith("field_")
    assert custom_key("城市") == custom_key(" 城市 ") != custom_key("市")
