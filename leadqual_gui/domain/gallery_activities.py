"""The gallery's criteria on what leads do: the closer to buying, the more points and the slower they fade."""

from __future__ import annotations

from leadqual_gui.domain.matrix import ActivityRule, Criterion
from leadqual_gui.domain.text import Text


def _fades(
    name: str, label: str, points: float, kinds: str, most: int, half_life: float, grace: float = 0.0
) -> Criterion:
    """What counts so many times and fades; the window is what is left of it after about four half-lives."""
    within = min(365.0, max(60.0, 4 * half_life))
    rule = ActivityRule(tuple(kinds.split()), within=within, at_most=most, half_life=half_life, grace=grace)
    return _made(name, label, points, rule)


def _times(name: str, label: str, points: float, kinds: str, least: int, within: float, *topics: str) -> Criterion:
    """What counts once it happened so often."""
    return _made(name, label, points, ActivityRule(tuple(kinds.split()), within=within, at_least=least, topics=topics))


def _made(name: str, label: str, points: float, rule: ActivityRule) -> Criterion:
    kind = "negative" if points < 0 else "implicit"
    axis = "engagement" if points < 0 else ""
    return Criterion(name, kind, Text(label), axis=axis, activity=rule, tenths=round(points * 10))


IMPLICIT: dict[str, tuple[Criterion, ...]] = {
    "visits": (
        _fades("visits", "Website visits", 0.5, "page_viewed", 6, 30),
        _fades(
            "product_pages", "Product pages and customer stories", 1.5, "product_page_viewed case_study_viewed", 4, 30
        ),
        _fades("pricing_page", "Pricing page visited", 4, "pricing_page_viewed", 2, 14),
        _times("visit_frequency", "Comes back often", 3, "returning_visit", 3, 60.0),
        _fades("visit_length", "Long visits", 1.5, "long_visit", 2, 30),
        _times("referrer", "Came from a partner's page", 2, "visit_from_referral", 1, 180.0),
        _times("search_or_ad", "Came from a search or an advertisement", 1, "visit_from_search visit_from_ad", 1, 60.0),
    ),
    "calls": (
        _fades("called_us", "Called us", 6, "call_inbound", 2, 45),
        _fades("conversations", "Calls and meetings", 3, "call_reached meeting_held", 3, 45),
    ),
    "content": (
        _fades("articles", "Articles read", 1, "article_read", 4, 45),
        _fades("white_papers", "White papers downloaded", 3, "white_paper_downloaded", 3, 60),
        _fades("videos", "Videos watched", 1, "video_watched", 3, 45),
        _fades("podcasts", "Podcasts played", 1, "podcast_played", 3, 45),
        _fades("comparison", "Comparison downloaded", 4, "comparison_downloaded", 1, 60),
    ),
    "subscriptions": (_times("newsletter", "Newsletter subscribed", 1, "newsletter_subscribed", 1, 365.0),),
    "webinars": (
        _fades("webinar_registered", "Registered for a webinar", 1, "webinar_registered", 2, 30),
        _fades("webinar", "Attended a webinar", 5, "webinar_attended", 3, 60),
        _times("webinar_topic", "Webinar on prices", 2, "webinar_attended", 1, 180.0, "price", "pricing"),
    ),
    "forms": (
        _fades("demo_requested", "Demo requested", 10, "demo_requested", 1, 90, 7.0),
        _fades("quote_requested", "Asked for a quote", 10, "quote_requested", 1, 90, 7.0),
        _fades("contact_form", "Contact form sent", 6, "contact_requested", 2, 60),
        _fades("surveys", "Surveys completed", 2, "survey_completed", 2, 90),
        _fades("quizzes", "Quiz or calculator completed", 2, "quiz_completed", 2, 90),
    ),
    "events": (
        _fades("trade_shows", "Trade shows", 4, "trade_show_visited", 2, 90),
        _fades("events", "Events of ours", 4, "event_attended", 2, 90),
    ),
    "email": (
        _fades("email_opened", "E-mails opened", 0.5, "email_opened", 4, 30),
        _fades("email_clicked", "Links in e-mails clicked", 2, "email_clicked", 3, 60),
        _fades("email_replied", "Answered an e-mail", 4, "email_replied", 2, 45),
    ),
    "social": (
        _fades("social_likes", "Likes", 0.5, "social_liked", 4, 30),
        _fades("social_shares", "Shares", 1, "social_shared", 3, 30),
        _fades("social_clicks", "Clicks in social media", 1, "social_clicked", 4, 30),
    ),
    "product": (
        _fades("trial_started", "Trial started", 8, "trial_started", 1, 45),
        _fades("trial_used", "Used the trial", 5, "trial_used", 3, 30),
        _fades("demo_attended", "Demo attended", 8, "demo_attended", 1, 60),
        _times("colleagues", "Invited colleagues", 5, "colleague_invited", 1, 180.0),
    ),
}

NEGATIVE_ACTIVITIES = (
    _fades("no_response", "No response to messages", -2, "no_response call_no_answer", 3, 30),
    _times("careers_page", "Careers page visited", -5, "careers_page_viewed", 1, 90.0),
)
