"""After a day of work that ends with a kill, no byte of a lead can be read: in the workspace, in temp, at home."""

import os
import subprocess
import sys
from pathlib import Path

from tests.encryption.vault import MARKER, PASSPHRASE, every_file, plain_places, protected, store_in

ROOT = Path(__file__).resolve().parents[2]


def test_a_day_of_work_leaves_no_plain_byte_anywhere(tmp_path: Path):
    office, home, temp, desk = (tmp_path / name for name in ("office", "home", "temp", "desk"))
    for folder in (home, temp, desk):
        folder.mkdir()
    store_in(office).close()
    key, _recovery = protected(office)
    (desk / "leads.csv").write_text(
        f"full_name,email\n{MARKER},{MARKER.lower()}@example.org\nSomebody Else,s@example.org\n"
    )
    (desk / "secret.txt").write_text(PASSPHRASE)
    (desk / "secret.txt").chmod(0o600)
    around = {
        **{name: value for name, value in os.environ.items() if not name.startswith("XDG_")},
        **{"HOME": str(home), "TMPDIR": str(temp), "SQLITE_TMPDIR": str(temp)},
        **{"QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "1"},
    }
    command = [sys.executable, "-m", "tests.encryption.a_day", str(office), str(desk / "secret.txt")]
    done = subprocess.run(
        [*command, str(desk / "leads.csv"), MARKER], cwd=ROOT, env=around, capture_output=True, text=True, timeout=110
    )
    assert done.returncode == 0, done.stderr[-2000:]
    for folder in (office, home, temp):
        assert plain_places(folder) == []
    names = {file.name for file in every_file(office)}
    assert {"leadqual.db", "leadqual.db-wal", "leadqual.log", "leadqual.key"} <= names
    assert any(name.endswith(".call") for name in names)
    assert any(name.startswith("leadqual-") and name.endswith(".db") for name in names)
    assert "ValueError" in (office / "logs" / "leadqual.log").read_text("utf-8")
    store = store_in(office, key)
    assert store.lead(store.find(f"{MARKER.lower()}@example.org")).company == f"{MARKER} Pumps"
    store.close()
