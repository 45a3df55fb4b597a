"""How a draft of any rule file is published: in the lane, with an answer for the sheet that asked for the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui import words
from leadqual_gui.ui.matrix.wording import tr

if TYPE_CHECKING:
    from leadqual_gui.domain.whatif_values import Effect
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.ui.bridge import Bridge

Publish = Callable[[], Outcome["RuleVersion"] | Refusal]
Answered = Callable[[str | None], None]
"""Is told why not; "" when it is done; None if it failed and a notice says why."""


def nothing_changed() -> str:
    """Why a draft that was asked to be published cannot be."""
    return tr("There is nothing to publish: the draft says what is live")


def failing_words(effect: Effect | None) -> str:
    """What the examples say against a draft; "" if nothing, or if that is not known yet."""
    examples = effect.scenarios if effect is not None else ()
    fails = sum(not one.passes for one in examples)
    return tr("%n of {all} scenarios fail(s|)", fails).format(all=QLocale().toString(len(examples))) if fails else ""


def reason_lacking(note: str) -> str:
    """What is wrong with a reason, said while it can be mended; "" if it will do."""
    if not note:
        return tr("Write a line that says why, for the history")
    from leadqual_gui.services.rule_editing.desk import LONGEST_NOTE  # late: the desk comes with the first draft

    over = len(" ".join(note.split())) - LONGEST_NOTE
    if over > 0:
        said = tr("%Ln character(s) too long: a line for the history has {most} at most", over)
        return said.format(most=QLocale().toString(LONGEST_NOTE))
    return ""


class Reason:
    """Why a draft is published. What was written is offered again if it was not published after all."""

    def __init__(self) -> None:
        self._written = ""

    def taken(self, note: str) -> str:
        """What is wrong with what was written; "" if it goes on its way."""
        lacking = reason_lacking(note)
        self._written = self._written if lacking else note
        return lacking

    def or_else(self, offered: str) -> str:
        """What stands in the line when it is asked for."""
        return self._written or offered

    def answered(self, refused: str | None) -> None:
        """It was published, or not."""
        if refused == "":
            self._written = ""


def publish_in_lane(bridge: Bridge, publish: Publish, answered: Answered, look_again: Callable[[], None]) -> None:
    """After a refusal the draft is looked at again."""

    def done(answer: object) -> None:
        if isinstance(answer, Refusal):
            answered(words.say(answer.reason))
            look_again()
        elif isinstance(answer, Outcome):
            answered("")
            bridge.accept(answer)

    task = bridge.run(publish, done)
    task.failed.connect(lambda _error: answered(None))  # the notice says why; the draft can be published later
