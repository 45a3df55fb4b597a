"""What a hover over a card says: all of it, since when it stands there and why, lateness, and what to do."""

from __future__ import annotations

from leadqual_gui.services.moving_values import Card
from leadqual_gui.services.workspace import Workspace
from leadqual_gui.ui.pipeline import wording
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.words import say


def card_tip(workspace: Workspace, words: Vocabulary, language: str, card: Card) -> str:
    """All lines of a card's tip."""
    funnel = workspace.rules.funnel
    stage = funnel.stage(card.stage or funnel.first)
    parts = [wording.spoken_card(card, words.scale, words, language)]
    if stage is not None:
        parts.append(wording.since_words(card.since, stage.label.of(language), reset_words(workspace, card)))
        parts.append(wording.overdue_words(card, stage.overdue_after))
    if card.action is not None:
        parts.append(card.action.play.reason.of(language))
    return "\n".join(part for part in parts if part)


def reset_words(workspace: Workspace, card: Card) -> str:
    """What began the stay in its stage: the last move, or that the lead came in there."""
    history = workspace.funnel.history(card.row.id)
    if history is None:
        return ""
    last = next((move for move in reversed(history.moves) if not move.undone), None)
    return say(last.label) if last is not None else wording.words("since it came in")
