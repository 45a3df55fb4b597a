"""How a draft of any rule file is published: in the lane, with an answer for the sheet that asked for the reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadqual_gui.services.operations import Outcome, Refusal
from leadqual_gui.ui import words

if TYPE_CHECKING:
    from leadqual_gui.services.rule_editing.ports import RuleVersion
    from leadqual_gui.ui.bridge import Bridge

Publish = Callable[[], Outcome["RuleVersion"] | Refusal]


def publish_in_lane(
    bridge: Bridge, publish: Publish, answered: Callable[[str], None], look_again: Callable[[], None]
) -> None:
    """`answered` is told why not, or "" when it is done; after a refusal the draft is looked at again."""

    def done(answer: object) -> None:
        if isinstance(answer, Refusal):
            answered(words.say(answer.reason))
            look_again()
        elif isinstance(answer, Outcome):
            answered("")
            bridge.accept(answer)

    task = bridge.run(publish, done)
    task.failed.connect(lambda _error: answered(""))  # the notice says why; the draft can be published later
