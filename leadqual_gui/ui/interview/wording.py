"""What the call window says, made from what the call is: pure functions, so that each sentence can be tested."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from leadqual_gui.domain.answers import Answer, AnswerState
from leadqual_gui.domain.interview_states import ElementState, Known
from leadqual_gui.ui.fields import clock, days_between, number, short_day
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.marks import Coverage
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale

if TYPE_CHECKING:
    from leadqual_gui.domain.conditions import Condition
    from leadqual_gui.domain.framework import Element
    from leadqual_gui.domain.interview import Interview
    from leadqual_gui.domain.interview_outlook import LevelOutcome, Outlook, Question
    from leadqual_gui.domain.rules import Rules
    from leadqual_gui.services.calling.values import CallStep

SHOWN_LETTERS = 2


def words(text: str, n: int = -1) -> str:
    """A text of the call window in the user's language."""
    return QCoreApplication.translate("Call", text, None, n)


def whole(tenths: int) -> int:
    """Tenths as whole points, half up, as scores are shown."""
    return (tenths + 5) // 10


def score_value(look: Outlook, grade: str = "") -> ScoreValue:
    """The live score as widgets show it; decided when no answer left in this interview can change the tier."""
    return ScoreValue(look.shown, whole(look.least), whole(look.greatest), look.tier, look.decided, grade)


# --- elements ---------------------------------------------------------------------------------------------------------
def letter_of(element: Element) -> str:
    """What stands in an element's box."""
    return element.letter[:SHOWN_LETTERS].upper()


def coverage_of(state: ElementState, asking: bool) -> Coverage:
    """How an element's letter is filled."""
    if asking:
        return Coverage.ASKING
    if state.answered:
        return Coverage.HEARD if state.asked else Coverage.KNOWN
    return Coverage.INFERRED if state.known is Known.INFERRED else Coverage.UNKNOWN


def state_words(state: ElementState, asking: bool = False) -> str:
    """How far an element is known, in a few words: "2, heard 09:34", "unknown", "1, stale"."""
    answer = state.answer
    if state.skipped_by is not None:
        return words("skipped")
    if state.level_gone:
        return words("ask again: the level is gone")
    match state.known:
        case Known.HEARD | Known.CONFIRMED if answer is not None:
            said = (
                words("{level}, confirmed {when}")
                if answer.confirmed and state.asked
                else words("{level}, heard {when}")
            )
            if not state.asked:
                said = words("{level}, {when}")
            when = clock(answer.heard_at) if state.asked else short_day(answer.heard_at)
            return numerals.plain(said.format(level=answer.level, when=when))
        case Known.STALE if answer is not None:
            level = answer.level if answer.level is not None else words("old")
            return words("{level}, stale, ask again").format(level=level)
        case Known.REFUSED:
            return words("would not say")
        case Known.INFERRED if state.proposal is not None:
            return words("perhaps {level}").format(level=state.proposal.level)
    if asking:
        return words("asking now")
    return words("does not know yet") if state.asked else words("unknown")


def unanswered_words(answer: Answer) -> str:
    """An answer that gave no level, whatever the data propose instead."""
    return words("would not say") if answer.state is AnswerState.REFUSED else words("does not know yet")


def heard_words(state: ElementState, language: str, leads_name: str) -> str:
    """What was heard of the element at hand, from whom, when, and on what evidence."""
    answer = state.answer
    if answer is None:
        return ""
    level = next((one for one in state.element.levels if one.level == answer.level), None)
    told = level.sentence.of(language).rstrip(".。") if level else unanswered_words(answer)
    today = days_between(answer.heard_at, datetime.now(tz=UTC)) == 0
    when = clock(answer.heard_at) if state.asked or today else short_day(answer.heard_at)
    text = words("Said {when} by {whom}: {what}")
    told = text.format(when=when, whom=answer.said_by or leads_name, what=told)
    return f"{told} · “{answer.evidence.splitlines()[-1]}”" if answer.evidence else told


def skipped_words(condition: Condition | None, rules: Rules, language: str) -> str:
    """Why an element is not asked, as a sentence."""
    if condition is None:
        return ""
    from leadqual_gui.ui.matrix.wording import Terms, condition_sentence, plain  # only where something is skipped

    told = plain(condition_sentence(condition, Terms.of(rules, language)))
    return words("Skipped: asked only if {condition}").format(condition=told)


def known_words(interview: Interview, language: str) -> str:
    """ "Authority and Need are known", "" if nothing is."""
    known = [s.element.label.of(language) for s in interview.states if s.answered]
    if not known:
        return ""
    if len(known) == 1:
        return words("{what} is known").format(what=known[0])
    listed = words("{first} and {last}").format(first=", ".join(known[:-1]), last=known[-1])
    return words("{what} are known").format(what=listed)


def count_words(interview: Interview) -> str:
    """ "2 of 4 known"."""
    known = sum(s.answered for s in interview.states)
    asked = sum(s.skipped_by is None for s in interview.states)
    return words("{known} of {all} known").format(known=known, all=asked)


# --- the live score ---------------------------------------------------------------------------------------------------
def decides_words(outcome: LevelOutcome, before: Outlook) -> str:
    """Whether an answer settles the tier."""
    if outcome.disqualifies and outcome.disqualifies != before.disqualified:
        return words("disqualifies")
    return words("decides") if outcome.decides else words("still open")


def verdict_words(look: Outlook, scale: TierScale, language: str) -> tuple[str, str]:
    """Whether the tier is decided: a word, and why."""
    if look.disqualified:
        return words("Disqualified:"), look.disqualified
    if look.decided:
        tier = scale.label(look.tier)
        rest = words("{tier}. No answer left can change that.") if look.remaining else words("{tier}. All is asked.")
        return words("Decided:"), rest.format(tier=tier)
    low, high = scale.tier_at(whole(look.reach[0])), scale.tier_at(whole(look.reach[1]))
    names = [scale.label(name).lower() for name in scale.names]
    ends = names[scale.names.index(low) : scale.names.index(high) + 1]
    listed = words("{first} or {last}").format(first=", ".join(ends[:-1]), last=ends[-1]) if len(ends) > 1 else ends[0]
    best = look.best
    if best is None:
        return words("Not decided:"), words("{tiers}.").format(tiers=listed)
    label = best.element.label.of(language)
    return words("Not decided:"), words("{tiers}. Next: {element}.").format(tiers=listed, element=label)


def fatal_words(questions: Sequence[Question], language: str) -> str:
    """Which of the questions left can end it all; "" if none can."""
    fatal = [question.element.label.of(language) for question in questions if question.can_disqualify]
    return words("Can disqualify: {elements}").format(elements=", ".join(fatal)) if fatal else ""


def moved_words(before: int, after: int) -> str:
    """The exact score before and after: "57.7 → 62.7"."""
    return numerals.isolated(f"{numerals.bare_tenths(before)} → {numerals.bare_tenths(after)}")


def step_words(step: CallStep) -> tuple[str, str]:
    """A thing that this call did: what, and the rest of it."""
    params = step.said.params
    label, text = str(params.get("label") or ""), str(params.get("text") or "")
    match step.kind:
        case "answer":
            said = str(params.get("answer") or "").rstrip(".。")
            return label, {"refused": words("would not say"), "unknown": words("does not know yet")}.get(said, said)
        case "note":
            return words("Note"), text or label
        case "stakeholder":
            return words("Person noted"), str(params.get("person") or "")
        case "do_not_call":
            return words("Do not call"), ""
    return label or step.kind, text


# --- the call ---------------------------------------------------------------------------------------------------------
def duration_words(seconds: float) -> str:
    """How long, as a clock says it: 04:12, or 1:04:12."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    said = f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"
    return numerals.digits(said)


def weekday_words(moment: datetime) -> str:
    """The day of the week in a few letters."""
    return QLocale().dayName(moment.astimezone().isoweekday(), QLocale.FormatType.ShortFormat)


def outcome_words(outcome: str) -> str:
    """What an outcome of a call is called."""
    return {
        "reached": words("Interested"),
        "no_answer": words("No answer"),
        "voicemail": words("Voicemail left"),
        "call_back": words("Call back"),
        "wrong_number": words("Wrong number"),
        "not_interested": words("Not now"),
        "qualified": words("Qualified"),
        "disqualified": words("Not a fit"),
    }.get(outcome, outcome)


def outcome_hint(outcome: str) -> str:
    """What follows from an outcome."""
    return {
        "reached": words("Spoken to, and it goes on"),
        "no_answer": words("Nobody answered"),
        "voicemail": words("A message was left"),
        "call_back": words("They asked for another call"),
        "wrong_number": words("The number belongs to somebody else"),
        "not_interested": words("Not interested now: to be nurtured. Asks for the reason"),
        "qualified": words("Goes to sales if all gates are met"),
        "disqualified": words("Leaves the funnel. Asks for the reason"),
    }.get(outcome, "")


def topic_words(outcome: str, reason: str, framework: str, seconds: int) -> str:
    """What the time line says of a call."""
    told = outcome_words(outcome)
    told = f"{told}: {reason}" if reason else told
    return f"{told} ({framework}, {duration_words(seconds)})"


def group_words(count: int, least: int, most: int) -> str:
    """How many take part, beside how many usually do."""
    known = words("%Ln known", count)
    return words("{known}, typically {least} to {most}").format(known=known, least=number(least), most=number(most))


def listed(parts: Sequence[str]) -> str:
    """Parts of a line that are there."""
    return ", ".join(part for part in parts if part)
