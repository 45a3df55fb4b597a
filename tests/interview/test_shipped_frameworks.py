"""The eight shipped frameworks are complete: questions, levels, reasons, and words for customers."""

import pytest

from tests.interview.conftest import SHIPPED

LETTERS = {
    "bant": "BANT",
    "champ": "CHAMP",
    "gpctba_ci": "GPCTBAC",
    "meddic": "MEDDIC",
    "meddpicc": "MEDDPICC",
    "spiced": "SPICED",
    "anum": "ANUM",
    "faint": "FAINT",
}


def test_all_eight_are_shipped(shipped):
    assert {f.id for f in shipped.frameworks} == set(LETTERS)
    assert {path.stem for path in (SHIPPED / "frameworks").glob("*.yaml")} == set(LETTERS)


@pytest.mark.parametrize("name", ["meddpicc", "anum", "faint", "meddic", "bant", "champ"])
def test_the_letters_spell_the_name(shipped, name):
    letters = "".join(e.letter for e in shipped.framework(name).elements)
    assert letters.upper().replace("CH", "CH") == LETTERS[name]


@pytest.mark.parametrize("name", LETTERS)
def test_every_question_is_complete(shipped, name):
    framework = shipped.framework(name)
    assert framework.when_to_use
    assert framework.when_not
    assert len(framework.objections) >= 3
    for element in framework.elements:
        assert len(element.questions) >= 2
        assert element.follow_ups
        assert element.why
        assert element.goal
        assert str(element.customer).endswith("?")
        assert element.valid_for
        assert [level.level for level in element.levels] == [0, 1, 2, 3]
        assert all(str(level.sentence).endswith(".") and level.short for level in element.levels)
