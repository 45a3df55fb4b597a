"""The import-linter contracts in pyproject.toml catch each kind of breach, tried on a copy made of breaches."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RINGS = ("domain", "services", "adapters", "ui", "app")
BREACHES = {
    "domain/hasty.py": "import leadqual_gui.services.calm\n",
    "services/hasty.py": "import leadqual_gui.adapters.calm\n",
    "ui/hasty.py": "import leadqual_gui.adapters.calm\n",
    "domain/painted.py": "import PySide6.QtCore\n",
    "services/stored.py": "import sqlite3\n",
    "services/written.py": "import yaml\n",
    "ui/stored.py": "import sqlmodel\n",
    "ui/written.py": "import yaml\n",
}
NAMED = (
    "leadqual_gui.domain.hasty -> leadqual_gui.services.calm",
    "leadqual_gui.services.hasty -> leadqual_gui.adapters.calm",
    "leadqual_gui.ui.hasty -> leadqual_gui.adapters.calm",
    "leadqual_gui.domain.painted -> PySide6",
    "leadqual_gui.services.stored -> sqlite3",
    "leadqual_gui.services.written -> yaml",
    "leadqual_gui.ui.stored -> sqlmodel",
    "leadqual_gui.ui.written -> yaml",
)


@pytest.fixture(scope="module")
def copy_of_rings(tmp_path_factory) -> Path:
    """A small package with the same rings and the same contracts, and nothing in it."""
    top = tmp_path_factory.mktemp("copy")
    shutil.copy(ROOT / "pyproject.toml", top)
    for ring in RINGS:
        (top / "leadqual_gui" / ring).mkdir(parents=True)
        (top / "leadqual_gui" / ring / "__init__.py").touch()
        (top / "leadqual_gui" / ring / "calm.py").touch()
    (top / "leadqual_gui" / "__init__.py").touch()
    return top


def lint(top: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on a folder, by its own pyproject.toml."""
    code = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"],
        cwd=top,
        env={**os.environ, "PYTHONPATH": str(top), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_breach_of_each_contract_is_named(copy_of_rings):
    assert lint(copy_of_rings).returncode == 0

    for place, code in BREACHES.items():
        (copy_of_rings / "leadqual_gui" / place).write_text(code)
    verdict = lint(copy_of_rings)

    assert verdict.returncode != 0
    assert [breach for breach in NAMED if breach not in verdict.stdout] == []
