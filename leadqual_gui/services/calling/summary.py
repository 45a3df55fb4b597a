"""A call in a few lines, to be copied: as plain text, or as Markdown. The words around it can be the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leadqual_gui.domain.text import Text
from leadqual_gui.services.calling.values import CallStep, WrapUp

MARKED = "\\`*_[]<>#|~"


@dataclass(frozen=True, slots=True)
class SummaryWords:
    """What stands around the facts. `{...}` is filled in."""

    title: str = "Call with {name}, {date}"
    outcome: str = "{outcome}, {duration} min ({framework})"
    score: str = "Score: {before} {tier_before} to {after} {tier_after}"
    moved: str = "What moved it"
    of_the_call: str = "The call itself"
    notes: str = "Notes"
    agenda: str = "Still unknown"
    gates: str = "{stage}: {met} of {total}"
    action: str = "Next: {action}"
    follow_up: str = "Follow-up on {date}"
    disqualified: str = "Disqualified: {reason}"


@dataclass(frozen=True, slots=True)
class _Style:
    """How headings and items look, and what facts must be escaped by."""

    title: str
    heading: str
    item: str
    fact: Callable[[str], str]


def summary_text(wrap: WrapUp, words: SummaryWords | None = None, language: str = "en", outcome: str = "") -> str:
    """The call as plain text."""
    return _summary(wrap, words or SummaryWords(), language, outcome, _Style("{}", "{}:", "  - {}", str))


def summary_markdown(wrap: WrapUp, words: SummaryWords | None = None, language: str = "en", outcome: str = "") -> str:
    """The call as Markdown; what was typed cannot become marks."""
    return _summary(wrap, words or SummaryWords(), language, outcome, _Style("# {}", "## {}", "- {}", _escaped))


def _summary(wrap: WrapUp, words: SummaryWords, language: str, outcome: str, style: _Style) -> str:
    return "\n".join((*_head(wrap, words, language, outcome, style), *_body(wrap, words, language, style))) + "\n"


def _head(wrap: WrapUp, words: SummaryWords, language: str, outcome: str, style: _Style) -> Iterator[str]:
    said = style.fact
    lead = ", ".join(said(part) for part in (wrap.lead.name, wrap.lead.company) if part)
    yield style.title.format(words.title.format(name=lead, date=wrap.started_at.date().isoformat()))
    yield ""
    told = outcome or wrap.outcome.replace("_", " ").capitalize()
    told = f"{told}: {said(wrap.reason)}" if wrap.reason else told
    duration = f"{wrap.seconds // 60}:{wrap.seconds % 60:02d}"
    yield words.outcome.format(outcome=told, duration=duration, framework=said(wrap.framework.name.of(language)))
    before, after = wrap.before, wrap.after
    yield words.score.format(before=before.shown, tier_before=before.tier, after=after.shown, tier_after=after.tier)
    if wrap.disqualified:
        yield words.disqualified.format(reason=said(wrap.disqualified))


def _body(wrap: WrapUp, words: SummaryWords, language: str, style: _Style) -> Iterator[str]:
    moved = [f"{_signed(s.change)} {style.fact(step_words(s))}" for s in wrap.moved]
    if wrap.of_the_call:
        moved.append(f"{_signed(wrap.of_the_call)} {words.of_the_call}")
    notes = [f"{n.at:%H:%M} {style.fact(n.text)}" for n in wrap.notes]
    agenda = [style.fact(_of(q.element.questions[0], language)) for q in wrap.agenda]
    for heading, items in ((words.moved, moved), (words.notes, notes), (words.agenda, agenda)):
        if items:
            yield from ("", style.heading.format(heading), *(style.item.format(item) for item in items))
    yield ""
    if wrap.gate is not None:
        gate = wrap.gate
        yield words.gates.format(stage=style.fact(_of(gate.label, language)), met=gate.met, total=gate.total)
        yield from (style.item.format(style.fact(_of(text, language))) for text in gate.missing)
    if wrap.action is not None:
        yield words.action.format(action=style.fact(_of(wrap.action.label, language)))
    if wrap.follow_up is not None:
        yield words.follow_up.format(date=wrap.follow_up.due_at.date().isoformat())


def step_words(step: CallStep) -> str:
    """What a step was about: the element and its answer, or the person."""
    params = step.said.params
    parts = (params.get("label"), params.get("answer"), params.get("person"))
    return ": ".join(str(part) for part in parts if part) or step.kind.replace("_", " ")


def _of(text: Text, language: str) -> str:
    return text.of(language)


def _signed(tenths: int) -> str:
    return f"{tenths / 10:+.1f}"


def _escaped(text: str) -> str:
    one_line = " ".join(text.split())
    return "".join(f"\\{c}" if c in MARKED else c for c in one_line)
