"""What the window does about a person's data: delete it for good, or write all of it into one file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from leadqual_gui.services.operations import Changes, Outcome, Refusal, Said
from leadqual_gui.services.privacy import Forgotten
from leadqual_gui.ui.data.wording import words
from leadqual_gui.ui.exchange.choose import choose_new_file
from leadqual_gui.ui.leads.panel.panel import LeadPanel
from leadqual_gui.ui.privacy.forget_sheet import ForgetSheet
from leadqual_gui.ui.widgets.notices import Gravity, Notice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QFileDialog

    from leadqual_gui.domain.leads import Lead
    from leadqual_gui.services.calling.values import Unreadable
    from leadqual_gui.ui.main_window import MainWindow
    from leadqual_gui.ui.tasks import Task

_TOLD = 3
"""So many leads that mention the person are named."""


def lead_of(window: MainWindow, lead_id: int) -> Lead | None:
    """A lead, also one that was deleted and is held still."""
    assert window.workspace is not None
    found = window.workspace.store.lead(lead_id)
    deleted = window.workspace.privacy.deleted_leads
    return found or next((lead for lead in deleted() if lead.id == lead_id), None)


def ask_to_forget(window: MainWindow, lead_id: int) -> ForgetSheet | None:
    """Say what deleting for good means, and do it once the name is typed."""
    lead = lead_of(window, lead_id)
    if lead is None or window.bridge is None:
        return None

    def go_on(typed: str, calls_too: Sequence[str]) -> None:
        forget(window, lead_id, lead.name, typed, calls_too)

    in_doubt = window.bridge.workspace.privacy.calls_in_doubt(lead_id)
    sheet = ForgetSheet(window.theme, lead.name, in_doubt, go_on, window)
    middle = QPoint((window.width() - window.theme.look.s.dialog) // 2, window.theme.look.s.palette_top)
    if window.isRightToLeft():
        middle.setX(middle.x() + window.theme.look.s.dialog)
    sheet.show_at(window.mapToGlobal(middle))
    sheet.line.setFocus()
    return sheet


def forget(window: MainWindow, lead_id: int, name: str, typed: str, calls_too: Sequence[str] = ()) -> Task:
    """Delete a person for good, on the storage lane, and say what went. `calls_too`: see `PrivacyDesk.forget`."""
    assert window.bridge is not None
    bridge = window.bridge
    row = window.leads.list.table.currentIndex().row()
    window.status.set_fact("forgetting", words("Deleting {name} for good").format(name=name), "trash-2")

    def done(answer: object) -> None:
        bridge.steps_changed()
        if isinstance(answer, Refusal):
            window.announcements.refused(answer)
        elif isinstance(answer, Forgotten):
            for panel in window.findChildren(LeadPanel):
                panel.forget(lead_id)
            bridge.tell_changed(Outcome(answer, Changes.MEMBERSHIP | Changes.LEAD | Changes.SCORES, Said("loaded")))
            window.leads.choose_near(row)
            window.announcements.say(_forgotten_words(window, name, answer))
            if answer.in_doubt:
                window.announcements.area.show_notice(_doubt_notice(name, answer.in_doubt))

    task = bridge.run(lambda: bridge.workspace.privacy.forget(lead_id, typed, calls_too), done)
    task.ended.connect(lambda: window.status.set_fact("forgetting", ""))
    return task


def _doubt_notice(name: str, in_doubt: Sequence[Unreadable]) -> Notice:
    """Which files were left, and may hold something of somebody who was deleted for good."""
    told = words("%Ln unfinished call(s) that cannot be read may hold notes about {name} still", len(in_doubt))
    places = "\n".join(one.place for one in in_doubt[:_TOLD])
    hint = words("Delete such a file, unless you know that it is about somebody else.")
    return Notice(told.format(name=name), f"{places}\n{hint}", "", Gravity.WARNING, "forget.calls")


def _forgotten_words(window: MainWindow, name: str, gone: Forgotten) -> str:
    said = words("{name} was deleted for good, with %Ln row(s) of data", gone.rows).format(name=name)
    if not gone.mentioned:
        return said
    assert window.workspace is not None
    rows = [row.name for lead in gone.mentioned[:_TOLD] if (row := window.workspace.row(lead)) is not None]
    more = words(" and others") if len(gone.mentioned) > _TOLD else ""
    told = words("Texts of other leads still name this person: {names}{more}")
    return f"{said}. {told.format(names=', '.join(rows), more=more)}"


def ask_and_hand_out(window: MainWindow, lead_id: int) -> QFileDialog | None:
    """Ask where to, and write all that is held about a person."""
    lead = lead_of(window, lead_id)
    if lead is None or window.bridge is None:
        return None
    name = "".join(char if char.isalnum() else "-" for char in lead.name).strip("-") or "person"
    title = words("All that is held about {name}").format(name=lead.name)
    return choose_new_file(
        window, title, f"{name}.json", [words("JSON (*.json)")], lambda path: hand_out(window, lead_id, path)
    )


def hand_out(window: MainWindow, lead_id: int, path: Path) -> Task:
    """Write all that is held about a person, on the storage lane."""
    assert window.bridge is not None
    bridge, around = window.bridge, window.surroundings

    def done(answer: object) -> None:
        if isinstance(answer, Refusal):
            window.announcements.refused(answer)
            return
        said = words("All that is held was written to {file}. Only you can read that file")
        window.announcements.say(said.format(file=str(path)))
        bridge.tell_changed(Outcome(None, Changes.NOTHING, Said("loaded")))

    return bridge.run(lambda: bridge.workspace.privacy.export(lead_id, around.person_file(path)), done)
