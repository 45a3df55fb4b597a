"""Another text size takes the distances inside screens along that stand there already, and back again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QLayoutItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import getAllValidWrappers

from leadqual_gui.ui.theme.theme import ZOOMS, Theme, next_zoom
from leadqual_gui.ui.widgets.notices import Notice, NoticeArea
from leadqual_gui.ui.widgets.themed import margins

UI = Path(margins.__code__.co_filename).parents[1]


@pytest.fixture
def card(qtbot: QtBot, theme: Theme) -> Iterator[QWidget]:
    """A lead's card: a column with a row in it that was never given a distance, and a grid."""
    frame = QWidget()
    qtbot.addWidget(frame)
    s = theme.look.s
    column = margins(QVBoxLayout(frame), s.l, s.m, s.l, s.xl, s.s)
    row = QHBoxLayout()
    row.addWidget(QLabel("Ines Carvalho"))
    row.addWidget(QLabel("Norbrook Cold Storage"))
    column.addLayout(row)
    grid = margins(QGridLayout(), 0, 1, 0, 0)
    grid.setHorizontalSpacing(s.m)
    grid.setVerticalSpacing(s.xs)
    grid.addWidget(QLabel("Phone"), 0, 0)
    column.addLayout(grid)
    yield frame
    theme.choose_zoom(1.0)


def distances(card: QWidget) -> tuple[int, ...]:
    """Margins and spacing of the card, spacing of its row, margins and spacing of its grid."""
    column = card.layout()
    assert column is not None
    row, grid = column.findChild(QHBoxLayout), column.findChild(QGridLayout)
    edge, inner = column.contentsMargins(), grid.contentsMargins()
    around = (edge.left(), edge.top(), edge.right(), edge.bottom(), column.spacing())
    return (*around, row.spacing(), inner.top(), grid.horizontalSpacing(), grid.verticalSpacing())


def known_items() -> int:
    """Parts of layouts that Python knows; Qt does not tell when they are gone."""
    found = getAllValidWrappers()
    return sum(isinstance(one, QLayoutItem) and not isinstance(one, QLayout) for one in found)


def test_another_text_size_leaves_no_part_of_a_layout_known(card: QWidget, theme: Theme, qtbot: QtBot) -> None:
    notices = NoticeArea(theme)
    qtbot.addWidget(notices)
    for number in range(5):
        notices.show_notice(Notice(f"Imported {number} leads"))
    before = known_items()
    for zoom in ZOOMS:
        theme.choose_zoom(zoom)
    assert [bar.notice.message for bar in notices.bars()] == [f"Imported {number} leads" for number in (2, 3, 4)]
    assert known_items() == before


def test_nobody_asks_a_layout_for_its_parts() -> None:
    asking = [file.name for file in UI.rglob("*.py") if ".itemAt(" in file.read_text("utf-8")]
    assert asking == [], "what is asked for stays known, and is taken for whatever comes to lie at its address"


def test_what_was_set_at_100_per_cent_grows_with_the_text(card: QWidget, theme: Theme) -> None:
    assert distances(card) == (16, 12, 16, 24, 8, 8, 1, 12, 4)
    theme.choose_zoom(1.5)
    assert distances(card) == (24, 18, 24, 36, 12, 12, 1, 18, 6)


def test_through_all_sizes_and_back_it_is_as_before(card: QWidget, theme: Theme) -> None:
    before = distances(card)
    for zoom in (*ZOOMS, *reversed(ZOOMS), 1.0):
        theme.choose_zoom(zoom)
    assert distances(card) == before


def test_a_card_made_in_large_text_becomes_what_it_is_in_usual_text(qtbot: QtBot, theme: Theme) -> None:
    theme.choose_zoom(0.9)
    s = theme.look.s
    frame = QWidget()
    qtbot.addWidget(frame)
    column = margins(QVBoxLayout(frame), s.xs, s.s, s.m, s.l, s.xl)
    theme.choose_zoom(1.0)
    edge = column.contentsMargins()
    assert (edge.left(), edge.top(), edge.right(), edge.bottom(), column.spacing()) == (4, 8, 12, 16, 24)


def test_what_somebody_set_meanwhile_counts(card: QWidget, theme: Theme) -> None:
    theme.choose_zoom(2.0)
    column = card.layout()
    assert column is not None
    column.setSpacing(theme.look.s.xl)
    theme.choose_zoom(1.0)
    assert column.spacing() == 24
    assert column.contentsMargins().left() == 16


def test_how_wide_a_field_has_to_be_follows_and_what_has_no_limit_has_none(card: QWidget, theme: Theme) -> None:
    name, company = card.findChildren(QLabel)[:2]
    name.setMinimumWidth(140)
    company.setFixedHeight(theme.look.s.row)
    card.setMinimumWidth(300)
    theme.choose_zoom(1.25)
    assert (name.minimumWidth(), name.maximumWidth()) == (175, 16777215)
    assert (company.minimumHeight(), company.maximumHeight()) == (45, 45)
    assert card.minimumWidth() == 300
    theme.choose_zoom(0.9)
    theme.choose_zoom(1.0)
    assert (name.minimumWidth(), company.height()) == (140, 36)


def test_the_keys_go_from_size_to_size_and_stop_at_the_ends() -> None:
    assert (next_zoom(1.0, 1), next_zoom(1.0, -1), next_zoom(2.0, 1), next_zoom(0.8, -1)) == (1.1, 0.9, 2.0, 0.8)
    assert next_zoom(1.75, 0) == 1.0
    assert next_zoom(1.2, 1) == 1.5
