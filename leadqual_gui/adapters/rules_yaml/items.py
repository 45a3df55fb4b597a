"""The YAML text of one item of a rules file: for what the tables of the editor have no cell for."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, cast

from leadqual_gui.adapters.rules_yaml import nodes
from leadqual_gui.adapters.rules_yaml.file_data import FileValue, file_data
from leadqual_gui.adapters.rules_yaml.folder import RECORDS, files_of, kind_of, read_values
from leadqual_gui.adapters.rules_yaml.many import ListOf
from leadqual_gui.adapters.rules_yaml.nodes import Node
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import Data, data_of, render_block
from leadqual_gui.adapters.rules_yaml.shapes import Reading, Shape, Wrong
from leadqual_gui.adapters.rules_yaml.slices import text_of_item, typed_item
from leadqual_gui.adapters.rules_yaml.source import Source
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.domain.errors import RuleProblem

Path = tuple[str | int, ...]
Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CheckedData:
    """The whole file as plain data with another item in it (None: something is wrong), and every problem."""

    data: dict[str, Data] | None
    problems: tuple[RuleProblem, ...]


def item_text(name: str, texts: Texts, value: FileValue, path: Path) -> str:
    """The text of an item: from the file, with the comments in it, if it still says what the value says."""
    data = _at(file_data(value, name), path)
    fresh = render_block(cast("Any", data), 0) + "\n"
    written = _written(name, texts, path, data)
    if written is not None and _read(name, texts, path, written)[0] == _read(name, texts, path, fresh)[0]:
        return written
    return fresh


def checked_item(name: str, texts: Texts, value: FileValue, path: Path, text: str) -> CheckedData:
    """The file with what a text describes in an item's place; every problem of that text."""
    read, data, problems = _read(name, texts, path, text)
    if isinstance(read, Wrong) or problems.errors:
        return CheckedData(None, problems.in_order())
    whole = deepcopy(file_data(value, name))
    holder: Any = _at(whole, path[:-1])
    holder[path[-1]] = data
    return CheckedData(whole, problems.in_order())


def _at(data: Any, path: Path) -> Data:
    for step in path:
        data = data[step]
    return cast("Data", data)


def _read(name: str, texts: Texts, path: Path, text: str) -> tuple[object, Data, Problems]:
    """What a text says as an item, its plain data, and what is wrong with it."""
    problems = Problems(name)
    document = parse_source(Source(name, text), problems)
    if document is None:
        return Wrong.WRONG, None, problems
    root: Node = document.root
    if isinstance(root, nodes.Sequence) and len(root.items) == 1:
        root = root.items[0]
    read = _shape(name, path).read(root, Reading(problems, read_values(files_of(texts), only="")))
    return read, data_of(root), problems


def _shape(name: str, path: Path) -> Shape[Any]:
    """What an item at that place has to look like."""
    record = RECORDS[kind_of(name)]
    shape: Shape[Any] = next(one.shape for one in record.fields if one.name == path[0])
    return shape.item if isinstance(shape, ListOf) and len(path) > 1 else shape


def typed_text(name: str, text: str, item: Data, path: Path, typed: str) -> str | None:
    """The text of a file with an item as it was typed, its comments too; None if it is not in a list of blocks."""
    bom = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(bom)
    found = _find(name, text, path, item)
    return None if found is None else bom + typed_item(text, *found, typed)


def item_at(name: str, value: FileValue, path: Path) -> Data:
    """The plain data of an item."""
    return _at(file_data(value, name), path)


def _written(name: str, texts: Texts, path: Path, item: Data) -> str | None:
    """The text in the file of what has the item's id, moved to the left margin; None if there is none such."""
    text = texts.get(name, "").removeprefix("\ufeff")
    found = _find(name, text, path, item)
    return None if found is None else textwrap.dedent(text_of_item(text, *found).replace("\r\n", "\n"))


def _find(name: str, text: str, path: Path, item: Data) -> tuple[nodes.Sequence, int] | None:
    """The list in a text, and where in it stands what has the item's id."""
    document = parse_source(Source(name, text), Problems(name))
    root = document.root if document is not None else None
    listed = root.get(str(path[0])) if isinstance(root, nodes.Mapping) else None
    if not isinstance(listed, nodes.Sequence) or listed.flow or not isinstance(item, dict):
        return None
    known = next((key for key in ("id", "key") if key in item), None)
    for index, row in enumerate(listed.items):
        same = row.get(known) if known is not None and isinstance(row, nodes.Mapping) else None
        if isinstance(same, nodes.Scalar) and same.text == item[known or ""]:
            return listed, index
    return None
