"""template.yaml: what a starter set of rules is for."""

from __future__ import annotations

from dataclasses import dataclass

from leadqual_gui.adapters.rules_yaml.kinds.common import FORMAT
from leadqual_gui.adapters.rules_yaml.record import Field, Record, Values
from leadqual_gui.adapters.rules_yaml.shapes import Label, Reading
from leadqual_gui.domain.text import Text


@dataclass(frozen=True, slots=True)
class Template:
    """A starter set: the name of its folder, what people call it, and whom it is for."""

    id: str
    name: Text
    summary: Text


def _template(values: Values, reading: Reading) -> Template:
    return Template("", values["name"], values["summary"])


TEMPLATE = Record(
    "template file",
    "A starter set of rules.",
    (
        FORMAT,
        Field("name", Label(), "What people call it.", required=True),
        Field("summary", Label(), "Whom it is for, in a sentence or two.", required=True),
    ),
    _template,
)
