"""Asks beside the lead that is open: what is promised to it, which points it gets by hand, why its score is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.follow_ups import FollowUp
from leadqual_gui.domain.verdicts import Judgement
from leadqual_gui.services.commands import Command, GiveVerdict, PutFollowUp
from leadqual_gui.services.half_typed import POINTS, PROMISE, VERDICT, TypingPlace
from leadqual_gui.ui.leads.panel.adjust_sheet import AdjustSheet
from leadqual_gui.ui.leads.panel.doings import reason_against
from leadqual_gui.ui.leads.panel.promise_sheet import PromiseSheet
from leadqual_gui.ui.popover import Ask

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from leadqual_gui.ui.bridge import Bridge
    from leadqual_gui.ui.theme.theme import Theme

MORNING = 9


def ask_promise(
    theme: Theme, bridge: Bridge, parent: QWidget, lead_id: int, promise: FollowUp | None = None
) -> PromiseSheet:
    """Ask for a new promise to a lead, or for changes of one."""
    now = bridge.workspace.now
    tomorrow = (now.astimezone() + timedelta(days=1)).replace(hour=MORNING, minute=0, second=0, microsecond=0)
    asked = promise or FollowUp(0, lead_id, "call", tomorrow)
    sheet = PromiseSheet(
        theme, _name(bridge, lead_id), asked, now, lambda found: _done(bridge, PutFollowUp(found)), parent
    )
    sheet.keep_text(bridge.typed, sheet.about, TypingPlace(f"{PROMISE} {asked.id}", lead_id))
    sheet.show_at(_place(theme, parent))
    sheet.about.setFocus()
    return sheet


def ask_adjustment(theme: Theme, bridge: Bridge, parent: QWidget, lead_id: int) -> AdjustSheet:
    """Ask for points by hand."""
    workspace = bridge.workspace
    sheet = AdjustSheet(
        theme,
        _name(bridge, lead_id),
        lead_id,
        workspace.now,
        _author(bridge),
        lambda command: _done(bridge, command),
        parent,
    )
    sheet.keep_text(bridge.typed, sheet.reason, TypingPlace(POINTS, lead_id))
    sheet.show_at(_place(theme, parent))
    sheet.points.setFocus()
    sheet.points.selectAll()
    return sheet


def ask_verdict(
    theme: Theme,
    bridge: Bridge,
    parent: QWidget,
    lead_id: int,
    judgement: Judgement,
    tenths: int | None = None,
    done: Callable[[], object] | None = None,
) -> Ask:
    """Ask why a score is too high or too low; no reason is an answer too. `tenths`: the score that was shown."""

    def answered(reason: str) -> str:
        said = _done(bridge, GiveVerdict(lead_id, judgement, reason, tenths))
        if not said and done is not None:
            done()
        return said

    known = dict.fromkeys(v.reason for v in bridge.workspace.store.all_verdicts() if v.reason)
    ask = Ask(
        theme,
        verdict_question(judgement, _name(bridge, lead_id)),
        answered,
        tuple(known),
        parent,
        act=QCoreApplication.translate("Asking", "Keep this verdict"),
    )
    ask.line.setPlaceholderText(QCoreApplication.translate("Asking", "Why? Shown beside the calibration"))
    ask.keep(bridge.typed, TypingPlace(f"{VERDICT} {judgement.value}", lead_id))
    ask.adjustSize()
    ask.put(_place(theme, parent))
    return ask


def verdict_question(judgement: Judgement, name: str) -> str:
    """What is asked."""
    if judgement is Judgement.TOO_HIGH:
        return QCoreApplication.translate("Asking", "The score of {name} is too high").format(name=name)
    return QCoreApplication.translate("Asking", "The score of {name} is too low").format(name=name)


def _name(bridge: Bridge, lead_id: int) -> str:
    row = bridge.workspace.row(lead_id)
    return row.name if row is not None else ""


def _author(bridge: Bridge) -> str:
    """Who works here, as the history of the rules calls them; nobody where rules cannot be edited."""
    try:
        return bridge.workspace.desk.author
    except LeadQualError:
        return ""


def _done(bridge: Bridge, command: Command) -> str:
    """Carry it out; "" or why not, to be said where it was asked: what was typed stays there."""
    return reason_against(bridge.execute(command, bridge))


def _place(theme: Theme, parent: QWidget) -> QPoint:
    """Over the panel, or where it would be in a whole window."""
    s, rtl = theme.look.s, parent.isRightToLeft()
    if parent.width() > s.inspector_most:
        across = s.inspector_today if rtl else parent.width() - s.inspector_today
    else:
        across = parent.width() - s.l if rtl else s.l
    return parent.mapToGlobal(QPoint(across, s.palette_top))
