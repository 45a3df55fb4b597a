"""Rows of a file are held against all leads before they are brought in."""

from leadqual_gui.services.importing import Fate, ImportOptions
from tests.importing.fakes import TableInMemory


def test_new_rows_that_are_probably_somebody_who_is_there_are_told_with_the_reason(office) -> None:
    workspace = office.workspace
    there = office.lead("Ines Carvalho", company="Norbrook", city="Porto")
    source = TableInMemory(
        ("Name", "Company", "City", "E-mail"),
        ["Omar Said", "Beta Foods", "Leeds", "omar@beta.example"],
        ["Carvalho, Inês", "Norbrook Ltd", "Porto", "ines@norbrook.example"],
    )
    plan = workspace.plan_import(source, ImportOptions())
    fates = workspace.foretell_import(source, plan).value
    seen: list[float] = []
    assert workspace.foretell_alike(fates, lambda share: seen.append(share) or True) == 1
    assert list(fates.alike) == [1]
    row = fates.row(1)
    assert row.fate is Fate.NEW
    assert row.alike.other_id == there
    assert "name_spelling" in {why.code for why in row.alike.why}
    assert fates.row(0).alike is None
    assert seen
    assert workspace.foretell_alike(fates, lambda _share: False) is None
