"""What every test stands on: no network, a home of its own, nothing left behind, the same examples everywhere."""

import gc
import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count
from pathlib import Path

import hypothesis
import pytest

from tests.leaks import no_leaks, no_new_threads

ROOT = Path(__file__).resolve().parent.parent
REAL_DATA = ROOT.parent / "shared" / "data"
ON_REQUEST = ("slow", "faults")
LOCAL_FAMILIES = ("AF_UNIX",)
_FAILED = pytest.StashKey[bool]()
_COLLECT_EVERY = 25
_finished = count(1)

# Nothing in the suite is timed: a busy machine is no reason to fail.
UNTIMED = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("developer", **UNTIMED, print_blob=True)
hypothesis.settings.register_profile("ci", **UNTIMED, derandomize=True, database=None)
hypothesis.settings.register_profile("slow", **UNTIMED, max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The kinds of tests that run on request only."""
    for kind in ON_REQUEST:
        parser.addoption(f"--{kind}", action="store_true", help=f"also run the tests marked {kind}")


def pytest_configure(config: pytest.Config) -> None:
    """Choose hypothesis' examples and cut the network off."""
    profile = "slow" if config.getoption("--slow") else "ci" if os.environ.get("CI") else "developer"
    hypothesis.settings.load_profile(profile)
    gc.disable()
    sys.addaudithook(_refuse_the_network)


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Nothing leaves the laptop, in tests neither; a socket between two windows is none."""
    if event == "socket.getaddrinfo" or (
        event == "socket.connect" and arguments[0].family.name not in LOCAL_FAMILIES  # type: ignore[attr-defined]
    ):
        raise PermissionError(f"a test tried to reach the network: {event} {arguments[1:]}")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what runs on request only and was not requested."""
    left_out = [kind for kind in ON_REQUEST if not config.getoption(f"--{kind}")]
    skipped = [item for item in items if any(item.get_closest_marker(kind) for kind in left_out)]
    if skipped:
        config.hook.pytest_deselected(items=skipped)
        items[:] = [item for item in items if item not in set(skipped)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Repeat which checks failed before the tests began, where they are seen: next to the closing line."""
    if failed := os.environ.get("LEADQUAL_FAILED_CHECKS"):
        terminalreporter.write_line(f"These checks failed, see above: {failed}", red=True)
    _tell_what_was_tried(terminalreporter)


def _tell_what_was_tried(reporter: pytest.TerminalReporter) -> None:
    """Tests that try the same on many disks note how often, and how often something was lost."""
    tried: Counter[str] = Counter()
    for report in [*reporter.getreports("passed"), *reporter.getreports("failed")]:
        for name, times in report.user_properties:
            if name.startswith("tried "):
                tried[name.removeprefix("tried ")] += times
    lost = tried.pop("lost", 0)
    if tried:
        reporter.write_line(f"Faults: {tried.total():,} tries, something was lost in {lost} of them")
    if reporter.config.getoption("--faults"):
        for what, count in sorted(tried.items()):
            reporter.write_line(f"  {what}: {count:,}")


def pytest_runtest_logfinish() -> None:
    """Collect garbage between tests and in this thread, as ui.garbage does: a worker must not destroy Qt objects."""
    if next(_finished) % _COLLECT_EVERY == 0:
        gc.collect()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember whether a test failed, for guards that add nothing to a failure."""
    report = yield
    if report.when == "call":  # type: ignore[attr-defined]
        item.stash[_FAILED] = report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session", autouse=True)
def _home_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests away from the person's own workspace and settings."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("HOME", str(home))
        for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            monkeypatch.setenv(variable, str(home / variable.lower()))
        yield


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread outlives its test; if the test uses Qt, no window, timer, animation or task either."""

    def has_failed() -> bool:
        return request.node.stash.get(_FAILED, False)

    with no_new_threads(has_failed), no_leaks(has_failed) if uses_qt(request) else nullcontext():
        yield


def uses_qt(request: pytest.FixtureRequest) -> bool:
    """Whether a test asked for the application, itself or through a fixture such as qtbot."""
    return "qapp" in request.fixturenames


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of public data of others, which stands beside the project and never in it."""
    if not REAL_DATA.is_dir():
        pytest.skip(f"needs the public data sets in {REAL_DATA.parent.name}/{REAL_DATA.name} beside the project")
    return REAL_DATA
