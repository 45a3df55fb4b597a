"""A folder of rules while the program runs: the last good rules stay in force, whatever happens to the files.

Every good set of rules is also kept beside the folder, so that a start with a
broken file finds the last good ones too.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

from leadqual_gui.adapters.rules_yaml.declare import declare_fields
from leadqual_gui.adapters.rules_yaml.folder import load_rules, read_files, rules_files, version_of
from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.rules import CustomField, Rules
from leadqual_gui.services.ports import LoadedRules

# A file that was written this shortly before it was read may be written once
# more without its time of change moving on: then its bytes are compared.
_TOO_FRESH_NS = 3_000_000_000

_UNFINISHED, _VERSION = ".unfinished-", "[0-9a-f]{16}"

Stamps = tuple[tuple[str, int, int, int], ...]


class RulesFolder:
    """The rules of one folder (a services.ports.RulesSource).

    `last_good` is where a copy of the last good files is kept; without it a broken file at the first
    load is an error. Without `scenarios`, those are not scored, which leaves NumPy for later.
    """

    def __init__(self, path: Path, last_good: Path | None = None, *, scenarios: bool = True) -> None:
        self.path = path
        self._last_good = last_good
        self._scenarios = scenarios
        self._rules: Rules | None = None
        self._stamps: Stamps = ()
        self._read_at = 0
        self._version = ""
        self.problems: tuple[RuleProblem, ...] = ()

    @property
    def rules(self) -> Rules | None:
        """The rules in force, once they have been loaded."""
        return self._rules

    def load(self) -> LoadedRules:
        """Read the folder. Raises LeadQualError if no usable rules can be found at all."""
        self._stamps, self._read_at = self._now()
        loaded = load_rules(self.path, scenarios=self._scenarios)
        self._version = loaded.version
        self.problems = loaded.problems
        if loaded.rules is not None:
            self._rules = loaded.rules
            self._keep(loaded.rules.version)
        elif self._rules is None:
            self._rules = self._kept()
        if self._rules is None:
            raise _unusable(self.path, self.problems)
        return LoadedRules(self._rules, self.problems)

    def changed(self) -> bool:
        """Whether a file was changed, added or removed since the last load."""
        stamps, _ = self._now()
        newest = max((stamp[1] for stamp in stamps), default=0)
        if stamps == self._stamps and newest < self._read_at - _TOO_FRESH_NS:
            return False
        return version_of(read_files(self.path)) != self._version

    def declare(self, fields: Sequence[CustomField]) -> None:
        """Add fields to fields.yaml, leaving the rest of its text alone."""
        declare_fields(self.path, fields)

    def _now(self) -> tuple[Stamps, int]:
        stamps = []
        for name, _, path in rules_files(self.path):
            with suppress(OSError):
                found = path.stat()
                stamps.append((name, found.st_mtime_ns, found.st_size, found.st_ino))
        return tuple(stamps), time.time_ns()

    def _keep(self, version: str) -> None:
        """Copy the files that have just been found good; that it fails must not stop anyone."""
        if self._last_good is None or (self._last_good / version).is_dir():
            return
        with suppress(OSError):
            self._last_good.mkdir(mode=0o700, parents=True, exist_ok=True)
            older = [folder for folder in self._last_good.iterdir() if _is_ours(folder)]
            fresh = Path(mkdtemp(prefix=_UNFINISHED, dir=self._last_good))
            for name, _, path in rules_files(self.path):
                (fresh / name).parent.mkdir(mode=0o700, exist_ok=True)
                (fresh / name).touch(mode=0o600)
                (fresh / name).write_bytes(path.read_bytes())
            fresh.rename(self._last_good / version)
            for folder in older:
                shutil.rmtree(folder, ignore_errors=True)

    def _kept(self) -> Rules | None:
        """The last good rules of an earlier run."""
        if self._last_good is None or not self._last_good.is_dir():
            return None
        finished = [folder for folder in self._last_good.iterdir() if re.fullmatch(_VERSION, folder.name)]
        kept = (load_rules(folder, scenarios=False).rules for folder in sorted(finished))
        return next((rules for rules in kept if rules is not None), None)


def _is_ours(folder: Path) -> bool:
    return folder.name.startswith(_UNFINISHED) or re.fullmatch(_VERSION, folder.name) is not None


def _unusable(folder: Path, problems: tuple[RuleProblem, ...]) -> LeadQualError:
    errors = [problem for problem in problems if problem.severity == "error"]
    first = errors[0]
    more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
    return LeadQualError(f"The rules cannot be used: {first.message}{more}", first.hint, str(folder / first.place))
