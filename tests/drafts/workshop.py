"""A workshop: rules on a real disk, leads in a real file, and a desk between them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from leadqual_gui.adapters.db.store import open_store
from leadqual_gui.adapters.rules_yaml.texts import RuleTextsFolder
from leadqual_gui.adapters.rules_yaml.watch import RulesFolder
from leadqual_gui.domain.leads import Lead
from leadqual_gui.services.commands import AddActivity, AddLead, Redo, Undo
from leadqual_gui.services.operations import Outcome, Refusal, Said
from leadqual_gui.services.rule_editing.desk import RuleDesk
from leadqual_gui.services.rule_editing.drafts import MatrixDraft
from leadqual_gui.services.rule_editing.ports import RuleVersion
from leadqual_gui.services.wording import cause_words
from leadqual_gui.services.workspace import Workspace
from tests.builders import FixedClock, days_ago
from tests.rules.builders import a_folder

EDIT = Said("points_set", {"label": "Attended a webinar"})


class Workshop:
    """A workspace in a folder: `rules/` of the bakery, and whatever leads a story needs."""

    def __init__(self, folder: Path, **files: str | bytes | None) -> None:
        self.folder = folder
        self.rules = folder / "rules"
        self.kept = folder / "backups" / "rules-kept"
        self.clock = FixedClock()
        if not self.rules.exists():
            a_folder(self.rules, **files)
        self.workspace = self._opened()

    def _opened(self) -> Workspace:
        store = open_store(self.folder, self.clock)
        workspace = Workspace(store, RulesFolder(self.rules), self.clock)
        self.texts = RuleTextsFolder(self.rules, self.kept)
        workspace.put_desk(RuleDesk(workspace, self.texts, store.rules_archive, "ana"))
        workspace.load()
        workspace.keep_scores()
        return workspace

    def open_again(self) -> None:
        """Close the program and start it again."""
        self.workspace.close()
        self.workspace = self._opened()

    def after_a_crash(self, folder: Path) -> Workshop:
        """The same workspace as it is on the disk at this moment, opened elsewhere: nothing was closed."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.lock"))
        return Workshop(folder)

    @property
    def desk(self) -> RuleDesk:
        return self.workspace.desk

    @property
    def draft(self) -> MatrixDraft:
        return self.desk.matrix_draft

    @property
    def matrix_text(self) -> str:
        return (self.rules / "matrix.yaml").read_bytes().decode()

    def write(self, text: str, name: str = "matrix.yaml") -> None:
        """Somebody saves a file in a text editor."""
        (self.rules / name).write_bytes(text.encode())

    def lead(self, name: str = "Ines Carvalho", webinars: int = 0, **fields: Any) -> int:
        """A new lead that attended so many webinars; its row id."""
        made = self.done(self.workspace.execute(AddLead({"full_name": name, **fields}))).value
        assert isinstance(made, Lead)
        for _ in range(webinars):
            self.done(self.workspace.execute(AddActivity(made.id, "webinar_attended", days_ago(1))))
        return made.id

    def lead_attends(self, lead_id: int) -> None:
        """A lead attends one more webinar."""
        self.done(self.workspace.execute(AddActivity(lead_id, "webinar_attended", days_ago(1))))

    def tier(self, lead_id: int) -> str:
        card = self.workspace.card(lead_id)
        assert card is not None
        return card.tier

    def history(self, lead_id: int) -> list[str]:
        """Why the score of a lead became what it is, newest first, once the window has saved what it had to."""
        self.workspace.keep_scores()
        return self.kept_history(lead_id)

    def kept_history(self, lead_id: int) -> list[str]:
        """The same as it is in the file now."""
        return [cause_words(one.cause) for one in self.workspace.store.snapshots(lead_id)]

    def publish(self, note: str = "Webinars bring customers") -> Outcome[RuleVersion]:
        return self.done(self.desk.publish(self.draft, note))

    def undo(self, operation: int) -> Outcome[Any] | Refusal:
        return self.workspace.execute(Undo(operation))

    def redo(self, operation: int) -> Outcome[Any] | Refusal:
        return self.workspace.execute(Redo(operation))

    @staticmethod
    def done(answer: Outcome[Any] | Refusal | None) -> Outcome[Any]:
        assert isinstance(answer, Outcome), answer
        return answer


def refused(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.reason.code
