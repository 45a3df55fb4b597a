"""What the package leaves out is what the program never asks for."""

import ast
import subprocess
import sys
from pathlib import Path

SPEC = Path(__file__).resolve().parents[2] / "packaging/bundle/leadqual.spec"
ASKS = """
import sys
from leadqual_gui.domain.duplicates_phones import e164, region_of
assert region_of("Deutschland") == "DE"
assert e164("030 901820", "DE") == "+4930901820"
from rapidfuzz.distance import OSA, JaroWinkler
assert OSA.distance("Ada", "Adam") == 1
import numpy as np
np.random.default_rng(1).normal(size=3), np.linalg.inv(np.eye(2))
print("\\n".join(sys.modules))
"""


def left_out(name):
    script = ast.parse(SPEC.read_text("utf-8"))
    values = (node.value for node in script.body if isinstance(node, ast.Assign) and node.targets[0].id == name)
    return ast.literal_eval(next(values))


def test_numbers_countries_and_names_are_read_without_what_is_left_out():
    asked = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True).stdout.split()

    assert "phonenumbers" in asked
    assert [name for name in asked if name.startswith(left_out("UNUSED_DATA"))] == []
    assert [name for name in asked if name in left_out("UNUSED_MODULES")] == []
