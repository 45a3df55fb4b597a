"""What the window asks of the program around it: folders, files, other workspaces. The start-up provides it.

Methods that read or write files may take long; they are called on the storage lane, and say what is wrong by
raising LeadQualError.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from leadqual_gui.services.bundles import BundleSource
    from leadqual_gui.services.calling.ports import CallFiles
    from leadqual_gui.services.exporting_columns import ExportColumn
    from leadqual_gui.services.importing import RejectsSink, TableOptions, TableSource
    from leadqual_gui.services.privacy import PersonSink
    from leadqual_gui.services.questionnaire import FilledIn, Problem, Questionnaire
    from leadqual_gui.services.safekeeping import Shelf
    from leadqual_gui.services.workspace import Workspace
    from leadqual_gui.ui.protection.door import Door

Progress = Callable[[float], bool]


class Surroundings(Protocol):
    """Given to the window by the start-up."""

    @property
    def folder(self) -> Path:
        """The workspace's folder."""

    @property
    def rules_folder(self) -> Path:
        """The folder of rule files."""

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample workspace, which is made when it is opened."""

    def open_workspace(self) -> Workspace:
        """Open store and rules of this folder (not loaded yet). Called once, on the storage lane."""

    def switch_to(self, folder: Path) -> None:
        """Go on in another workspace: the window closes and comes back with that one."""

    def switch_to_sample(self) -> None:
        """Go on in the sample workspace, which is kept apart and made if it is not there."""

    @property
    def door(self) -> Door | None:
        """The passphrase of the workspace; None where there is none to be set (the sample)."""

    @property
    def shelf(self) -> Shelf | None:
        """The copies of the workspace; None if it has none (a sample)."""

    def call_files(self) -> CallFiles:
        """Where calls under way are kept while they last."""

    def write_file(self, path: Path, content: bytes) -> None:
        """Write a file whole or not at all, for its owner's eyes only. Raises LeadQualError."""

    def person_file(self, path: Path) -> PersonSink:
        """A file for all that is held about one person, which only its owner can read."""

    def write_questionnaire(self, path: Path, questionnaire: Questionnaire) -> None:
        """Write the page of a questionnaire."""

    def export_calendar(self, workspace: Workspace, lead_id: int, path: Path) -> int:
        """Write the open follow-ups of a lead (0: all) as iCalendar. Comes back with how many."""

    def read_answers(self, text: str) -> FilledIn | Problem:
        """Answers to a questionnaire in a pasted text."""

    def read_answer_file(self, path: Path) -> FilledIn | Problem:
        """Answers to a questionnaire in a file that came back."""

    def starter_sets(self) -> Sequence[tuple[str, str]]:
        """The shipped sets of rules: key and name, the usual one first."""

    def starter_set_in_force(self) -> str:
        """The shipped set from which the present rules come; "" if they are somebody's own."""

    def use_starter_set(self, key: str) -> None:
        """Put a set of rules into the rules' folder; the workspace reloads them by itself. Raises LeadQualError."""

    def open_table(self, path: Path, options: TableOptions | None = None) -> TableSource:
        """A file to be imported, read as the options say. Raises LeadQualError."""

    def pasted_table(self, text: str, options: TableOptions | None = None) -> TableSource:
        """Text from the clipboard, to be imported. Raises LeadQualError."""

    def open_rejects(self, path: Path) -> RejectsSink:
        """A new file for the rows that an import refuses."""

    def export(
        self,
        workspace: Workspace,
        lead_ids: Sequence[int],
        path: Path,
        progress: Progress | None,
        columns: Sequence[ExportColumn] | None = None,
    ) -> int:
        """Write leads with their scores; the file's ending says how, `columns` which (None: all that is known). Comes
        back with how many."""

    def open_bundle(self, path: Path) -> BundleSource | None:
        """A file of whole leads, as an export named .jsonl writes them; None if it is none. Raises LeadQualError."""
