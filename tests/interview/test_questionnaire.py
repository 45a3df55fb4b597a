"""A questionnaire goes out as one page, is filled in without us, and comes back as answers of the lead."""

import base64
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadqual_gui.adapters.exchange.questionnaire import BEGIN, END, page_of, write_questionnaire
from leadqual_gui.adapters.exchange.questionnaire_answers import MOST, read_answer_file, read_answers
from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.text import Text
from leadqual_gui.services.commands import Undo
from leadqual_gui.services.questionnaire import (
    PROBLEMS,
    Calculator,
    CalculatorField,
    Filed,
    FilledIn,
    Problem,
    Questionnaire,
    QuestionnaireWords,
    file_answers,
    lead_of,
    review,
)

COST = Calculator(
    "What does it cost you today?",
    "In a year that is about",
    (CalculatorField("hours", "Hours a week"), CalculatorField("rate", "Cost of an hour", "€", 52.0)),
    "€",
)
EVIL = "</script><img src=x onerror=alert(1)> \" ' & <!--"


class Page(HTMLParser):
    """What a browser would find on the page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self._inside = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note the tag."""
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_data(self, data):
        """Note scripts."""
        if self._inside == "script":
            self.scripts.append(data)
            self._inside = ""


def body_of(framework, **changes):
    """What the page's script would collect."""
    usual = {
        "format": 1,
        "framework": framework.id,
        "fingerprint": Questionnaire(framework).fingerprint,
        "lead": "",
        "name": "Ines Carvalho",
        "filled_at": "2026-11-18T08:00:00Z",
        "answers": [{"element": "budget", "level": 2, "remark": "10 to 12 k"}, {"element": "timeline", "level": None}],
        "numbers": {"hours": 6},
    }
    return usual | changes


def sent_back(body, checksum=None):
    """The file that would come back."""
    text = body if isinstance(body, str) else json.dumps(body)
    return json.dumps({"leadqual_answers": text, "checksum": checksum or f"{crc32(text.encode()):08x}"})


def as_mail(file):
    """The same as a block in a quoted e-mail."""
    packed = base64.b64encode(file.encode()).decode()
    lines = "\n".join(f"> {packed[n : n + 70]}" for n in range(0, len(packed), 70))
    return f"Dear Ana,\n\nhere you are.\n> {BEGIN}\n{lines}\n> {END}\n\nBest, Ines"


@pytest.mark.parametrize("framework", ["bant", "champ", "gpctba_ci", "meddic", "meddpicc", "spiced", "anum", "faint"])
def test_every_shipped_framework_becomes_a_page_that_loads_nothing(shipped, framework):
    text = page_of(Questionnaire(shipped.framework(framework), "L-7", COST))
    page = Page(text)
    loading = {"src", "href", "srcset", "action", "poster", "data", "background"}
    assert [(tag, name) for tag, attrs in page.tags for name in attrs if name in loading] == []
    assert not re.search(r"https?:|//\w+\.|@import|url\(|fetch\(|XMLHttp|WebSocket|sendBeacon|import\(", text)
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    questions = [attrs["name"] for tag, attrs in page.tags if tag == "input" and attrs.get("value") == "0"]
    assert questions == [f"level.{e.id}" for e in shipped.framework(framework).elements]
    policy = next(a["content"] for t, a in page.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy


def test_nothing_that_a_rule_file_says_becomes_a_tag_or_a_script(shipped):
    bant = shipped.framework("bant")
    elements = tuple(
        replace(e, customer=Text(EVIL), levels=tuple(replace(lv, sentence=Text(EVIL)) for lv in e.levels))
        for e in bant.elements
    )
    words = QuestionnaireWords(
        **dict.fromkeys(("title", "intro", "finish", "copy", "name", "privacy", "language"), EVIL)
    )
    evil = Calculator(EVIL, EVIL, (CalculatorField("hours", EVIL, EVIL),), EVIL)
    text = page_of(Questionnaire(replace(bant, name=Text(EVIL), elements=elements), EVIL, evil, words))
    plain = page_of(Questionnaire(bant, "", replace(COST, fields=COST.fields[:1])))
    page = Page(text)
    assert [tag for tag, _ in page.tags] == [tag for tag, _ in Page(plain).tags]
    assert len(page.scripts) == 2
    assert json.loads(page.scripts[0])["lead"] == EVIL
    assert page.scripts[1] == Page(plain).scripts[1]


def test_what_comes_back_in_a_mail_arrives_as_said_by_the_lead(shipped, office, ines):
    filled = read_answers(as_mail(sent_back(body_of(shipped.framework("bant")))))
    assert isinstance(filled, FilledIn)
    before = office.score(ines)
    done = file_answers(filled, office.workspace, ines)
    assert isinstance(done, Filed)
    assert (done.answers, done.problems) == (2, ())
    record = office.workspace.store.record(ines)
    budget = next(a for a in record.answers if a.element == "budget")
    assert (budget.level, budget.said_by, budget.evidence, budget.confirmed) == (
        2,
        "Ines Carvalho",
        "10 to 12 k",
        False,
    )
    assert budget.heard_at == datetime(2026, 11, 18, 8, 0, tzinfo=UTC)
    assert {a.kind for a in record.activities} == {"quiz_completed", "note"}
    assert office.score(ines) > before
    for operation in reversed(done.operations):
        office.do(Undo(operation))
    assert office.workspace.store.record(ines).answers == ()


def test_the_file_itself_can_be_read_too_and_says_whose_it_is(shipped, office, ines, tmp_path):
    path = tmp_path / "answers-bant.json"
    path.write_text(sent_back(body_of(shipped.framework("bant"), lead=str(ines))), "utf-8")
    filled = read_answer_file(path)
    assert lead_of(filled, office.workspace) == ines
    assert review(filled, office.workspace, office.lead("Somebody Else"))[0].code == "other_lead"


def test_answers_to_questions_that_are_gone_are_kept_as_a_note_and_named(shipped, office, ines):
    body = body_of(shipped.framework("bant"), fingerprint="0" * 16, numbers={})
    body["answers"] = [{"element": "shoe_size", "level": 1, "remark": "43"}, {"element": "need", "level": 3}]
    done = file_answers(read_answers(sent_back(body)), office.workspace, ines)
    assert [p.code for p in done.problems] == ["changed", "no_element"]
    assert done.answers == 1
    notes = [a.topic for a in office.workspace.store.activities(ines) if a.kind == "note"]
    assert notes == ["BANT\nshoe_size: level 1, 43"]
    assert all(p.words() for p in done.problems)


def test_an_answer_from_the_future_counts_as_given_now(shipped, office, ines):
    filled = read_answers(sent_back(body_of(shipped.framework("bant"), filled_at="2031-01-01T00:00:00Z")))
    done = file_answers(filled, office.workspace, ines)
    assert [p.code for p in done.problems] == ["in_future"]
    assert office.workspace.store.answers(ines)[0].heard_at == office.clock.now()


def wrongs(framework):
    """Files that must not be taken, with the problem each has."""
    good = body_of(framework)
    many = [{"element": f"e{n}", "level": 1} for n in range(101)]
    yield from (
        ("", "empty"),
        ("Dear Ana, no time today", "no_block"),
        ("x" * (MOST + 1), "too_large"),
        (f"{BEGIN}\nabc", "checksum"),
        (f"{BEGIN}\n%%%\n{END}", "checksum"),
        ("{", "not_json"),
        ("[" * 100_000, "no_block"),
        ('{"a":' * 50_000, "not_json"),
        ('{"leadqual_answers": "x", "leadqual_answers": "y"}', "not_json"),
        ('{"leads": []}', "not_answers"),
        (sent_back(good, "00000000"), "checksum"),
        (sent_back("[]"), "not_answers"),
        (sent_back("x" * 300_000), "too_large"),
        (sent_back({**good, "format": 2}), "format"),
        (sent_back({**good, "format": True}), "format"),
        (sent_back({**good, "command": "DROP"}), "key_unknown"),
        (sent_back({**good, "answers": {}}), "wrong"),
        (sent_back({**good, "answers": ["budget"]}), "wrong"),
        (sent_back({**good, "answers": [{"element": "budget", "level": 4}]}), "wrong"),
        (sent_back({**good, "answers": [{"element": "budget", "level": "2"}]}), "wrong"),
        (sent_back({**good, "answers": [{"element": "budget", "level": True}]}), "wrong"),
        (sent_back({**good, "answers": [{"element": "b", "level": 1, "said_by": "Ana"}]}), "key_unknown"),
        (sent_back({**good, "answers": [{"element": "b", "level": 1, "remark": "x" * 3000}]}), "wrong"),
        (sent_back({**good, "answers": [{"element": "b", "level": 1}] * 2}), "twice"),
        (sent_back({**good, "answers": many}), "too_many"),
        (sent_back({**good, "framework": "../../etc"}), "wrong"),
        (sent_back({**good, "filled_at": "yesterday"}), "wrong"),
        (sent_back({**good, "filled_at": 7}), "wrong"),
        (sent_back({**good, "filled_at": "0001-01-01T00:00:00+23:59"}), "wrong"),
        (sent_back({**good, "numbers": {"hours": 1e300}}), "wrong"),
        (sent_back(json.dumps(good).replace("6}", "NaN}")), "not_json"),
        (sent_back(json.dumps(good).replace("6}", "1e999}")), "wrong"),
        (sent_back({**good, "name": ["Ines"]}), "wrong"),
    )


def test_whatever_is_wrong_with_a_file_has_a_name_and_words(shipped):
    for text, code in wrongs(shipped.framework("bant")):
        found = read_answers(text)
        assert isinstance(found, Problem), text[:80]
        assert found.code == code, text[:80]
        assert found.words()
    assert {code for _, code in wrongs(shipped.framework("bant"))} <= set(PROBLEMS)


def test_control_characters_do_not_come_in(shipped):
    body = body_of(shipped.framework("bant"), name="Ines\x00\x1b[31m\u202eoahlavraC")
    assert read_answers(sent_back(body)).name == "Ines[31moahlavraC"


@settings(max_examples=150, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists) | st.text(max_size=40))
def test_any_json_and_any_text_gives_a_problem_and_no_stack_trace(anything):
    assert isinstance(read_answers(sent_back(json.dumps(anything))), Problem)
    assert isinstance(read_answers(json.dumps(anything)), Problem)
    assert isinstance(read_answers(f"{BEGIN}{anything}{END}"), Problem)


def test_a_file_that_cannot_be_read_or_written_says_so(tmp_path, shipped):
    with pytest.raises(LeadQualError, match="cannot be read"):
        read_answer_file(tmp_path / "none.json")
    with pytest.raises(LeadQualError, match="cannot be written"):
        write_questionnaire(tmp_path / "no" / "page.html", Questionnaire(shipped.framework("bant")))


def test_a_customer_reads_answers_as_a_customer_would_say_them(shipped):
    text = page_of(Questionnaire(shipped.framework("bant")))
    assert "I prepare the decision, and somebody else signs." in text
    assert "Prepares the decision and has access to the person who signs." not in text
