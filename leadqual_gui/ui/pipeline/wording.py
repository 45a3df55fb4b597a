"""What the board says: money, days in a stage, flows, actions, and why a gate refuses."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QLocale

from leadqual_gui.domain.pipeline import Lack, Unmet, UnmetGate
from leadqual_gui.domain.pipeline_stats import Flow
from leadqual_gui.domain.rules import Rules
from leadqual_gui.services.moving_values import Board, BoardColumn, Card, Money, Suggestion
from leadqual_gui.services.operations import Said
from leadqual_gui.ui.fields import field_label, number, short_day
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.spoken import score_in_words

ENOUGH_LEFT = 10
"""So many leads must have left a stage before a share of them is told."""
_SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "CNY": "¥", "THB": "฿", "RUB": "₽", "INR": "₹", "KRW": "₩"}
_ICONS = {
    "call": "phone",
    "email": "mail",
    "nurture": "mail",
    "ask": "users",
    "verify": "shield-alert",
    "disqualify": "ban",
    "wait": "hourglass",
}


def words(text: str, n: int = -1) -> str:
    """A text of the board in the user's language."""
    return QCoreApplication.translate("Pipeline", text, None, n)


def action_icon(action: str) -> str:
    """The icon of an action of the playbook."""
    return _ICONS.get(action, "phone")


# --- money -----------------------------------------------------------------------------------------------------------


def short_number(amount: float) -> str:
    """An amount in short: 950, 31k, 1.2M."""
    size = abs(amount)
    for unit, sign in ((1e6, "M"), (1e3, "k")):
        if size >= unit:
            short = amount / unit
            decimals = 1 if abs(short) < 10 and round(short, 1) != round(short) else 0
            return f"{QLocale().toString(float(short), 'f', decimals)}{sign}"
    return number(round(amount))


def money_words(amount: float, currency: str) -> str:
    """An amount with its currency: € 31k."""
    symbol = _SYMBOLS.get(currency, currency)
    return numerals.isolated(f"{symbol} {short_number(amount)}".strip())


def sums_words(money: Sequence[Money]) -> str:
    """Sums of several currencies: € 31k + $ 5k; "" if nothing is known."""
    return " + ".join(money_words(one.amount, one.currency) for one in money)


def added(columns: Sequence[BoardColumn]) -> tuple[Money, ...]:
    """The sums of several columns, by currency."""
    sums: dict[str, tuple[float, int]] = {}
    for one in (money for column in columns for money in column.money):
        amount, leads = sums.get(one.currency, (0.0, 0))
        sums[one.currency] = (amount + one.amount, leads + one.leads)
    found = [Money(currency, amount, leads) for currency, (amount, leads) in sums.items()]
    return tuple(sorted(found, key=lambda money: -money.amount))


# --- columns and bands -----------------------------------------------------------------------------------------------


def band_words(band: str) -> tuple[str, str]:
    """A band's name and the question that it answers."""
    return {
        "tofu": ("TOFU", words("do they fit, are they curious?")),
        "mofu": ("MOFU", words("do they mean it?")),
        "bofu": ("BOFU", words("what closes it?")),
        "stopped": (words("Stopped"), ""),
        "removed": (words("Not in the rules"), words("where do these leads go?")),
    }[band]


def leads_words(count: int, money: Sequence[Money]) -> str:
    """310 leads, € 119k."""
    said = words("%Ln lead(s)", count)
    sums = sums_words(money)
    return f"{said}, {sums}" if sums else said


def expected_wordings(column: BoardColumn) -> tuple[str, ...]:
    """€ 31k expected; where that does not fit, the sum alone."""
    sums = sums_words(column.money)
    if not sums and not column.count:
        return ("\N{NO-BREAK SPACE}",)
    if not sums:
        return words("no value known"), words("no value"), numerals.EN_DASH
    won = column.stage is not None and column.stage.exit == "won"
    return (words("{sum} won") if won else words("{sum} expected")).format(sum=sums), sums


def flow_words(flow: Flow) -> str:
    """45 %, or "" where too few left to tell."""
    share = flow.share
    if share is None or flow.left < ENOUGH_LEFT:
        return ""
    return numerals.percent(round(share * 100))


def median_wordings(flow: Flow) -> tuple[str, ...]:
    """Half of them stayed 6 d at most; in full, and short."""
    if flow.median_days is None:
        return words("median stay not known"), words("stay not known")
    days = days_words(flow.median_days)
    return words("median stay {days}").format(days=days), words("median {days}").format(days=days)


def flow_tip(flow: Flow, window_days: float) -> str:
    """What stands behind the figures of a column."""
    if not flow.left:
        return words("Nobody left this stage in the last %Ln day(s)", round(window_days))
    went_on = words("{on} of %Ln lead(s) that left this stage in the last {days} days went on", flow.left)
    said = went_on.format(on=number(flow.went_on), days=number(round(window_days)))
    if flow.left < ENOUGH_LEFT:
        said += "\n" + words("Too few to tell a rate (n = {left})").format(left=flow.left)
    if flow.median_days is not None:
        said += "\n" + words("Half of them had stayed {days} at most").format(days=days_words(flow.median_days))
    return said


def title_words(board: Board) -> str:
    """377 open or won, € 555k; where lost ones stand among them, as without a funnel, how many these are: 3 lost."""
    columns = [column for column in board.columns if column.band != "stopped"]
    lost = sum(column.lost for column in columns)
    count, sums = sum(column.count for column in columns) - lost, sums_words(added(columns))
    parts = [words("{count} open or won").format(count=number(count)), sums]
    parts.append(words("{count} lost").format(count=number(lost)) if lost else "")
    return ", ".join(part for part in parts if part)


# --- cards -----------------------------------------------------------------------------------------------------------


def days_words(days: float) -> str:
    """A length of time in short: 6 d, or 5 h within the first day."""
    if days < 1:
        return words("{hours} h").format(hours=max(0, round(days * 24)))
    return words("{days} d").format(days=round(days))


def age_words(card: Card) -> str:
    """How long a lead has stood in its stage; of a nurtured one, when it comes back."""
    if card.until is not None:
        return words("until {day}").format(day=short_day(card.until))
    return "" if card.days is None else days_words(card.days)


def ended_words(card: Card) -> str:
    """How a closed lead ended, where its column does not say so."""
    return {"won": words("Won"), "lost": words("Lost")}.get(card.ended, "")


def action_words(card: Card, language: str) -> str:
    """The next action, as the playbook calls it."""
    return card.action.play.label.of(language) if card.action is not None else ""


def score_of(card: Card) -> ScoreValue:
    """A card's score as widgets show it."""
    row = card.row
    return ScoreValue(row.shown or 0, row.least, row.greatest, row.tier, row.decided, row.grade)


def suggestion_words(suggestion: Suggestion, vocabulary: Vocabulary) -> str:
    """Why a rule would move the lead."""
    stage = vocabulary.stages.get(suggestion.stage, suggestion.stage)
    reason = said_words(suggestion.because)
    said = words("A rule suggests {stage}").format(stage=stage)
    return f"{said}: {reason}" if reason else said


def said_words(said: Said) -> str:
    """Why a rule moves or suggests, in words."""
    match said.code:
        case "disqualified_because":
            return str(said.params.get("reason", ""))
        case "nurture_over":
            return words("the time to rest is over")
    return ""


def overdue_words(card: Card, allowed: float | None) -> str:
    """Overdue in two steps, with what the stage allows."""
    if not card.overdue or allowed is None:
        return ""
    told = (
        words("Overdue: this stage allows {days}")
        if card.overdue == 1
        else words("Long overdue: more than twice what this stage allows, {days}")
    )
    return told.format(days=days_words(allowed))


def spoken_card(card: Card, scale: TierScale, vocabulary: Vocabulary, language: str) -> str:
    """All that a card shows, as a sentence."""
    row = card.row
    parts = [row.name, row.company or "", ended_words(card)]
    if row.shown is not None:
        parts.append(score_in_words(score_of(card), scale))
    if card.value is not None:
        parts.append(money_words(card.value, card.currency))
    if card.days is not None:
        parts.append(words("in this stage for {days}").format(days=days_words(card.days)))
    parts.append({1: words("overdue"), 2: words("long overdue")}.get(card.overdue, ""))
    parts.append(action_words(card, language))
    if card.suggestion is not None:
        parts.append(suggestion_words(card.suggestion, vocabulary))
    return numerals.plain(", ".join(part for part in parts if part))


def since_words(since: datetime | None, stage: str, reason: str) -> str:
    """Since when a lead stands in its stage, and what began that."""
    if since is None:
        return ""
    said = words("In {stage} since {day}").format(stage=stage, day=short_day(since))
    return f"{said} ({reason})" if reason else said


# --- gates -----------------------------------------------------------------------------------------------------------


def gate_words(unmet: Unmet, language: str) -> str:
    """What the gates say, one after the other."""
    return " ".join(dict.fromkeys(gate.message.of(language) for gate in unmet.gates))


def there_words(gate: UnmetGate, rules: Rules, language: str) -> str:
    """What is there of an interview: 2 of 4 BANT answers known."""
    if gate.interview is None:
        return ""
    framework = rules.framework(gate.interview.framework)
    label = framework.name.of(language) if framework is not None else gate.interview.framework
    return words("{answered} of {asked} {framework} answers known").format(
        answered=gate.interview.answered, asked=gate.interview.asked, framework=label
    )


def ask_words(unmet: Unmet, rules: Rules, language: str) -> str:
    """What to find out: ask Budget, Timeline."""
    asked = [lack for gate in unmet.gates for lack in gate.lacks if lack.element and not lack.known]
    labels = dict.fromkeys(element_label(lack, rules, language) for lack in asked)
    return words("ask {what}").format(what=", ".join(labels)) if labels else ""


def element_label(lack: Lack, rules: Rules, language: str) -> str:
    """What an element of an interview is called."""
    framework = rules.framework(lack.framework)
    found = next((e for e in framework.elements if e.id == lack.element), None) if framework else None
    return found.label.of(language) if found is not None else lack.element


def first_lack(unmet: Unmet) -> Lack | None:
    """The first thing that can be found out or entered at once."""
    return next(iter(mendable(unmet)), None)


def mendable(unmet: Unmet) -> tuple[Lack, ...]:
    """What can be done at once: asking, which one call does for all answers, and each field to enter."""
    lacks = [lack for gate in unmet.gates for lack in gate.lacks]
    fields = {lack.fact: lack for lack in lacks if not lack.element and is_field(lack.fact)}
    return (*[lack for lack in lacks if lack.element][:1], *fields.values())


def is_field(fact: str) -> bool:
    """Whether a fact is a field that can be entered."""
    from leadqual_gui.domain.facts import LEAD_FIELDS

    return fact.startswith("custom.") or any(spec.key == fact for spec in LEAD_FIELDS)


def lack_words(lack: Lack, custom: dict[str, str]) -> str:
    """What doing it now means: enter a field, or ask."""
    if lack.element:
        return words("Ask now")
    return words("Enter {field}").format(field=field_label(lack.fact, custom).lower())
