"""The questionnaire in a real browser: filled in, its answers read back, nothing loaded, nothing blocked."""

import re
import shutil
import subprocess
from html import unescape

import pytest

from leadqual_gui.adapters.exchange.questionnaire import page_of
from leadqual_gui.adapters.exchange.questionnaire_answers import read_answers
from leadqual_gui.services.questionnaire import FilledIn, Questionnaire, file_answers
from tests.interview.test_questionnaire import COST

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this computer")

FILL_IN = """
const pick = (name, value) => document.querySelector(`input[name="${name}"][value="${value}"]`).click();
const write = (name, text) => { const box = document.querySelector(`[name="${name}"]`); box.value = text;
  box.dispatchEvent(new Event("input", { bubbles: true })); };
%s
write("name", "Ines Carvalho");
document.querySelector("#quiz button").click();
document.body.dataset.block = document.getElementById("answers").value;
document.body.dataset.sum = (document.getElementById("result") || {}).textContent || "";
"""


def filled_in_chromium(tmp_path, questionnaire, doings):
    """Open the page, let a customer's hand do things, and give back the page as it then is.

    The hand is a second script; the page's own policy would stop it, so its hash is put beside the page's own.
    """
    text = page_of(questionnaire)
    hand = FILL_IN % doings
    policy = re.search(r"script-src '(sha256-[^']+)'", text)[1]
    allowed = text.replace(f"script-src '{policy}'", f"script-src '{policy}' '{_hash(hand)}'")
    page = tmp_path / "page.html"
    page.write_text(allowed.replace("</body>", f"<script>{hand}</script></body>"), "utf-8")
    words = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    words += ["--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom", page.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert "Content Security Policy" not in done.stderr
    assert not re.search(r"CONSOLE.*(Error|Refused)", done.stderr)
    return done.stdout


def _hash(text):
    import base64
    import hashlib

    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def test_a_page_filled_in_by_a_customer_comes_back_as_answers(tmp_path, shipped, office, ines):
    doings = """
    pick("level.budget", "2"); write("remark.budget", "10 to 12 k, “soon” – für Kühlräume");
    pick("level.authority", ""); pick("level.need", "3");
    write("number.hours", "6"); write("number.rate", "40");
    """
    dom = filled_in_chromium(tmp_path, Questionnaire(shipped.framework("bant"), str(ines), COST), doings)
    block = unescape(re.search(r'data-block="([^"]+)"', dom)[1])
    filled = read_answers(f"Here you are:\n{block}\nBest, Ines")
    assert isinstance(filled, FilledIn), filled
    assert [(a.element, a.level) for a in filled.answers] == [("budget", 2), ("authority", None), ("need", 3)]
    assert filled.answers[0].remark == "10 to 12 k, “soon” – für Kühlräume"
    assert (filled.key, filled.name, filled.numbers) == (str(ines), "Ines Carvalho", (("hours", 6.0), ("rate", 40.0)))
    assert "12,480 €" in unescape(re.search(r'data-sum="([^"]*)"', dom)[1])
    office.clock.moment = filled.filled_at
    assert file_answers(filled, office.workspace, ines).problems == ()
    assert {(a.element, a.level) for a in office.workspace.store.answers(ines)} == {
        ("budget", 2),
        ("authority", None),
        ("need", 3),
    }


@pytest.mark.parametrize("framework", ["champ", "gpctba_ci", "meddic"])
def test_every_question_of_a_framework_can_be_answered(tmp_path, shipped, framework):
    chosen = shipped.framework(framework)
    doings = "".join(f'pick("level.{e.id}", "{n % 4}");' for n, e in enumerate(chosen.elements))
    dom = filled_in_chromium(tmp_path, Questionnaire(chosen), doings)
    filled = read_answers(unescape(re.search(r'data-block="([^"]+)"', dom)[1]))
    assert [(a.element, a.level) for a in filled.answers] == [(e.id, n % 4) for n, e in enumerate(chosen.elements)]


def test_a_page_without_our_hand_breaks_no_rule_of_its_own(tmp_path, shipped):
    page = tmp_path / "page.html"
    page.write_text(page_of(Questionnaire(shipped.framework("bant"), "", COST)), "utf-8")
    words = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    words += ["--enable-logging=stderr", "--virtual-time-budget=1000", "--dump-dom", page.as_uri()]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert "CONSOLE" not in done.stderr
    assert '<output id="result">–</output>' in done.stdout
