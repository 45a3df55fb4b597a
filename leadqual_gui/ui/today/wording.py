"""What Today says: why somebody stands in the list, when something is due, what an alert is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QLocale

from leadqual_gui.domain.today import Part
from leadqual_gui.domain.today_alerts import DOWN, FOLLOW_UP, OVERDUE, SILENT, STALE, UP, Alert
from leadqual_gui.services.today_values import AlertRow, FollowUpRow, Today, TodayRow
from leadqual_gui.ui.fields import clock, days_between, number, short_day
from leadqual_gui.ui.vocabulary import Vocabulary
from leadqual_gui.ui.widgets import numerals
from leadqual_gui.ui.widgets.scores import ScoreValue
from leadqual_gui.ui.widgets.spoken import score_in_words, trend_in_words
from leadqual_gui.ui.words import capital, say_cause

MINUTES_A_CALL = 12
_SHORT = QLocale.FormatType.ShortFormat


def words(text: str, n: int = -1) -> str:
    """A text of Today in the user's language."""
    return QCoreApplication.translate("Today", text, None, n)


def day_title(moment: datetime) -> str:
    """Tuesday 18 November."""
    local = moment.astimezone()
    locale = QLocale()
    said = f"{locale.standaloneDayName(local.isoweekday())} {local.day} {locale.monthName(local.month)}"
    return numerals.digits(said)


def list_fact(today: Today) -> str:
    """9 to call, about 1 h 50 min; or how many leads there is something to do with."""
    calls, all_of_them = today.due.count_of("call", "ask"), len(today.due)
    if not all_of_them:
        return ""
    told = words("%Ln to call, about {time}", calls).format(time=length_words(calls * MINUTES_A_CALL))
    others = all_of_them - calls
    if not calls:
        return words("%Ln to do", others)
    return told + (words(", %Ln more to do", others) if others else "")


def length_words(minutes: int) -> str:
    """1 h 50 min."""
    rounded = round(minutes / 10) * 10 if minutes >= 30 else minutes
    hours, rest = divmod(rounded, 60)
    parts = [
        words("{hours} h").format(hours=number(hours)) if hours else "",
        words("{minutes} min").format(minutes=rest) if rest else "",
    ]
    return " ".join(part for part in parts if part) or words("{minutes} min").format(minutes=0)


# --- rows of the list ------------------------------------------------------------------------------------------------


def why_words(row: TodayRow, vocabulary: Vocabulary, language: str) -> str:
    """Why a lead stands here: what just happened to it, what was promised, or the reason of the play."""
    if row.follow_up is not None:
        note = row.follow_up.note
        told = words("Promised for {day}").format(day=day_words(row.follow_up.due_at))
        return f"{told}: {note}" if note else told
    if row.alert is not None and row.alert.kind in (UP, DOWN):
        tier = vocabulary.scale.label(row.alert.tier_after)
        cause = because_words(row.alert)
        return words("Now {tier}: {cause}").format(tier=tier.lower(), cause=cause)
    return row.action.play.reason.of(language)


def action_words(row: TodayRow, language: str) -> str:
    """What to do."""
    return row.action.play.label.of(language)


def day_words(moment: datetime, now: datetime | None = None) -> str:
    """Today, tomorrow, a weekday within the week, else a day."""
    days = days_between(now or datetime.now().astimezone(), moment)
    if days == 0:
        return words("today")
    if days == 1:
        return words("tomorrow")
    if days == -1:
        return words("yesterday")
    if 1 < days < 7:
        return QLocale().standaloneDayName(moment.astimezone().isoweekday())
    return short_day(moment)


def due_words(row: TodayRow, now: datetime) -> str:
    """When something is due: an hour if one was agreed, how late, today, or a weekday."""
    due = row.follow_up.due_at if row.follow_up is not None else row.action.due
    if due is None:
        return ""
    days = days_between(now, due)
    if days < 0:
        return words("{days} d late").format(days=number(-days))
    if days == 0:
        return clock(due) if row.follow_up is not None else words("Today")
    return QLocale().standaloneDayName(due.astimezone().isoweekday(), _SHORT) if days < 7 else short_day(due)


def is_timed(row: TodayRow, now: datetime) -> bool:
    """Whether an hour of today was agreed."""
    return row.follow_up is not None and days_between(now, row.follow_up.due_at) == 0


def part_label(name: str) -> str:
    """A part of the rank in words."""
    return {
        "score": words("Score"),
        "tier": words("Tier"),
        "intent_fresh": words("Fresh intent"),
        "follow_up_due": words("Promise due"),
        "could_become_hot": words("Could become hot"),
        "expected_value": words("Expected value"),
    }.get(name, name)


def rank_words(row: TodayRow) -> str:
    """How the rank came about, in one text."""
    return "\n".join([rank_rule(), *(f"{what}: {sum_up}" for what, sum_up in rank_lines(row))])


def rank_rule() -> str:
    """What the list is ranked by."""
    return words("Ranked by what to do first, then by what it is worth to act now")


def rank_lines(row: TodayRow) -> list[tuple[str, str]]:
    """The play's priority, then the parts and what they add up to."""
    priority = words("Priority of “{action}”").format(action=str(row.action.play.label))
    return [
        (priority, points(row.priority)),
        *((part_label(part.name), part_words(part)) for part in row.parts),
        (words("Worth"), points(row.worth)),
    ]


def part_words(part: Part) -> str:
    """What a part adds."""
    if part.amount is None:
        return words("not known, adds nothing")
    amount = number(round(part.amount, 2))
    return numerals.isolated(f"{amount} × {points(part.weight)} = {points(part.points)}")


def points(value: float) -> str:
    """Points with one decimal where there is one."""
    rounded = round(value, 1)
    return numerals.whole(int(rounded)) if rounded.is_integer() else QLocale().toString(rounded, "f", 1)


def score_of(row: TodayRow) -> ScoreValue:
    """A row's score as widgets show it."""
    lead = row.row
    return ScoreValue(lead.shown or 0, lead.least, lead.greatest, lead.tier, lead.decided, lead.grade)


def spoken_row(rank: int, row: TodayRow, vocabulary: Vocabulary, language: str, now: datetime) -> str:
    """All that a row shows."""
    parts = [
        f"{rank}. {row.row.name}" if rank else row.row.name,
        row.row.company or "",
        score_in_words(score_of(row), vocabulary.scale) if row.row.shown is not None else "",
        trend_in_words(row.trend) if row.trend is not None else "",
        why_words(row, vocabulary, language),
        action_words(row, language),
        due_words(row, now),
    ]
    return numerals.plain(", ".join(part for part in parts if part))


# --- alerts ----------------------------------------------------------------------------------------------------------


def alert_title(row: AlertRow, vocabulary: Vocabulary) -> str:
    """What happened to whom."""
    name, alert = row.row.name, row.alert
    stage = vocabulary.stages.get(row.row.stage or "", row.row.stage or "")
    tier = vocabulary.scale.label(alert.tier_after).lower()
    templates = {
        UP: words("{name} is now {tier}"),
        DOWN: words("{name} is only {tier} now"),
        SILENT: words("{name} went silent"),
        OVERDUE: words("{name} has been in {stage} too long")
        if alert.step < 2
        else words("{name} is stuck in {stage}"),
        STALE: words("{name}: contact data are a year old"),
        FOLLOW_UP: words("Promised to {name}"),
    }
    return templates.get(alert.kind, "{name}").format(name=name, tier=tier, stage=stage)


def alerts_fact(rows: Sequence[AlertRow]) -> str:
    """15, 2 changed tier."""
    if not rows:
        return ""
    crossed = sum(row.alert.kind in (UP, DOWN) for row in rows)
    said = number(len(rows))
    return f"{said}, {words('%Ln changed tier', crossed)}" if 0 < crossed < len(rows) else said


def alert_change(alert: Alert) -> str:
    """65 → 76, for thresholds that were crossed; the score alone where the one before is not known."""
    if alert.shown_after is None:
        return ""
    if alert.shown_before is None or alert.shown_before == alert.shown_after:
        return numerals.isolated(numerals.whole(alert.shown_after))
    return numerals.isolated(f"{numerals.whole(alert.shown_before)} → {numerals.whole(alert.shown_after)}")


def because_words(alert: Alert) -> str:
    """Why an alert was raised."""
    from leadqual_gui.services.operations import Said

    params = dict(alert.parameters)
    days = params.get("days")
    match alert.kind:
        case k if k == SILENT:
            return words("%Ln day(s) without a sign", _whole(days)) if _known(days) else words("no sign for long")
        case k if k == OVERDUE:
            return words("%Ln day(s) in the stage", _whole(days)) if _known(days) else words("too long in the stage")
        case k if k == STALE:
            return words("nobody has checked them since {day}").format(day=short_day(alert.anchor))
        case k if k == FOLLOW_UP:
            return str(params.get("note") or "") or words("due {day}").format(day=day_words(alert.anchor))
    if alert.because == "rescored":
        return words("points fade with time") if alert.kind == DOWN else words("more is known than at the last look")
    return say_cause(Said(alert.because, params))


def _known(days: object) -> bool:
    return isinstance(days, int | float)


def _whole(days: object) -> int:
    return round(days) if isinstance(days, int | float) else 0


def alert_because(row: AlertRow) -> str:
    """The second line of an alert."""
    return words("Because: {reason}").format(reason=because_words(row.alert))


def alert_step(row: AlertRow) -> str:
    """What the button of an alert does."""
    return {
        UP: words("Open"),
        DOWN: words("Open"),
        SILENT: words("Plan a call"),
        OVERDUE: words("Move it"),
        STALE: words("Check"),
        FOLLOW_UP: words("Call"),
    }.get(row.alert.kind, words("Open"))


def spoken_alert(row: AlertRow, vocabulary: Vocabulary, language: str) -> str:
    """All of an alert."""
    parts = [alert_title(row, vocabulary), alert_change(row.alert), capital(alert_because(row))]
    if row.next is not None:
        parts.append(words("Next: {action}").format(action=row.next.play.label.of(language)))
    return numerals.plain(". ".join(part for part in parts if part))


# --- follow-ups ------------------------------------------------------------------------------------------------------


def promise_words(row: FollowUpRow) -> str:
    """What was promised."""
    if row.follow_up.note:
        return row.follow_up.note
    return {"call": words("Call"), "email": words("Write an e-mail")}.get(
        row.follow_up.action, capital(row.follow_up.action)
    )


def promise_time(row: FollowUpRow, now: datetime) -> str:
    """The hour of today, or the day."""
    due = row.follow_up.due_at
    days = days_between(now, due)
    if days == 0:
        return clock(due)
    if abs(days) < 7:
        return QLocale().standaloneDayName(due.astimezone().isoweekday(), _SHORT)
    return short_day(due)


def late_words(row: FollowUpRow) -> str:
    """1 day late."""
    return words("%Ln day(s) late", row.late_days) if row.late_days else ""


def spoken_promise(row: FollowUpRow, now: datetime) -> str:
    """All of a promise."""
    return ", ".join(filter(None, (promise_time(row, now), row.row.name, promise_words(row), late_words(row))))


# --- later -----------------------------------------------------------------------------------------------------------


def later_choices(now: datetime) -> list[tuple[str, datetime]]:
    """When something may be put off to: in two hours, tomorrow, in three days, next week."""
    local = now.astimezone()
    morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
    monday = morning + timedelta(days=7 - local.weekday())
    soon = (local + timedelta(hours=2)).replace(minute=0, second=0, microsecond=0)
    choices = [(words("In two hours, {time}").format(time=clock(soon)), soon)] if soon.date() == local.date() else []
    choices.append((words("Tomorrow morning"), _at_nine(local, 1)))
    choices.append((words("In three days, {day}").format(day=day_words(_at_nine(local, 3), now)), _at_nine(local, 3)))
    choices.append((words("Next week, {day}").format(day=short_day(monday, now)), _at_nine(local, 7 - local.weekday())))
    return choices


def _at_nine(local: datetime, days: int) -> datetime:
    """Nine in the morning so many days on, as clocks will show it then."""
    day = (local.replace(tzinfo=None) + timedelta(days=days)).replace(hour=9, minute=0, second=0, microsecond=0)
    return day.astimezone()
