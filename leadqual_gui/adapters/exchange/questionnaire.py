"""Writes a framework as one HTML page that asks a customer, and needs neither a server nor the internet.

Everything on the page is escaped text; what its script needs stands in a data block that cannot end the block. The
page's own policy lets nothing be loaded and nothing be sent, and only the one script that belongs to it run.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from pathlib import Path

from leadqual_gui.domain.errors import LeadQualError
from leadqual_gui.domain.framework import Element
from leadqual_gui.services.questionnaire import FORMAT, Calculator, Questionnaire, asked_in_quiz

BEGIN, END = "-----BEGIN LEADQUAL ANSWERS-----", "-----END LEADQUAL ANSWERS-----"

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}
fieldset{border:1px solid #9aa0ab;border-radius:8px;margin:1.5rem 0;padding:1rem}
legend{font-weight:600;padding:0 .4rem}
label{display:block;padding:.35rem 0;cursor:pointer}
textarea,input[type=text],input[type=number]{width:100%;box-sizing:border-box;font:inherit;padding:.4rem}
button{font:inherit;padding:.6rem 1.2rem;border-radius:8px;border:1px solid #4b45c6;background:#4b45c6;color:#fff}
button+button{margin-inline-start:.6rem}
#answers{width:100%;height:12rem;font-family:monospace;font-size:13px}
[hidden]{display:none}
.small{color:#6a7080;font-size:.875rem}
output{display:block;font-size:1.4rem;font-weight:600;padding:.4rem 0}
"""

_SCRIPT = """
"use strict";
const about = JSON.parse(document.getElementById("about").textContent);
const form = document.getElementById("quiz");
const one = (selector) => form.querySelector(selector);
function checksum(text) {
  let mark = 0xffffffff;
  for (const byte of new TextEncoder().encode(text)) {
    mark ^= byte;
    for (let bit = 0; bit < 8; bit++) mark = (mark >>> 1) ^ (mark & 1 ? 0xedb88320 : 0);
  }
  return ((mark ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0");
}
function numbers() {
  const found = {};
  for (const key of about.numbers) {
    const box = one('[name="number.' + key + '"]');
    if (box.value !== "" && Number.isFinite(box.valueAsNumber)) found[key] = box.valueAsNumber;
  }
  return found;
}
function reckon() {
  const box = document.getElementById("result");
  if (!box) return;
  const found = numbers();
  const all = about.numbers.every((key) => key in found);
  let sum = 1;
  about.numbers.forEach((key, at) => { sum *= (found[key] || 0) * about.factors[at]; });
  box.textContent = all ? new Intl.NumberFormat(about.language).format(Math.round(sum)) + " " + about.unit : "\\u2013";
}
function collected() {
  const answers = [];
  for (const element of about.elements) {
    const picked = one('input[name="level.' + element + '"]:checked');
    const remark = one('[name="remark.' + element + '"]').value.trim().slice(0, 2000);
    if (!picked && !remark) continue;
    const answer = { element: element, level: picked && picked.value !== "" ? Number(picked.value) : null };
    if (remark) answer.remark = remark;
    answers.push(answer);
  }
  const now = new Date().toISOString().slice(0, 19) + "Z";
  const body = { format: about.format, framework: about.framework, fingerprint: about.fingerprint, lead: about.lead,
    name: one('[name="name"]').value.trim().slice(0, 200), filled_at: now, answers: answers, numbers: numbers() };
  const text = JSON.stringify(body);
  return JSON.stringify({ leadqual_answers: text, checksum: checksum(text) });
}
function block(text) {
  const bytes = new TextEncoder().encode(text);
  let raw = "";
  for (const byte of bytes) raw += String.fromCharCode(byte);
  return about.begin + "\\n" + btoa(raw).replace(/.{1,72}/g, "$&\\n") + about.end + "\\n";
}
let file = "";
form.addEventListener("input", reckon);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  file = collected();
  document.getElementById("answers").value = block(file);
  document.getElementById("done").hidden = false;
  document.getElementById("done").scrollIntoView();
});
document.getElementById("copy").addEventListener("click", () => {
  const box = document.getElementById("answers");
  box.select();
  document.execCommand("copy");
  document.getElementById("copied").hidden = false;
});
document.getElementById("save").addEventListener("click", () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([file], { type: "application/json" }));
  link.download = "answers-" + about.framework + ".json";
  link.click();
});
reckon();
"""


def write_questionnaire(path: Path, questionnaire: Questionnaire) -> None:
    """Write the page. Raises LeadQualError if it cannot be written."""
    try:
        path.write_text(page_of(questionnaire), "utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise LeadQualError(
            f"The questionnaire cannot be written: {reason}", "Choose another folder", str(path)
        ) from error


def page_of(questionnaire: Questionnaire) -> str:
    """The whole page as text."""
    return "\n".join(_page(questionnaire)) + "\n"


def _page(asked: Questionnaire) -> Iterator[str]:
    words = asked.words
    direction = "rtl" if words.right_to_left else "ltr"
    yield "<!DOCTYPE html>"
    yield f'<html lang="{_e(words.language)}" dir="{direction}">'
    yield '<head><meta charset="utf-8">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{_policy()}">'
    yield '<meta name="referrer" content="no-referrer">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f"<title>{_e(words.title)}</title>"
    yield f"<style>{_STYLE}</style></head>"
    yield f"<body><h1>{_e(words.title)}</h1><p>{_e(words.intro)}</p>"
    yield '<form id="quiz" autocomplete="off">'
    for element in asked_in_quiz(asked.framework):
        yield from _question(asked, element)
    if asked.calculator is not None:
        yield from _calculator(asked.calculator)
    yield f'<label>{_e(words.name)}<input type="text" name="name" maxlength="200"></label>'
    yield f'<p><button type="submit">{_e(words.finish)}</button></p></form>'
    yield f'<section id="done" hidden><p>{_e(words.done)}</p>'
    yield f'<textarea id="answers" readonly aria-label="{_e(words.copy)}"></textarea>'
    yield f'<p><button type="button" id="copy">{_e(words.copy)}</button>'
    yield f'<button type="button" id="save">{_e(words.save)}</button></p>'
    yield f'<p id="copied" role="status" hidden>{_e(words.copied)}</p></section>'
    yield f'<p class="small">{_e(words.privacy)}</p>'
    yield f'<script type="application/json" id="about">{_data(asked)}</script>'
    yield f"<script>{_SCRIPT}</script></body></html>"


def _question(asked: Questionnaire, element: Element) -> Iterator[str]:
    language, name = asked.words.language, _e(element.id)
    question = (element.customer or element.questions[0]).of(language)
    yield f"<fieldset><legend>{_e(question)}</legend>"
    for level in element.levels:
        box = f'<input type="radio" name="level.{name}" value="{level.level:d}">'
        yield f"<label>{box} {_e((level.customer or level.sentence).of(language))}</label>"
    yield f'<label><input type="radio" name="level.{name}" value=""> {_e(asked.words.not_sure)}</label>'
    yield f'<label class="small">{_e(asked.words.remark)}'
    yield f'<textarea name="remark.{name}" rows="2" maxlength="2000"></textarea></label></fieldset>'


def _calculator(calculator: Calculator) -> Iterator[str]:
    yield f"<fieldset><legend>{_e(calculator.title)}</legend>"
    for one in calculator.fields:
        unit = f" ({_e(one.unit)})" if one.unit else ""
        box = f'<input type="number" step="any" min="0" name="number.{_e(one.id)}">'
        yield f"<label>{_e(one.label)}{unit}{box}</label>"
    yield f'<p>{_e(calculator.result)}<output id="result"></output></p></fieldset>'


def _data(asked: Questionnaire) -> str:
    """What the script needs, as JSON in which nothing can end the block that it stands in."""
    calculator = asked.calculator
    about = {
        "format": FORMAT,
        "framework": asked.framework.id,
        "fingerprint": asked.fingerprint,
        "lead": asked.key,
        "language": asked.words.language,
        "elements": [element.id for element in asked_in_quiz(asked.framework)],
        "numbers": [one.id for one in calculator.fields] if calculator else [],
        "factors": [one.factor for one in calculator.fields] if calculator else [],
        "unit": calculator.unit if calculator else "",
        "begin": BEGIN,
        "end": END,
    }
    text = json.dumps(about, ensure_ascii=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _policy() -> str:
    parts = (("script", _SCRIPT), ("style", _STYLE))
    allowed = "; ".join(f"{kind}-src '{_hash(text)}'" for kind, text in parts)
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _e(text: str) -> str:
    return escape(str(text), quote=True)
