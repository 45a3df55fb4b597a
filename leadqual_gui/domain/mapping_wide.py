"""Exports that tell of activities in columns: one row a lead, with counters ("Opens"), dates ("Last open") and ticks.

Such a column's target is written `<kind>.count`, `<kind>.at` or `<kind>.did`. Also: what the rows of an export are
that names no kind, because all of them are of one (the submissions of forms, the people in a webinar, clicks).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from leadqual_gui.domain.facts import FactType
from leadqual_gui.domain.mapping_names import activity_field_named, field_named, normal_header

WIDE_TARGET = re.compile(r"([a-z][a-z0-9_]{0,63})\.(count|at|did)")
_TYPES: Mapping[str, FactType] = MappingProxyType(
    {"count": FactType.NUMBER, "at": FactType.DATE, "did": FactType.YES_NO}
)
_KEY_FIELDS = frozenset(("email", "external_id", "full_name", "first_name", "last_name"))
_BESIDE = _KEY_FIELDS | {"created_at", "website", "notes", "job_title", "source", "owner", "tags", "verified"}

_COUNTS = {
    "email_opened": "opens, emails opened, email opens, unique opens, total opens, open count, number of opens, "
    "times opened, öffnungen, ouvertures, aperturas, aperture, открытий, 打开次数",
    "email_clicked": "clicks, email clicks, emails clicked, unique clicks, total clicks, click count, link clicks, "
    "number of clicks, klicks, clics, clic, кликов, 点击次数",
    "email_replied": "replies, email replies, emails replied, reply count, number of replies",
    "email_sent": "emails sent, emails delivered, sends, send count, number of emails sent",
    "page_viewed": "page views, pageviews, number of pageviews, number of page views, website page views, "
    "visits, website visits, sessions, number of sessions, number of visits, seitenaufrufe, pages "
    "vues, visitas",
    "pricing_page_viewed": "pricing page views, pricing views",
    "product_page_viewed": "product page views, product views",
    "webinar_registered": "webinars registered, webinar registrations, registrations",
    "webinar_attended": "webinars attended, webinar attendances, attendances",
    "event_attended": "events attended, event attendances",
    "white_paper_downloaded": "downloads, content downloads, number of downloads, white papers downloaded",
    "video_watched": "videos watched, video views, video plays",
    "contact_requested": "form submissions, forms submitted, number of form submissions, number of conversions",
    "trial_used": "logins, login count, number of logins, sign in count",
    "call_reached": "calls, number of calls, calls connected",
    "meeting_held": "meetings, number of meetings, meetings held",
}
_TIMES = {
    "email_opened": "last open, last opened, last open date, last opened at, opened at, open date, open time, "
    "last email open date, last marketing email open date",
    "email_clicked": "last click, last clicked, last click date, last clicked at, clicked at, click date, click "
    "time, last email click date, last marketing email click date",
    "email_replied": "last reply, last replied, replied at, reply date, last email reply date, last marketing "
    "email reply date",
    "email_sent": "last sent, last email sent, last email send date, last email date, last marketing email send date",
    "page_viewed": "last visit, last page view, last seen, time last seen, time of last visit, time of last session",
    "webinar_registered": "registration time, registration date, registered at, registered on, registration date time",
    "webinar_attended": "join time, first join time, joined at, attended at, attended on, attendance date",
    "white_paper_downloaded": "last download, download date, downloaded at",
    "video_watched": "last video watched, watched at",
    "demo_requested": "demo requested at, demo request date",
    "contact_requested": "last form submission, recent conversion date, submitted at, submission date",
    "trial_started": "trial started at, trial start, trial start date, trial started on",
    "trial_used": "last login, last login at, last login date, last sign in",
    "unsubscribed": "unsub time, unsubscribed at, unsubscribe date, unsubscribed on",
    "meeting_held": "last meeting, last meeting date",
    "call_reached": "last call, last call date",
}
_TICKS = {
    "email_opened": "opened, opened email, has opened",
    "email_clicked": "clicked, clicked link, has clicked",
    "email_replied": "replied, has replied",
    "webinar_registered": "registered, registered for webinar",
    "webinar_attended": "attended, attended webinar, attended live, attendance, attendance status",
    "event_attended": "attended event, checked in",
    "white_paper_downloaded": "downloaded, has downloaded",
    "video_watched": "watched, watched recording, watched replay",
    "demo_requested": "demo requested, requested demo",
    "trial_started": "trial started, started trial",
}


def _table() -> dict[str, str]:
    found: dict[str, str] = {}
    for part, kinds in (("count", _COUNTS), ("at", _TIMES), ("did", _TICKS)):
        for kind, names in kinds.items():
            found.update((normal_header(name), f"{kind}.{part}") for name in names.split(","))
    return found


_ALIASES = _table()


def wide_type(target: str) -> FactType | None:
    """How the cells of such a column are read; None if the target is no such."""
    found = WIDE_TARGET.fullmatch(target)
    return _TYPES[found[2]] if found else None


@lru_cache(maxsize=4096)
def wide_target_named(header: str) -> str | None:
    """What a column of counters, dates or ticks tells of: "Last open" -> email_opened.at."""
    bare = header.strip().removeprefix("#")
    found = WIDE_TARGET.fullmatch(bare.strip())
    return found[0] if found else _ALIASES.get(normal_header(bare))


def is_wide(headers: Sequence[str]) -> bool:
    """One row a lead, with what it did in columns: a key, such columns, and hardly a field of the lead besides."""
    wide = [header for header in headers if wide_target_named(header)]
    keyed = any(activity_field_named(header) == "lead" for header in headers)
    ticks_only = all((wide_target_named(header) or "").endswith(".did") for header in wide)
    return keyed and bool(wide) and (len(wide) > 1 or not ticks_only) and lead_fields(headers, wide) <= 2


def lead_fields(headers: Sequence[str], but: Collection[str] = ()) -> int:
    """How many columns hold fields of a lead that no export of activities has beside its key."""
    found = {field_named(header) for header in headers if header not in but}
    return len({name for name in found if name and not name.startswith("-")} - _BESIDE)


_IMPLIED: tuple[tuple[str, frozenset[str]], ...] = (
    ("contact_requested", frozenset(("form id", "form name", "conversion id", "submission id", "form title"))),
    ("webinar_attended", frozenset(("join time", "time in session", "attendance duration", "webinar id"))),
    ("email_clicked", frozenset(("clicked url", "link url", "clicked link", "click id"))),
    ("email_opened", frozenset(("open id", "open duration"))),
    ("page_viewed", frozenset(("page url", "page path", "landing page", "session id", "referrer", "page location"))),
)


_OF_A_BROWSER = frozenset(("user agent", "browser", "ip address", "device type", "useragent", "ip"))
"""What only the log of a web or mail server has."""
_IN_A_LOG: tuple[tuple[str, frozenset[str]], ...] = (
    ("email_clicked", frozenset(("url", "referer", "link"))),
    ("email_opened", frozenset(("duration",))),
)


def implied_kind(headers: Sequence[str]) -> str | None:
    """What the rows of an export are that has a lead, a time and no kind; None if nothing tells.

    A log of clicks or opens is one even if no column says whose they are: then that is asked for.
    """
    normal = {normal_header(header) for header in headers}
    parts = {activity_field_named(header) for header in headers}
    fields = lead_fields(headers, {header for header in headers if normal_header(header) == "location"})
    if len(_OF_A_BROWSER & normal) > 1 and not fields and "kind" not in parts:
        return next((kind for kind, marks in _IN_A_LOG if marks & normal), None)
    if "lead" not in parts or not parts & {"occurred_at", "month"} or lead_fields(headers):
        return None
    return next((kind for kind, marks in _IMPLIED if marks & normal), None)
