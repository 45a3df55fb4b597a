"""`doctor`: is everything in order? Database, rules, free space, permissions; it repairs if asked to."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

from leadqual_gui.adapters.clock import SystemClock
from leadqual_gui.adapters.db.doctor import Finding, examine
from leadqual_gui.adapters.db.driver import is_ciphered
from leadqual_gui.adapters.rules_yaml.folder import check_rules
from leadqual_gui.app.folder import WorkspaceFolder
from leadqual_gui.app.headless.opening import folder_of
from leadqual_gui.app.headless.output import RefusedError, print_json
from leadqual_gui.app.headless.secrets import unlocked_if_possible

if TYPE_CHECKING:
    from leadqual_gui.adapters.db.repairing import Repair


def run_doctor(chosen: argparse.Namespace) -> int:
    """1 if anything is wrong, else 0."""
    folder = folder_of(chosen)
    if not folder.path.is_dir():
        raise RefusedError(f"There is no workspace in {folder.path}")
    folder = unlocked_if_possible(folder, chosen.passphrase_file)
    repairs = _repaired(folder) if chosen.repair else []
    findings = [*examine(folder.path, SystemClock().now(), folder.key), *_of_rules(folder), *_of_place(folder)]
    findings += _of_protection(folder)
    if chosen.json:
        print_json([*map(_item_of_repair, repairs), *map(_item, findings)])
    else:
        for one in repairs:
            print(f"DONE  {one.subject}: {one.message}" + (f" ({one.place})" if one.place else ""))
        for finding in findings:
            _print(finding)
    return int(not all(finding.ok for finding in findings))


def _repaired(folder: WorkspaceFolder) -> list[Repair]:
    from leadqual_gui.adapters.db.repairing import repair

    return repair(folder.path, SystemClock().now(), folder.key)


def _item_of_repair(one: Repair) -> dict[str, object]:
    return {
        "subject": one.subject,
        "ok": True,
        "message": one.message,
        "hint": "",
        "place": one.place,
        "repaired": True,
    }


def _of_protection(folder: WorkspaceFolder) -> Iterator[Finding]:
    """Nothing plain beside a database that is ciphered."""
    if not is_ciphered(folder.database):
        return
    from leadqual_gui.adapters.db.protecting import plain_copies

    plain = plain_copies(folder.path)
    if not plain:
        yield Finding("passphrase", True, "no plain copy lies beside the ciphered database", place=str(folder.path))
    for file in plain:
        hint = "The next start ciphers it; if it does not, it is damaged: delete it if you do not need it"
        yield Finding("passphrase", False, "this copy can be read without the passphrase", hint, str(file))


def _of_rules(folder: WorkspaceFolder) -> Iterator[Finding]:
    if not folder.rules.is_dir():
        yield Finding(
            "rules", True, "there are none yet", "They come with the first import or window", str(folder.rules)
        )
        return
    problems = check_rules(folder.rules)
    for problem in problems:
        yield Finding("rules", problem.severity != "error", problem.message, problem.hint, problem.place)
    if not problems:
        yield Finding("rules", True, "all rule files can be used", place=str(folder.rules))


def _of_place(folder: WorkspaceFolder) -> Iterator[Finding]:
    service = folder.synced_by()
    if service is None:
        return
    message = f"the workspace lies in “{service}”, which copies files while they are written"
    hint = "Move it to a folder that is not synchronised; let the service copy its backups"
    yield Finding("place", False, message, hint, str(folder.path))


def _item(finding: Finding) -> dict[str, object]:
    return {
        "subject": finding.subject,
        "ok": finding.ok,
        "message": finding.message,
        "hint": finding.hint,
        "place": finding.place,
    }


def _print(finding: Finding) -> None:
    mark = "ok   " if finding.ok else "WRONG"
    hint = f". {finding.hint}" if finding.hint and not finding.ok else ""
    place = f" ({finding.place})" if not finding.ok and finding.place else ""
    print(f"{mark} {finding.subject}: {finding.message}{hint}{place}")
