"""What leads did, told as stories: a kind of lead, what it is like, and what happened on which day.

Two hidden numbers stand behind each lead: how well it fits and how much it wants to buy. What it did and what it
answered follow from them with much chance, and so does whether a deal was won: calibration finds something, not all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from leadqual_gui.services.sample.people import (
    DECIDERS,
    HEADS,
    INDUSTRIES,
    MANAGERS,
    OTHERS,
    Person,
    Population,
    pick,
)

SOURCES = ("Website", "Referral", "Trade show", "Webinar", "Partner", "Search", "Bought list", "Cold call")
OWNERS = ("Ana", "Ben", "Chiara")
BOTS = (
    ("qwe", "rty"),
    ("asdf", "gh"),
    ("test", "test"),
    ("free", "win"),
    ("x1x", "x1xa"),
    ("aaa", "bbb"),
    ("hello", "hello"),
    ("zxcv", "bnm"),
    ("abc", "123"),
)
"""What forms are filled in with when nobody is behind it."""
LOST_REASONS = ("Chose another supplier", "No budget this year", "Never answered again", "Project was stopped")
TOPICS = {
    "webinar_attended": (
        "Less paperwork in a day",
        "What switching really costs",
        "Prices explained",
        "Planning for peaks",
    ),
    "webinar_registered": ("Less paperwork in a day", "Prices explained"),
    "article_read": ("Five signs of a slow process", "How others plan", "A checklist for spring"),
    "white_paper_downloaded": ("Buyer's guide", "The cost of waiting", "Standards in plain words"),
    "email_clicked": ("August newsletter", "October newsletter", "Customer story"),
    "email_opened": ("August newsletter", "October newsletter"),
    "page_viewed": ("/", "/about", "/blog"),
    "product_page_viewed": ("/product", "/product/planning", "/product/reports"),
    "call_reached": ("7 min, need and timeline heard", "12 min, asked about prices", "4 min, call again on Friday"),
    "note": ("Prefers calls before ten", "Colleague joins the next call", "Compares us with two others"),
    "trade_show_visited": ("Spring fair, hall 4",),
}


@dataclass(slots=True)
class Story:
    """One lead: its fields, what it did (kind and days ago), what it answered (element, level, days ago).

    `ends`: the stage in which it stands now; `closed`: how many days ago the deal was decided, if it was.
    """

    key: str
    fields: dict[str, str]
    created: float
    acts: list[tuple[str, float]] = field(default_factory=list)
    answers: list[tuple[str, str, float]] = field(default_factory=list)
    people: list[tuple[str, str, int, int]] = field(default_factory=list)
    ends: str = "new"
    closed: float | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of lead: how many, how well they fit and how much they want (0 to 1), when they came and were last seen.

    `span`: days since they came, from and to; `seen`: days since their last sign. `answered`: how much of BANT.
    """

    name: str
    count: int
    fit: tuple[float, float]
    want: tuple[float, float]
    span: tuple[float, float]
    seen: tuple[float, float]
    answered: float = 0.0
    stages: tuple[str, ...] = ("new",)


KINDS = (
    Kind("evaluator", 30, (0.65, 1.0), (0.6, 0.95), (20, 90), (0, 5), 0.6, ("sql", "opportunity", "pql")),
    Kind("interested", 68, (0.5, 0.95), (0.35, 0.7), (20, 150), (1, 20), 0.3, ("mql", "mql", "engaged")),
    Kind("reader", 48, (0.2, 0.7), (0.15, 0.4), (8, 70), (2, 25), 0.05, ("engaged", "new")),
    Kind("new", 24, (0.3, 0.95), (0.2, 0.6), (0, 4), (0, 2), 0.0, ("new",)),
    Kind(
        "silent",
        44,
        (0.3, 0.95),
        (0.1, 0.5),
        (120, 360),
        (31, 110),
        0.15,
        ("nurture", "nurture", "nurture", "engaged", "new"),
    ),
    Kind("fading", 4, (0.5, 0.9), (0.3, 0.6), (60, 150), (30.2, 33.8), 0.2, ("mql", "engaged")),
    Kind("old", 3, (0.5, 0.9), (0.3, 0.5), (365.2, 368.8), (5, 25), 0.2, ("engaged", "mql")),
    Kind("unsubscribed", 9, (0.3, 0.8), (0.1, 0.4), (90, 330), (30, 80), 0.0, ("nurture",)),
    Kind("not_to_call", 4, (0.4, 0.8), (0.2, 0.4), (90, 330), (20, 70), 0.2, ("disqualified",)),
    Kind("bot", 9, (0.0, 0.1), (0.0, 0.1), (1, 120), (1, 100), 0.0, ("new",)),
    Kind("private", 12, (0.2, 0.6), (0.3, 0.6), (5, 120), (2, 20), 0.1, ("new", "engaged")),
    Kind("verified", 8, (0.4, 0.8), (0.4, 0.7), (20, 150), (2, 15), 0.5, ("mql", "engaged")),
    Kind("student", 7, (0.0, 0.2), (0.2, 0.4), (10, 200), (3, 40), 0.0, ("disqualified",)),
    Kind("closed", 170, (0.25, 1.0), (0.2, 1.0), (60, 365), (5, 300), 0.7, ("won",)),
)


def stories(random: Random) -> Iterator[Story]:
    """All of them, always the same for the same seed."""
    people, firms = Population(random), _Firms(random)
    number = 0
    for kind in KINDS:
        for _ in range(kind.count):
            number += 1
            yield _story(f"S{number:04d}", kind, people, firms, random)


class _Firms:
    """What is known of companies: the same for all who work there."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._known: dict[str, dict[str, str]] = {}

    def facts(self, company: str, fit: float) -> dict[str, str]:
        if company not in self._known:
            random = self._random
            size = round(random.lognormvariate(4.4, 0.6)) if fit > 0.5 else round(random.lognormvariate(2.6, 1.4))
            industry = random.choice(INDUSTRIES[:3] if random.random() < fit else INDUSTRIES[3:])
            revenue = round(size * random.uniform(70_000, 210_000), -4)
            self._known[company] = {
                "industry": industry,
                "employees": str(max(1, size)),
                "annual_revenue": "" if random.random() < 0.5 else f"{revenue:.0f}",
            }
        return self._known[company]


def _story(key: str, kind: Kind, people: Population, firms: _Firms, random: Random) -> Story:
    fit, want = random.uniform(*kind.fit), random.uniform(*kind.want)
    created = random.uniform(*kind.span)
    seen = min(random.uniform(*kind.seen), created * 0.85)
    person = people.person()
    fields = {
        "external_id": key,
        "full_name": person.full_name,
        "company": person.company,
        "job_title": _job_title(fit, random),
        "email": f"{person.address}@{person.domain}",
        "phone": person.phone if random.random() < 0.8 else "",
        "website": f"https://{person.domain}",
        "city": person.city,
        "country": person.country,
        "source": _source(fit, want, random),
        "owner": random.choice(OWNERS),
        "expected_value": f"{round(random.lognormvariate(9, 0.7), -2):.0f}" if want > 0.5 else "",
        "currency": "EUR",
    } | firms.facts(person.company, fit)
    story = Story(key, fields, created, ends=random.choice(kind.stages))
    story.acts.extend(_acts(want, created, seen, random))
    story.answers.extend(_answers(kind.answered, fit, want, seen, random))
    _twist(story, kind, fit, want, seen, random)
    if kind.answered > 0.4:
        story.people.extend(_buying_group(person, people, random))
    return story


def _job_title(fit: float, random: Random) -> str:
    if fit > 0.8:
        return random.choice(DECIDERS if random.random() < 0.55 else HEADS)
    if fit > 0.45:
        return random.choice(HEADS if random.random() < 0.45 else MANAGERS)
    return pick(random, MANAGERS if random.random() < 0.3 else OTHERS, missing=0.3)


def _source(fit: float, want: float, random: Random) -> str:
    good = (fit + want) / 2
    return random.choice(SOURCES[:5] if random.random() < good + 0.15 else SOURCES[5:])


def _acts(want: float, created: float, seen: float, random: Random) -> Iterator[tuple[str, float]]:
    """What happened between the first day and the last sign: reading first, then interest, then intent."""

    def once(kind: str, chance: float, late: float = 0.0) -> Iterator[tuple[str, float]]:
        if random.random() < chance:
            begin = created - (created - seen) * late
            yield kind, random.uniform(seen, max(seen, begin))

    yield "page_viewed", created
    for _ in range(random.randrange(1, 3 + round(8 * want))):
        yield (
            random.choice(("page_viewed", "article_read", "email_opened", "product_page_viewed")),
            random.uniform(seen, created),
        )
    for _ in range(round(4 * want + random.random())):
        yield (
            random.choice(("email_clicked", "white_paper_downloaded", "product_page_viewed", "case_study_viewed")),
            (random.uniform(seen, created)),
        )
    yield from once("webinar_registered", want)
    yield from once("webinar_attended", want * 0.8, 0.3)
    yield from once("webinar_attended", want * 0.4, 0.6)
    yield from once("trade_show_visited", 0.12)
    yield from once("newsletter_subscribed", 0.4)
    yield from once("call_reached", want * 0.7, 0.5)
    yield from once("email_replied", (want - 0.4) * 1.2, 0.5)
    yield from once("call_no_answer", 0.25)
    for _ in range(3):
        yield from once("pricing_page_viewed", (want - 0.3) * 1.1, 0.75)
    yield from once("demo_requested", (want - 0.45) * 1.6, 0.7)
    yield from once("quote_requested", (want - 0.55) * 1.6, 0.8)
    if random.random() < (want - 0.5) * 1.4:
        for _ in range(random.randrange(1, 4)):
            yield from once("trial_used", 1.0, 0.75)
        yield from once("colleague_invited", want * 0.6, 0.8)
    if seen < created:
        yield random.choice(("page_viewed", "email_clicked", "email_opened")), seen


def _answers(share: float, fit: float, want: float, seen: float, random: Random) -> Iterator[tuple[str, str, float]]:
    """Answers to BANT: what a lead says leans to how well it fits and how much it wants, with chance."""
    leaning = {"need": want, "authority": fit, "budget": (fit + want) / 2, "timeline": want}
    for element, towards in leaning.items():
        if random.random() < share:
            level = str(min(3, max(0, round(random.gauss(towards * 2.6, 0.8)))))
            if level == "0" and element == "need":
                level = "1"
            told = random.choices((level, "unknown", "refused"), (92, 5, 3))[0]
            yield f"bant.{element}", told, seen + random.uniform(0, 20)


def _buying_group(person: Person, people: Population, random: Random) -> Iterator[tuple[str, str, int, int]]:
    yield person.full_name, random.choice(("champion", "decision_maker", "influencer")), 2, 1
    for role in random.sample(("economic_buyer", "user", "blocker", "gatekeeper"), random.randrange(1, 3)):
        yield (
            people.person(person.country).full_name,
            role,
            3 if role == "economic_buyer" else 1,
            random.randrange(-1, 2),
        )


def _twist(story: Story, kind: Kind, fit: float, want: float, seen: float, random: Random) -> None:
    """What makes each kind of lead special."""
    fields = story.fields
    match kind.name:
        case "new":
            story.acts[1:] = [("contact_requested", seen)] if random.random() < 0.2 else []
        case "unsubscribed":
            fields["unsubscribed"] = "yes"
            story.acts.append(("unsubscribed", seen))
        case "not_to_call":
            fields["do_not_contact"] = "yes"
        case "bot":
            first, last = BOTS[int(story.key[1:]) % len(BOTS)]
            local = f"{first}{last}"
            fields |= {"full_name": f"{first} {last}", "company": "", "job_title": "", "phone": "", "website": ""}
            fields |= {"email": f"{local}{story.key[-2:]}@mailinator.com", "industry": "", "employees": ""}
            story.acts[:] = [("contact_requested", seen), ("contact_requested", seen)]
        case "private" | "verified":
            # Five letters at most: that mailbox gives out no address of fewer than six, so nobody has this one.
            fields["email"] = f"{fields['email'][:2]}{story.key[-3:]}@gmail.com"
            if kind.name == "verified":
                fields["verified"] = f"-{max(1.0, seen):.3f}"
        case "student":
            fields["job_title"] = random.choice(("Student", "Intern"))
            if random.random() < 0.4:
                fields |= {"tags": "competitor", "job_title": "Product analyst"}
            story.acts.append(("careers_page_viewed", seen))
        case "closed":
            _close(story, fit, want, seen, random)


def _close(story: Story, fit: float, want: float, seen: float, random: Random) -> None:
    """The deal was decided: better fit and stronger intent won more often, not always.

    Who bought had mostly asked for a price and said when; who did not, more often fell silent first.
    """
    won = random.random() < 0.02 + 0.85 * fit * want
    story.ends = "won" if won else "lost"
    story.closed = max(0.5, seen - (random.uniform(0, 6) if won else random.uniform(2, 45)))
    story.fields |= {
        "outcome": story.ends,
        "closed_at": f"-{story.closed:.3f}",
        "lost_reason": "" if won else random.choice(LOST_REASONS),
        "past_purchases": "1" if random.random() < (0.15 if won else 0.05) else "",
    }
    if won:
        late = ("pricing_page_viewed", "email_replied", "demo_requested", "quote_requested", "call_reached")
        story.acts += [(kind, seen + random.uniform(0, 12)) for kind in late if random.random() < 0.6]
