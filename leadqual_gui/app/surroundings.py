"""What the window asks of the program around it (a ui.surroundings.Surroundings).

Imports stand where they are used: the window opens with this module loaded, before anything heavy.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from leadqual_gui.app.folder import WorkspaceFolder, sample_path

if TYPE_CHECKING:
    from leadqual_gui.app.switching import Switch
    from leadqual_gui.services.bundles import BundleSource
    from leadqual_gui.services.calling.ports import CallFiles
    from leadqual_gui.services.exporting_columns import ExportColumn
    from leadqual_gui.services.importing import RejectsSink, TableOptions, TableSource
    from leadqual_gui.services.ports import Clock
    from leadqual_gui.services.privacy import PersonSink
    from leadqual_gui.services.progress import Progress
    from leadqual_gui.services.questionnaire import FilledIn, Problem, Questionnaire
    from leadqual_gui.services.safekeeping import Shelf
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.protection.door import Door

_BEGINNING = 64 * 1024


class AppSurroundings:
    """The folder that a window shows, and the ways to others."""

    def __init__(self, folder: WorkspaceFolder, sample: bool, switch: Switch, clock: Clock | None = None) -> None:
        self._folder = folder
        self._sample = sample
        self._switch = switch
        self._clock = clock

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self._folder.path

    @property
    def rules_folder(self) -> Path:
        """The folder of rule files."""
        return self._folder.rules

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample workspace, which is made when it is opened."""
        return self._sample

    def open_workspace(self) -> Workspace:
        """Open store and rules (a sample is made if need be). Storage lane."""
        from leadqual_gui.adapters.clock import SystemClock
        from leadqual_gui.app.bootstrap import open_workspace
        from leadqual_gui.app.logs import start_logging
        from leadqual_gui.app.samples import open_sample

        start_logging(self._folder.make().logs)
        clock = self._clock or SystemClock()
        return open_sample(self._folder, clock) if self._sample else open_workspace(self._folder, clock)

    def switch_to(self, folder: Path) -> None:
        """Go on in another workspace, or in this one again, which stays unlocked."""
        same = folder == self._folder.path
        self._switch(self._folder if same else WorkspaceFolder(folder), same and self._sample)

    def switch_to_sample(self) -> None:
        """Go on in the sample workspace beside this one."""
        if not self._sample:
            self._switch(WorkspaceFolder(sample_path(self._folder.path)), True)

    @property
    def door(self) -> Door | None:
        """The passphrase of the workspace; a sample has none."""
        from leadqual_gui.app.door import WorkspaceDoor

        return None if self._sample else WorkspaceDoor(self._folder, self._switch)

    @property
    def shelf(self) -> Shelf | None:
        """The copies of the workspace; a sample has none."""
        from leadqual_gui.app.shelf import WorkspaceShelf

        return None if self._sample else WorkspaceShelf(self._folder, self._switch)

    def call_files(self) -> CallFiles:
        """Where calls under way are kept while they last."""
        from leadqual_gui.adapters.call_files import CallFolder
        from leadqual_gui.adapters.db.protecting import sealer_of

        return CallFolder(self._folder.calls, sealer_of(self._folder.key))

    def write_file(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all, for its owner's eyes only. Raises LeadQualError."""
        from leadqual_gui.adapters.exchange.files import write_whole

        write_whole(path, content)

    def person_file(self, path: Path) -> PersonSink:
        """A file for all that is held about one person, which only its owner can read."""
        from leadqual_gui.adapters.exchange.person_file import PersonFile

        return PersonFile(path)

    def write_questionnaire(self, path: Path, questionnaire: Questionnaire) -> None:
        """Write the page of a questionnaire."""
        from leadqual_gui.adapters.exchange.questionnaire import write_questionnaire

        write_questionnaire(path, questionnaire)

    def export_calendar(self, workspace: Workspace, lead_id: int, path: Path) -> int:
        """Write open follow-ups as a calendar that only the user can read."""
        from leadqual_gui.adapters.exchange.icalendar import write_calendar
        from leadqual_gui.services.follow_ups import calendar_events

        store = workspace.store
        wanted = [f for f in store.follow_ups(lead_id) if f.done_at is None] if lead_id else None
        events = calendar_events(store, wanted)
        write_calendar(path, events, workspace.now)
        return len(events)

    def read_answers(self, text: str) -> FilledIn | Problem:
        """Answers to a questionnaire in a pasted text."""
        from leadqual_gui.adapters.exchange.questionnaire_answers import read_answers

        return read_answers(text)

    def read_answer_file(self, path: Path) -> FilledIn | Problem:
        """Answers to a questionnaire in a file that came back."""
        from leadqual_gui.adapters.exchange.questionnaire_answers import read_answer_file

        return read_answer_file(path)

    def starter_sets(self) -> Sequence[tuple[str, str]]:
        """The shipped sets of rules: key and name. Read without YAML, since the first window shows them."""
        from leadqual_gui.app.paths import data_root

        found = sorted((data_root() / "rules" / "templates").glob("*/template.yaml"))
        return [(path.parent.name, _name_in(path)) for path in found]

    def starter_set_in_force(self) -> str:
        """The shipped set from which the present rules come, by the name of their matrix; "" if that is somebody's own.

        The usual rules, which a new workspace begins with, count as the first set.
        """
        from leadqual_gui.app.paths import data_root

        shipped, present = data_root() / "rules", self._folder.rules / "matrix.yaml"
        keys = [key for key, _ in self.starter_sets()]
        try:
            name = _name_in(present if present.is_file() else shipped / "matrix.yaml")
            names = {_name_in(shipped / "templates" / key / "matrix.yaml"): key for key in keys}
            return {_name_in(shipped / "matrix.yaml"): next(iter(keys), ""), **names}.get(name, "")
        except OSError:
            return ""

    def use_starter_set(self, key: str) -> None:
        """Put a set of rules in the place of the present ones, which are kept among the backups."""
        from leadqual_gui.adapters.rules_yaml.seed import seed_rules
        from leadqual_gui.app.bootstrap import shipped_rules
        from leadqual_gui.app.rule_sets import replace_rules

        replace_rules(self._folder, lambda fresh: seed_rules(fresh, key, shipped=shipped_rules()))

    def open_table(self, path: Path, options: TableOptions | None = None) -> TableSource:
        """A file to be imported, read as the options say."""
        from leadqual_gui.adapters.exchange.tables import open_table

        return open_table(path, options)

    def pasted_table(self, text: str, options: TableOptions | None = None) -> TableSource:
        """Text from the clipboard, to be imported."""
        from leadqual_gui.adapters.exchange.tables import pasted_table

        return pasted_table(text, options)

    def open_rejects(self, path: Path) -> RejectsSink:
        """A new file for the rows that an import refuses."""
        from leadqual_gui.adapters.exchange.writers import RejectsFile

        return RejectsFile(path)

    def export(
        self,
        workspace: Workspace,
        lead_ids: Sequence[int],
        path: Path,
        progress: Progress | None,
        columns: Sequence[ExportColumn] | None = None,
    ) -> int:
        """Write leads with their scores: these columns, else all that is known."""
        suffix = path.suffix.lower()
        if suffix == ".jsonl":
            from leadqual_gui.adapters.exchange.bundles import write_bundle

            return write_bundle(path, workspace.store, lead_ids, workspace.rules.fields, progress)
        if suffix == ".json" and columns is None:
            from leadqual_gui.adapters.exchange.writers import JsonSink
            from leadqual_gui.services.exporting import export_leads

            cards = workspace.cards(lead_ids, workspace.as_of)
            return export_leads(workspace.store, lead_ids, lambda _lead: next(cards), JsonSink(path), progress)
        from leadqual_gui.adapters.exchange.table_writers import table_sink
        from leadqual_gui.services.exporting_columns import usual_columns

        usual = columns or usual_columns(sorted(field.key for field in workspace.rules.fields))
        return workspace.export(lead_ids, usual, table_sink(path), progress)

    def open_bundle(self, path: Path) -> BundleSource | None:
        """A file of whole leads, as an export named .jsonl writes them; None if it is none."""
        from leadqual_gui.adapters.exchange.bundles import BundleFile, is_bundle

        return BundleFile.open(path) if is_bundle(path) else None


def _name_in(template: Path) -> str:
    """The plain name that a template or a matrix gives itself near its beginning; else its folder's."""
    with template.open("rb") as file:
        text = file.read(_BEGINNING).decode("utf-8", "replace")
    found = re.search(r"^name:\s*([^{\s].*?)\s*$", text, re.MULTILINE)
    return found[1].strip("\"'") if found else template.parent.name
