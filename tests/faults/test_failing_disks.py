"""Every call that writes fails or is cut short.

A few of each fault always; with `--faults` every write, sync and rename of every deed.
`LEADQUAL_FAULT_STEP=3` strikes only every third write.
"""

import pytest

from tests.faults.conftest import NAMES, STEP, lost_in

QUICK = ("edit", "restore", "migration", "publish")


def test_the_laboratory_finds_what_is_lost(experiment):
    tries = experiment("careless:cut:60", counts=False)
    assert any("acknowledged" in str(one["lost"]) for one in tries)


def test_the_laboratory_finds_a_copy_without_its_checksum(experiment):
    tries = experiment("careless copy:strike:kill", counts=False)
    assert any("no checksum" in str(one["lost"]) for one in tries)


def test_a_few_of_each_fault_lose_nothing(experiment):
    plan = [f"{name}:cut:24" for name in QUICK]
    plan += [f"{name}:strike:{kind}" for name in QUICK for kind in ("kill/37", "full/41", "sync/7", "name/5")]
    plan += [f"{name}:strike:kill/37" for name in ("repair", "erase", "passphrase set", "rule set")]
    tries = experiment(*plan, "edit:kill:5")
    assert len(tries) > 80
    assert not lost_in(tries)


@pytest.mark.faults
@pytest.mark.parametrize("kind", ["write", "full", "short", "sync", "name"])
@pytest.mark.parametrize("name", NAMES)
def test_every_call_may_fail(experiment, name, kind):
    assert not lost_in(experiment(f"{name}:strike:{kind}/{1 if kind in ('sync', 'name') else STEP}"))


@pytest.mark.faults
@pytest.mark.parametrize("name", NAMES)
def test_no_file_may_grow_any_more(experiment, name):
    assert not lost_in(experiment(f"{name}:limit:{40_000}"))
