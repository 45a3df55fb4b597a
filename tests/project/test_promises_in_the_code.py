"""What the code must never do, read from its syntax: no network, no evaluated text, no swallowed errors."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "leadqual_gui"

NETWORK = re.compile(
    r"(socket|socketserver|ssl|http|urllib(?!\.parse\b)|requests|httpx|urllib3|aiohttp|ftplib|smtplib|imaplib"
    r"|poplib|telnetlib|xmlrpc|PySide6\.QtWeb\w*)(\..*)?"
)
LOCAL_SOCKETS = {"PySide6.QtNetwork.QLocalServer", "PySide6.QtNetwork.QLocalSocket"}
UNPICKLERS = re.compile(r"(pickle|marshal|shelve|dill)(\..*)?")
BROAD_PLACES = {
    "the task": re.compile(r"ui/tasks\.py"),
    "the crash hook": re.compile(r"app/crash\.py"),
    "the import loop": re.compile(r"services/importing(/\w+)?\.py"),
    "the database translator": re.compile(r"adapters/db/\w+\.py"),
}


@cache
def modules() -> tuple[tuple[str, ast.Module, list[str]], ...]:
    """Every module of the product: its path, its syntax tree, its lines."""
    texts = ((file, file.read_text("utf-8")) for file in sorted(PACKAGE.rglob("*.py")))
    return tuple(
        (file.relative_to(PACKAGE).as_posix(), ast.parse(text, file.name), text.splitlines()) for file, text in texts
    )


def findings(check: Callable[[ast.Module], Iterator[tuple[ast.AST, str]]]) -> list[str]:
    """What a check finds in all modules, as path:line: what."""
    return [f"{path}:{node.lineno}: {what}" for path, tree, _ in modules() for node, what in check(tree)]


def imports(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Each thing that a module imports, by its full name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def network_use(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Imports that could reach another machine; a local socket to the first window cannot."""
    for node, name in imports(tree):
        if NETWORK.fullmatch(name) or (name.startswith("PySide6.QtNetwork") and name not in LOCAL_SOCKETS):
            yield node, name


def evaluated_text(tree: ast.Module) -> Iterator[tuple[ast.AST, str]]:
    """Functions and imports that turn text or bytes into running code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id in {"eval", "exec", "compile", "__import__"}:
            yield node, node.id
    yield from ((node, name) for node, name in imports(tree) if UNPICKLERS.fullmatch(name))


def broad_handlers(tree: ast.Module) -> Iterator[tuple[ast.ExceptHandler, str]]:
    """Handlers of every exception, unless they only tidy up and pass a BaseException on."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler):
            caught = {part.id for part in ast.walk(node.type) if isinstance(part, ast.Name)} if node.type else set()
            passes_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if "Exception" in caught or ((not node.type or "BaseException" in caught) and not passes_on):
                yield node, "catches everything"


def test_nothing_can_reach_the_network():
    assert findings(network_use) == []


def test_no_text_is_ever_evaluated():
    assert findings(evaluated_text) == []


def test_only_four_places_catch_every_exception_and_each_says_what_it_protects():
    places = dict.fromkeys(BROAD_PLACES, 0)
    for path, tree, lines in modules():
        for node, _ in broad_handlers(tree):
            place = next((name for name, pattern in BROAD_PLACES.items() if pattern.fullmatch(path)), None)
            assert place, f"{path}:{node.lineno} catches everything, which is for {', '.join(BROAD_PLACES)} only"
            assert any("#" in line for line in lines[node.lineno - 2 : node.lineno + 1]), (
                f"{path}:{node.lineno} needs a comment that names what it protects"
            )
            places[place] += 1
    assert [name for name, count in places.items() if count > 1] == []


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (network_use, "import socket"),
        (network_use, "from urllib.request import urlopen"),
        (network_use, "from urllib import request"),
        (network_use, "import http.client"),
        (network_use, "from PySide6.QtNetwork import QTcpSocket"),
        (network_use, "from PySide6 import QtNetwork"),
        (evaluated_text, "eval('1')"),
        (evaluated_text, "import pickle"),
        (broad_handlers, "try:\n    f()\nexcept Exception:\n    pass"),
        (broad_handlers, "try:\n    f()\nexcept (OSError, Exception):\n    pass"),
        (broad_handlers, "try:\n    f()\nexcept:\n    pass"),
    ],
)
def test_a_breach_would_be_noticed(check, code):
    assert list(check(ast.parse(code)))


@pytest.mark.parametrize(
    ("check", "code"),
    [
        (network_use, "from PySide6.QtNetwork import QLocalServer, QLocalSocket"),
        (network_use, "from urllib.parse import urlsplit"),
        (evaluated_text, "import re\nre.compile('x')\ndialog.exec()"),
        (broad_handlers, "try:\n    f()\nexcept BaseException:\n    undo()\n    raise"),
        (broad_handlers, "try:\n    f()\nexcept OSError:\n    pass"),
    ],
)
def test_what_is_allowed_is_left_alone(check, code):
    assert not list(check(ast.parse(code)))
