"""The program is killed at every call and at any moment; the power goes while it writes.

With `--faults` every call of every deed, and thousands of power cuts; `LEADQUAL_FAULT_STEP=3` takes a third of each.
A few of each are always tried, in `test_failing_disks`.
"""

import pytest

from tests.faults.conftest import NAMES, STEP, lost_in

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("name", NAMES)
def test_a_kill_at_every_call_loses_nothing(experiment, name):
    assert not lost_in(experiment(f"{name}:strike:kill/{STEP}", f"{name}:kill:{-(-40 // STEP)}"))


@pytest.mark.parametrize("name", NAMES)
def test_power_cuts_lose_nothing(experiment, name):
    assert not lost_in(experiment(f"{name}:cut:{-(-240 // STEP)}", f"{name}:strict:{-(-160 // STEP)}"))
