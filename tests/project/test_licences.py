"""Everything that ships stands under a licence that somebody has looked at, and brings its text."""

import importlib.util
import sys
from pathlib import Path

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture
def licences():
    spec = importlib.util.spec_from_file_location("licences", PACKAGING / "licences.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["licences"]


def test_every_library_that_ships_may_ship(licences):
    parts = list(licences.shipped(licences.PROJECT))

    assert {"PySide6_Essentials", "SQLAlchemy", "numpy", "PyYAML"} <= {part.name for part in parts}
    assert [part.trouble for part in parts if part.trouble] == []


def test_tools_for_development_are_not_among_them(licences):
    names = {part.name.lower() for part in licences.shipped(licences.PROJECT)}

    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "scikit-learn"}


def test_a_licence_that_nobody_has_looked_at_is_named(licences, tmp_path):
    text = tmp_path / "LICENSE"
    text.write_text("all rights reserved")

    assert "Proprietary" in licences.Part("somelib", "1", "Proprietary", (text,)).trouble
    assert "no text" in licences.Part("somelib", "1", "MIT", ()).trouble
    assert licences.Part("somelib", "1", "MIT", (text,)).trouble is None


def test_the_texts_for_a_package_lie_in_one_folder(licences, tmp_path):
    licences.write_texts(list(licences.shipped(licences.PROJECT)), tmp_path)

    assert "GNU LESSER GENERAL PUBLIC LICENSE" in "".join(
        file.read_text("utf-8", "replace") for file in tmp_path.glob("PySide6*/*")
    )
    assert "numpy" in (tmp_path / "LIST.txt").read_text()
