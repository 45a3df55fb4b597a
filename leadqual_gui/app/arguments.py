"""What may be written on the command line. Parsed before anything heavy is imported."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]

THEMES = ("light", "dark")
_WITHOUT_LEADS = ("check", "screenshots")
KINDS = ("leads", "activities", "answers")


def parser() -> argparse.ArgumentParser:
    """The command line of DESIGN 8. Without a command, the window opens."""
    made = argparse.ArgumentParser(
        prog="leadqual-gui",
        description="LeadQual: which leads to call, why, and what to ask them. Without a command, the window opens.",
    )
    made.add_argument("--version", action="store_true", help="say which version this is")
    made.add_argument(
        "--sample", action="store_true", help="open the sample workspace: invented leads to try things on"
    )
    _add_workspace(made, None)
    commands = made.add_subparsers(dest="command", title="commands", metavar="COMMAND")
    for add in (
        _check,
        _import,
        _score,
        _calibrate,
        _export,
        _backup,
        _restore,
        _doctor,
        _encrypt,
        _decrypt,
        _screenshots,
    ):
        add(commands)
    return made


def _check(commands: Commands) -> None:
    command = _command(commands, "check", "say what is wrong with rule files, as file:line:column: message")
    command.add_argument(
        "rules", nargs="?", type=Path, metavar="RULES_DIR", help="folder of rules; else the workspace's"
    )


def _import(commands: Commands) -> None:
    command = _command(
        commands, "import", "read leads, activities or answers from a CSV, TSV, XLSX, vCard or JSON file"
    )
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--as", dest="kind", choices=KINDS, help="what the rows are; else it is told by the columns")
    command.add_argument("--mapping", type=Path, metavar="F", help="JSON file that says which column is which")
    command.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    command.add_argument("--rejects", type=Path, metavar="FILE", help="where rejected rows go, with their reasons")
    command.add_argument("--custom", action="store_true", help="keep unknown columns as custom fields")
    command.add_argument(
        "--date-order", dest="dates", choices=("dmy", "mdy"), help="which comes first in 03/04/2026: day or month"
    )
    command.add_argument("--encoding", metavar="NAME", help="the file's encoding, such as cp1252; else it is found out")
    command.add_argument("--delimiter", metavar="CHAR", help="what parts the cells: a character, or tab")
    command.add_argument("--header", type=int, metavar="LINE", help="the line of the header, 0 if there is none")
    command.add_argument("--sheet", metavar="NAME", help="the sheet of a workbook; else the first that holds a list")
    command.add_argument("--save-mapping", type=Path, metavar="F", help="keep the mapping, for the next file like this")
    command.add_argument("--date", metavar="DAY", help="the day of counters that the file does not date (2026-11-01)")
    command.add_argument("--year", type=int, metavar="YYYY", help="the year of months written without one")


def _score(commands: Commands) -> None:
    command = _command(commands, "score", "print scores, best first")
    command.add_argument("--as-of", metavar="TIME", help="score for another moment (ISO 8601; without a zone UTC)")
    command.add_argument("--lead", metavar="ID", help="one lead: its external id, e-mail address or row number")
    command.add_argument("--ledger", action="store_true", help="also print the lines that make up each score")


def _calibrate(commands: Commands) -> None:
    command = _command(commands, "calibrate", "say what the points should be by what closed leads tell")
    command.add_argument("--from", dest="start", metavar="D", help="first day of the period; else the last quarter")
    command.add_argument("--to", dest="end", metavar="D", help="last day of the period")
    command.add_argument("--all", action="store_true", help="all of time")
    command.add_argument(
        "--within-days", type=float, metavar="N", help="count only what was known N days after a lead came"
    )
    command.add_argument("--calls", type=float, metavar="N", help="calls a week that the team can make")
    command.add_argument("--draft", action="store_true", help="put the proposed points into the draft of the matrix")
    command.add_argument("--apply", action="store_true", help="put the proposed points in force, as a new version")
    command.add_argument(
        "--report", type=Path, metavar="FILE", help="write it all for a meeting, as a .pdf or .html file"
    )


def _export(commands: Commands) -> None:
    what = "write leads with their scores to a .csv, .tsv, .xlsx, .json or .vcf file, or all of them to a .jsonl file"
    command = _command(commands, "export", what)
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--columns", metavar="A,B", help="only these: fields, custom.name, score, tier, ledger")
    command.add_argument("--template", metavar="NAME", help="columns for hubspot, salesforce, pipedrive or zoho")


def _backup(commands: Commands) -> None:
    command = _command(commands, "backup", "make a checked copy of the database in the workspace's backups folder")
    command.add_argument("--list", action="store_true", help="list the copies there are instead, newest first")


def _restore(commands: Commands) -> None:
    command = _command(commands, "restore", "put a backup in the place of the database, which is kept beside it")
    which = command.add_mutually_exclusive_group(required=True)
    which.add_argument("file", nargs="?", type=Path, metavar="FILE")
    which.add_argument("--undo", action="store_true", help="go back to what the newest restore replaced")
    command.add_argument("--preview", action="store_true", help="only say what would be different")


def _doctor(commands: Commands) -> None:
    command = _command(commands, "doctor", "check database, rules, free space and permissions")
    command.add_argument("--repair", action="store_true", help="repair what can be repaired, and say what was done")


def _encrypt(commands: Commands) -> None:
    what = "set a passphrase, or change it; without --passphrase-file it is asked for"
    command = _command(commands, "encrypt", what)
    command.add_argument(
        "--change", action="store_true", help="another passphrase; --passphrase-file is the present one"
    )
    command.add_argument(
        "--new-passphrase-file", type=Path, metavar="FILE", help="with --change: file whose first line is the new one"
    )
    command.add_argument("--new-sheet", action="store_true", help="with --change: another recovery key, too")
    command.add_argument(
        "--sheet", type=Path, metavar="FILE", help="write the recovery key there instead of showing it"
    )


def _decrypt(commands: Commands) -> None:
    _command(commands, "decrypt", "remove the passphrase: anybody who has the files can read them again")


def _screenshots(commands: Commands) -> None:
    command = _command(commands, "screenshots", "draw every screen, on the sample workspace, to PNG files")
    command.add_argument("--out", type=Path, required=True, metavar="DIR")
    command.add_argument("--theme", choices=THEMES, default="light")
    command.add_argument("--language", metavar="L", default="en")
    command.add_argument("--size", type=size, metavar="WxH", default=(1280, 800))


def size(text: str) -> tuple[int, int]:
    """A size such as 1280x800."""
    found = re.fullmatch(r"(\d{3,4})[xX×](\d{3,4})", text)
    if not found:
        raise argparse.ArgumentTypeError(f"a size is written like 1280x800; found '{text}'")
    return int(found[1]), int(found[2])


def _command(commands: Commands, name: str, what: str) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=what, description=what)
    command.add_argument("--json", action="store_true", help="machine-readable output")
    _add_workspace(command, argparse.SUPPRESS)
    if name not in _WITHOUT_LEADS:
        _add_passphrase(command)
        command.add_argument(
            "--sample", action="store_true", default=argparse.SUPPRESS, help="the sample workspace beside the other"
        )
    return command


def _add_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="a file whose first line is the passphrase (- reads it from standard input); else it is asked for",
    )


def _add_workspace(command: argparse.ArgumentParser, default: object) -> None:
    command.add_argument(
        "--workspace", type=Path, metavar="DIR", default=default, help="folder of leads and rules; else your own"
    )
