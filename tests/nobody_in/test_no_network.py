"""Nothing leaves the laptop: no socket is opened but the local one by which a second start calls the first window."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NETWORK_MODULES = (
    r"^\s*(?:import|from) (socket|ssl|urllib\.request|http\.client|http\.server|ftplib|smtplib|requests)\b"
)
LOCAL = ("AF_UNIX", "AF_LOCAL", "AF_NETLINK")


def walk(folder: Path, *before: str) -> subprocess.CompletedProcess[str]:
    """A day with the program; `before` stands in front of it."""
    command = [*before, sys.executable, "-m", "tests.nobody_in.walk", str(folder)]
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), "PYTHONWARNINGS": "ignore"}
    return subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=110)


def can_trace() -> bool:
    """Whether system calls can be watched here."""
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-o", os.devnull, "true"], capture_output=True).returncode == 0
    )


def test_a_day_of_commands_and_windows_opens_no_socket(tmp_path: Path):
    watch, traced = [], tmp_path / "calls.txt"
    if can_trace():
        watch = ["strace", "-f", "--seccomp-bpf", "-e", "trace=socket,connect,bind,sendto", "-o", str(traced)]
    done = walk(tmp_path, *watch)
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == []
    if watch:
        calls = traced.read_text()
        families = set(re.findall(r"\bAF_[A-Z0-9]+", calls))
        assert "AF_UNIX" in families, "the first window was not called: the watch sees nothing"
        assert families <= set(LOCAL)
        assert not re.search(r"sa_data|sin6?_addr", calls)


def test_the_watch_would_see_a_socket(tmp_path: Path):
    code = (
        "import sys, socket; from tests.nobody_in import walk; sys.addaudithook(walk.on_event); "
        "socket.socket().close(); print(len(walk.SEEN))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) >= 1


def test_no_module_of_the_program_asks_for_the_network():
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in (ROOT / "leadqual_gui").rglob("*.py")
        for line in path.read_text("utf-8").splitlines()
        if re.search(NETWORK_MODULES, line)
        or re.search(r"\bQ(Tcp|Udp|Ssl)\w*|QNetworkAccessManager|QWebEngine|openUrl\(QUrl\((?!\.)", line)
    ]
    assert found == []


def test_only_the_first_window_is_called_by_a_local_socket():
    used = [path.name for path in (ROOT / "leadqual_gui").rglob("*.py") if "QtNetwork" in path.read_text("utf-8")]
    assert used == ["single.py"]
