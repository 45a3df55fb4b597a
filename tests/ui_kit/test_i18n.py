"""Words on screen go through translation, plurals are right, and the pseudo-language shows what is not translated."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.i18n import (
    PSEUDO,
    Tongue,
    english_plural,
    languages,
    pseudo,
    system_language,
)
from leadqual_gui.ui.theme.theme import Theme
from leadqual_gui.ui.widgets.account_views import GapsView, LedgerView
from leadqual_gui.ui.widgets.bars import BulkBar, TopBar
from leadqual_gui.ui.widgets.command_palette import CommandPalette
from leadqual_gui.ui.widgets.gallery_facts import LEADS, LEDGER
from leadqual_gui.ui.widgets.notices import QuestionBlock
from leadqual_gui.ui.widgets.range_bar import ScoreHead
from leadqual_gui.ui.widgets.scores import TierScale
from leadqual_gui.ui.widgets.themed import ElidedLabel, Label, margins
from tests.ui_kit.painted import painted_on
from tests.ui_kit.read_back import is_pseudo


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[Tongue]:
    tongue = Tongue(qapp)
    tongue.speak("en")
    yield tongue
    tongue.speak("en")
    for translator in tongue._translators:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize(
    ("source", "n", "said"),
    [
        ("%n lead(s)", 1, "1 lead"),
        ("%n lead(s)", 0, "0 leads"),
        ("%n lead(s) in %n list(s)", 5, "5 leads in 5 lists"),
        ("%n match(es)", 2, "2 matches"),
        ("%n quer(y|ies)", 1, "1 query"),
        ("%n quer(y|ies)", 3, "3 queries"),
        ("%n {name} (kept)", 2, "2 {name} (kept)"),
    ],
)
def test_english_plurals(tongue: Tongue, source: str, n: int, said: str):
    assert QCoreApplication.translate("Leads", source, None, n) == said


def test_a_text_without_a_number_is_left_alone(tongue: Tongue):
    assert QCoreApplication.translate("Leads", "Leads (all)") == "Leads (all)"
    assert english_plural("nothing to do", 2) == "nothing to do"


def test_pseudo_is_longer_accented_bracketed_and_keeps_placeholders():
    said = pseudo("Import %1 leads of {name} for <b>%n</b> &owners")
    assert is_pseudo(said)
    assert len(said) > 1.3 * len("Import %1 leads of {name} for <b>%n</b> &owners")
    for kept in ("%1", "{name}", "<b>", "%n", "</b>", "&"):
        assert kept in said
    assert "Import" not in said
    assert pseudo("  ") == "  "


def test_the_pseudo_language_runs_from_right_to_left_and_can_be_taken_off(tongue: Tongue, qapp: QApplication):
    tongue.speak(PSEUDO)
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert is_pseudo(QCoreApplication.translate("Rail", "Screens"))
    said = QCoreApplication.translate("Leads", "%n lead(s)", None, 3)
    assert "3 " in said
    assert is_pseudo(said)
    tongue.speak("en")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert QCoreApplication.translate("Rail", "Screens") == "Screens"


def test_an_unknown_language_is_english(tongue: Tongue):
    tongue.speak("tlh")
    assert tongue.code == "en"
    assert system_language() in {language.code for language in languages()}
    assert [one.code for one in languages(with_pseudo=True)][-1] == PSEUDO


def kit_in(theme: Theme) -> QWidget:
    """The widgets of the kit that say something of their own."""
    frame = QWidget()
    row = QHBoxLayout(frame)
    question, bulk = QuestionBlock(theme), BulkBar(theme)
    for part in (TopBar(theme, QAction("", frame), QAction("", frame)), question, bulk):
        row.addWidget(part)
    bulk.set_count(2)
    CommandPalette(theme, lambda _query: [], frame)
    return frame


def test_every_word_of_the_kit_goes_through_translation(theme: Theme, tongue: Tongue, qtbot: QtBot):
    tongue.speak(PSEUDO)
    frame = kit_in(theme)
    qtbot.addWidget(frame)
    frame.show()
    labels = [label.text() for label in frame.findChildren(QLabel) if label.text()]
    names = [one.accessibleName() for one in frame.findChildren(QWidget) if one.accessibleName()]
    keys = {"↑ ↓", "Tab", ">", "@", "Esc"}
    plain = [words for words in (*labels, *names) if not is_pseudo(words) and words not in keys]
    assert labels
    assert not plain
    assert is_pseudo(LedgerView(theme).accessibleName())
    assert is_pseudo(GapsView(theme).accessibleName())


def test_a_score_is_said_in_the_language_with_its_numbers_intact(theme: Theme, tongue: Tongue, qtbot: QtBot):
    tongue.speak(PSEUDO)
    head = ScoreHead(theme)
    qtbot.addWidget(head)
    head.set_score(LEADS[0][2], TierScale())
    head.resize(500, 30)
    said = painted_on(head)[-1]
    assert is_pseudo(said)
    assert "45" in said
    assert "86" in said


def test_mirrored_labels_and_ledger_begin_at_the_right(theme: Theme, mirrored: None, qtbot: QtBot):
    frame = QWidget()
    row, label, view = QHBoxLayout(frame), Label(theme, "Ines Carvalho"), LedgerView(theme)
    for part in (label, view):
        row.addWidget(part)
    view.set_rows(LEDGER)
    frame.resize(700, 400)
    qtbot.addWidget(frame)
    frame.show()
    assert label.alignment() & Qt.AlignmentFlag.AlignRight
    assert label.x() > view.x()
    row_image = view.grab(view.visualRect(view.model().index(1, 0))).toImage()
    ink = [
        x
        for x in range(row_image.width())
        if any(row_image.pixelColor(x, y).lightness() < 90 for y in range(row_image.height()))
    ]
    assert ink[-1] > row_image.width() - 12


def test_a_cut_label_says_all_of_it_elsewhere(theme: Theme, qtbot: QtBot):
    frame = QWidget()
    label = ElidedLabel(theme, "A lead with an uncommonly long name, of an uncommonly long company")
    margins(QHBoxLayout(frame), 0, 0, 0, 0).addWidget(label)
    frame.resize(120, 30)
    qtbot.addWidget(frame)
    frame.show()
    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName() == label.words()
