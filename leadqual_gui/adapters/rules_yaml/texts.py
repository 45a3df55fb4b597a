"""The text of the rule files for those who edit them (a services.rule_editing.ports.RuleTexts)."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from leadqual_gui.adapters.durable import sync_folder
from leadqual_gui.adapters.rules_yaml import items, nodes
from leadqual_gui.adapters.rules_yaml.edit import EditRefused
from leadqual_gui.adapters.rules_yaml.file_data import FileValue, file_data
from leadqual_gui.adapters.rules_yaml.folder import (
    FRAMEWORKS,
    RECORDS,
    RulesFile,
    bytes_of,
    files_of,
    judge,
    read_values,
    rules_files,
    version_of,
)
from leadqual_gui.adapters.rules_yaml.kinds.criteria import CRITERION
from leadqual_gui.adapters.rules_yaml.matrix_text import rewrite
from leadqual_gui.adapters.rules_yaml.nodes import Node
from leadqual_gui.adapters.rules_yaml.problems import Problems
from leadqual_gui.adapters.rules_yaml.render import Data, data_of, render_block
from leadqual_gui.adapters.rules_yaml.save import save_whole
from leadqual_gui.adapters.rules_yaml.shapes import Reading, Wrong
from leadqual_gui.adapters.rules_yaml.slices import text_of_item
from leadqual_gui.adapters.rules_yaml.source import Source, read_bytes
from leadqual_gui.adapters.rules_yaml.strict import parse_source
from leadqual_gui.adapters.rules_yaml.world import World
from leadqual_gui.adapters.rules_yaml.writer import criterion_data
from leadqual_gui.domain.errors import LeadQualError, RuleProblem
from leadqual_gui.domain.framework import Framework
from leadqual_gui.domain.funnel import Funnel
from leadqual_gui.domain.matrix import Criterion
from leadqual_gui.domain.playbook import Playbook
from leadqual_gui.domain.profiles import Profiles
from leadqual_gui.domain.text import Text
from leadqual_gui.services.rule_editing.ports import (
    CheckedCriterion,
    CheckedItem,
    CheckedRules,
    ItemPath,
    Plain,
    RuleValue,
    Texts,
)

_BOM = "\ufeff"
_ANYBODY_WRITES = 0o222
_EMPTY: Mapping[str, RuleValue] = {
    "funnel.yaml": Funnel(),
    "playbook.yaml": Playbook(),
    "profiles.yaml": Profiles(),
    "activities.yaml": (),
    "fields.yaml": (),
}
"""What a file says that is not there."""


class RuleTextsFolder:
    """The files of one folder; `kept` is where texts go that are about to be overwritten."""

    def __init__(self, path: Path, kept: Path) -> None:
        self._path = path
        self._kept = kept

    # --- the disk --------------------------------------------------------------------------------------------------
    def read(self) -> dict[str, str]:
        """All files that are there, exactly. Raises LeadQualError if one cannot be read."""
        texts: dict[str, str] = {}
        for name, _, path in rules_files(self._path):
            problems = Problems(name)
            data = read_bytes(path, problems)
            if data is None and path.exists():
                raise LeadQualError(problems.found[0].message, problems.found[0].hint, str(path))
            if data is not None:
                texts[name] = data.decode("utf-8", "surrogateescape")
        return texts

    def save(self, name: str, text: str | None, expected: str | None) -> None:
        """Replace a file whole (None: delete it), if it still says what is expected."""
        path = self._path / name
        self._refuse_unless(path, expected)
        try:
            if text is not None:
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                save_whole(path, bytes_of(text))
            elif expected is not None:
                path.unlink()
                sync_folder(path.parent)
        except OSError as error:
            hint = "Check that you may write into this folder"
            raise LeadQualError(f"The file cannot be changed: {error.strerror}", hint, str(path)) from error

    def _refuse_unless(self, path: Path, expected: str | None) -> None:
        problems = Problems(path.name)
        there = read_bytes(path, problems) if path.exists() else None
        if there is None and path.exists():
            raise LeadQualError(problems.found[0].message, problems.found[0].hint, str(path))
        if there is None and expected is not None:
            raise LeadQualError("The file was deleted", "Put it back, then publish again", str(path))
        if there is not None and (expected is None or there != bytes_of(expected)):
            raise LeadQualError(
                "The file was changed outside meanwhile", "Look at that change first, then publish again", str(path)
            )
        if there is not None and not path.stat().st_mode & _ANYBODY_WRITES:
            raise LeadQualError("The file is read-only", "Allow writing to it, then publish again", str(path))

    def keep_copy(self, name: str, text: str, at: datetime) -> str:
        """Keep a text among the backups, under a name that tells when."""
        stem = name.removesuffix(".yaml").replace("/", "-")
        stamp = f"{stem}-{at:%Y-%m-%d-%H%M%S}"
        number = 1
        while (path := self._kept / f"{stamp}{f'-{number}' if number > 1 else ''}.yaml").exists():
            number += 1
        try:
            self._kept.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            hint = "Nothing was changed. Check that you may write into the folder of backups"
            raise LeadQualError(f"The other text cannot be kept: {error.strerror}", hint, str(self._kept)) from error
        save_whole(path, bytes_of(text))
        return str(path)

    # --- what texts say --------------------------------------------------------------------------------------------
    def version(self, texts: Texts) -> str:
        """A hash of all files."""
        return version_of(files_of(texts))

    def check(self, texts: Texts) -> CheckedRules:
        """Every problem of a set of files, and the rules."""
        loaded = judge(files_of(texts), Problems(self._path.name), str(self._path))
        return CheckedRules(loaded.rules, loaded.problems)

    def value(self, name: str, texts: Texts) -> RuleValue:
        """What one of the files says. Raises LeadQualError with its first mistake."""
        if name not in texts:
            return _nothing_yet(name)
        file = _read(name, texts)
        if file.value is None or file.problems.errors:
            raise _mistake(file.problems.in_order())
        return cast("RuleValue", file.value)

    def rewrite(self, name: str, texts: Texts, before: RuleValue, after: RuleValue) -> str:
        """The text that says `after` where it says `before`. Raises EditRefused (a LeadQualError)."""
        if before == after:
            return texts[name]
        old, new = file_data(before, name), file_data(after, name)
        if not texts[name]:
            return render_block(new, 0) + "\n"
        source = _source(name, texts[name])
        file = _read(name, texts)
        if file.tree is not None:
            old, new = _as_written(file.tree, old), _as_written(file.tree, new)
        try:
            edited = rewrite(source, old, new, lambda text: _value_in(text, file.kind, texts) == after)
        except EditRefused:
            self.value_of(name, new, texts)  # what the grammar cannot say is told by its own words
            raise
        return edited.encoded().decode()

    def data(self, name: str, value: RuleValue) -> Plain:
        """A value as plain data."""
        return cast("Plain", file_data(value, name))

    def value_of(self, name: str, data: Plain, texts: Texts) -> RuleValue:
        """The value that plain data describe. Raises LeadQualError."""
        text = render_block(data, 0) + "\n"
        return self.value(name, {**texts, name: text})

    def render(self, data: Plain) -> str:
        """Plain data as YAML."""
        return "" if data is None else render_block(cast("Data", data), 0)

    # --- one item ----------------------------------------------------------------------------------------------------
    def item_text(self, name: str, texts: Texts, value: RuleValue, path: ItemPath) -> str:
        """The YAML text of one item of a value, as the user wrote it where that still says the same."""
        return items.item_text(name, texts, value, path)

    def with_item(self, name: str, texts: Texts, value: RuleValue, path: ItemPath, text: str) -> CheckedItem:
        """The value with what such a text describes in the place of an item, and what is wrong with it."""
        checked = items.checked_item(name, texts, value, path, text)
        if checked.data is None:
            return CheckedItem(None, checked.problems)
        try:
            after = self.value_of(name, checked.data, texts)
            return CheckedItem(after, checked.problems, self._typed(name, texts, (value, after), path, text))
        except LeadQualError as error:
            return CheckedItem(None, (RuleProblem(name, 0, 0, error.message, error.hint),))

    def _typed(self, name: str, texts: Texts, change: tuple[RuleValue, RuleValue], path: ItemPath, text: str) -> str:
        """The file's text with the item just as it was typed; "" where that would not say the same."""
        before, after = change
        written = self.rewrite(name, texts, before, after)
        whole = items.typed_text(name, written, items.item_at(name, after, path), path, text)
        try:
            return whole if whole and self.value(name, {**texts, name: whole}) == after else ""
        except LeadQualError:
            return ""

    # --- one criterion ---------------------------------------------------------------------------------------------
    def criterion_text(self, texts: Texts, criterion: Criterion) -> str:
        """Its text in matrix.yaml, with the comments in it; written anew if it says something else there."""
        written = _text_in_file(texts, criterion.id)
        if written is not None and self.criterion_of(texts, written).criterion == criterion:
            return written
        return render_block(criterion_data(criterion), 0) + "\n"

    def criterion_of(self, texts: Texts, text: str) -> CheckedCriterion:
        """The criterion that a text describes, and what is wrong with it."""
        problems = Problems("matrix.yaml")
        document = parse_source(Source("matrix.yaml", text), problems)
        criterion: Criterion | Wrong = Wrong.WRONG
        if document is not None:
            root = document.root
            if isinstance(root, nodes.Sequence) and len(root.items) == 1:
                root = root.items[0]
            criterion = CRITERION.read(root, Reading(problems, _world(texts)))
        broken = isinstance(criterion, Wrong) or problems.errors
        return CheckedCriterion(None if broken else cast("Criterion", criterion), problems.in_order())


def _nothing_yet(name: str) -> RuleValue:
    """What a file says that is not there; of an interview at least how it is called. Raises LeadQualError."""
    if name in _EMPTY:
        return _EMPTY[name]
    stem = name.removeprefix(f"{FRAMEWORKS}/").removesuffix(".yaml")
    if not name.startswith(f"{FRAMEWORKS}/"):
        raise LeadQualError(f"There is no {name}", "Copy one from a template, or choose another folder", name)
    words = Text(stem.replace("_", " ").capitalize())
    return Framework(stem, words, words, ())


def _source(name: str, text: str) -> Source:
    return Source(name, text.removeprefix(_BOM), text.startswith(_BOM))


def _read(name: str, texts: Texts) -> RulesFile:
    files = files_of(texts)
    read_values(files, only=name)
    return next(file for file in files if file.name == name)


def _world(texts: Texts) -> World:
    return read_values(files_of(texts), only="")


def _value_in(source: Source, kind: str, texts: Texts) -> FileValue | None:
    """What a text says in the light of the other files; None if it has errors."""
    changed = {**texts, source.name: source.encoded().decode()}
    problems = Problems(source.name)
    document = parse_source(source, problems)
    if document is None:
        return None
    read = RECORDS[kind].read(document.root, Reading(problems, _world(changed)))
    return None if isinstance(read, Wrong) or problems.errors else cast("FileValue", read)


def _mistake(problems: tuple[RuleProblem, ...]) -> LeadQualError:
    first = next(problem for problem in problems if problem.severity == "error")
    return LeadQualError(first.message, first.hint, first.place)


def _as_written(tree: Node, data: dict[str, Data]) -> dict[str, Data]:
    """The levels of a framework's elements in the order in which the file has them: reading sorts them."""
    written = data_of(tree)
    there = written.get("elements") if isinstance(written, Mapping) else None
    elements = data.get("elements")
    if not isinstance(there, list) or not isinstance(elements, list):
        return data
    orders = {str(one["id"]): _numbers(one.get("levels")) for one in there if isinstance(one, dict)}
    return {**data, "elements": [_ordered(one, orders) for one in elements]}


def _numbers(levels: Data) -> list[Data]:
    return [one.get("level") for one in levels if isinstance(one, dict)] if isinstance(levels, list) else []


def _ordered(element: Data, orders: Mapping[str, list[Data]]) -> Data:
    if not isinstance(element, dict):
        return element
    order, levels = orders.get(str(element["id"])), element.get("levels")
    if not order or not isinstance(levels, list):
        return element

    def place(level: Data) -> int:
        number = level.get("level") if isinstance(level, dict) else None
        return order.index(number) if number in order else len(order)

    return {**element, "levels": sorted(levels, key=place)}


def _text_in_file(texts: Texts, criterion_id: str) -> str | None:
    """The text of a criterion, moved to the left margin; None if it is not there, or in `[flow]` style."""
    source = _source("matrix.yaml", texts["matrix.yaml"])
    document = parse_source(source, Problems("matrix.yaml"))
    rows = document.root.get("criteria") if document and isinstance(document.root, nodes.Mapping) else None
    if not isinstance(rows, nodes.Sequence) or rows.flow:
        return None
    for index, row in enumerate(rows.items):
        name = row.get("id") if isinstance(row, nodes.Mapping) and not row.flow else None
        if isinstance(name, nodes.Scalar) and name.text == criterion_id:
            text = text_of_item(source.text, rows, index).replace("\r\n", "\n")
            return textwrap.dedent(text)
    return None
