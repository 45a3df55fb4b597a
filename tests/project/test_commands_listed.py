"""Whoever lists the commands lists all of them, in the same order: --help, README, man page, run.sh."""

import argparse
import re
from pathlib import Path

from leadqual_gui.app.arguments import parser
from leadqual_gui.app.headless import _MODULES

ROOT = Path(__file__).resolve().parents[2]
MAN_PAGE = (ROOT / "packaging" / "linux" / "leadqual-gui.1").read_text("utf-8")


def commands() -> list[str]:
    """As `leadqual-gui --help` lists them."""
    (listed,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    return list(listed.choices)


def section(name: str) -> str:
    """A section of the man page."""
    return MAN_PAGE.split(f".SH {name}\n")[1].split(".SH ")[0]


def test_every_command_that_is_offered_can_be_carried_out():
    assert list(_MODULES) == commands()


def test_the_man_page_lists_the_commands_of_the_help():
    heads = re.findall(r"^\.TP\n\.BR? (.+)$", section("COMMANDS"), re.MULTILINE)
    assert [name for head in heads for name in re.findall(r"[a-z]+", head)] == commands()


def test_the_man_page_lists_the_options_of_the_help():
    told = set(re.findall(r"--[a-z-]+", section("OPTIONS").replace("\\-", "-")))
    every = {option for one in parser()._actions for option in one.option_strings if option.startswith("--")}
    assert told == every - {"--help"} | {"--passphrase-file"}, "the last is an option of the commands"


def test_the_readme_lists_the_commands_of_the_help():
    listed = re.search(r"`leadqual-gui ([a-z]+(?:\s\|\s[a-z]+)+)`", (ROOT / "README.md").read_text("utf-8"))
    assert listed is not None
    assert re.split(r"\s\|\s", listed[1]) == commands()


def test_the_starter_knows_which_commands_need_no_window():
    listed = re.search(r"^\s+(check \|.*)\) return 1", (ROOT / "packaging" / "run.sh").read_text("utf-8"), re.MULTILINE)
    assert listed is not None
    assert listed[1].split(" | ") == commands()
