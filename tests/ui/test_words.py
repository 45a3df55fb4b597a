"""Everything that a service can say has words in the window."""

import pytest

from leadqual_gui.services import wording
from leadqual_gui.services.operations import Said
from leadqual_gui.ui import words


@pytest.mark.parametrize("code", sorted({**wording.STEPS, **wording.REFUSALS}))
def test_every_code_has_words(code: str) -> None:
    assert code in words.STEPS or code in words.REFUSALS


@pytest.mark.parametrize("code", sorted(wording.CAUSES))
def test_every_cause_has_words(code: str) -> None:
    assert code in words.CAUSES or code in words.STEPS


def test_fields_are_named_as_the_screen_names_them() -> None:
    said = Said("lead_edited", {"name": "Ines", "fields": "job_title, custom.fleet_size"})
    assert words.say(said) == "Job title, Fleet size of Ines"


def test_a_step_of_an_older_version_reads_with_an_ellipsis() -> None:
    assert words.say(Said("imported", {})) == "import of …"
