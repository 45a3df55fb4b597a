"""Light, dark and larger text are put on while the program runs, and everything follows."""

import gc
import re
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from leadqual_gui.ui.theme import tokens
from leadqual_gui.ui.theme.icons import DIRECTIONAL, KEPT, Icons
from leadqual_gui.ui.theme.look import Look, Tone
from leadqual_gui.ui.theme.resources import resources_folder
from leadqual_gui.ui.theme.theme import Scheme, Theme
from leadqual_gui.ui.widgets import draw, gallery, scores
from leadqual_gui.ui.widgets.controls import Button, primary_button
from leadqual_gui.ui.widgets.rail import Rail
from leadqual_gui.ui.widgets.themed import Label, Surface


def colours_in(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_inter_is_bundled_with_digits_of_one_width(look: Look):
    assert look.f.body.font.families()[0] == "Inter"
    assert len({look.f.body.width(digit * 6) for digit in "0123456789"}) == 1
    assert look.f.body.metrics.height() <= 16
    assert (resources_folder() / "fonts" / "Inter-LICENSE.txt").is_file()
    assert (resources_folder() / "icons" / "LICENSE.txt").is_file()


def test_a_theme_change_repaints_what_is_open(theme: Theme, qtbot: QtBot):
    sheet = Surface(theme, "base")
    button = primary_button(theme, "Start call", "phone-call")
    column = QVBoxLayout(sheet)
    column.addWidget(button)
    column.addWidget(Label(theme, "Ines Carvalho"))
    qtbot.addWidget(sheet)
    sheet.show()
    assert {"#ffffff", "#4a48c4"} <= colours_in(sheet.grab().toImage())
    theme.choose_scheme(Scheme.DARK)
    after = colours_in(sheet.grab().toImage())
    assert {"#1a1d22", "#8f8df5", "#e7e9ed"} <= after
    assert "#4a48c4" not in after


def test_the_palette_carries_the_tokens_to_plain_widgets(theme: Theme, qapp: QApplication):
    role = QPalette.ColorRole
    assert qapp.palette().color(role.Base).name().upper() == tokens.LIGHT.base
    theme.choose_scheme(Scheme.DARK)
    palette = qapp.palette()
    assert palette.color(role.Base).name().upper() == tokens.DARK.base
    assert palette.color(role.AlternateBase) == palette.color(role.Base)
    assert palette.color(QPalette.ColorGroup.Disabled, role.Text).name().upper() == tokens.DARK.text_disabled


def test_changes_are_told_once_and_only_when_there_are_any(theme: Theme, qtbot: QtBot):
    with qtbot.assertNotEmitted(theme.changed):
        theme.choose_scheme(Scheme.LIGHT)
        theme.choose_zoom(1.0)
    with qtbot.waitSignal(theme.changed):
        theme.choose_zoom(1.25)


def test_text_size_takes_fonts_heights_and_the_rail_along(theme: Theme, qtbot: QtBot):
    frame = QWidget()
    column, rail, button = QVBoxLayout(frame), Rail(theme), Button(theme, "Compare", key="C")
    rail.add("today", "sun", "Today")
    column.addWidget(rail)
    column.addWidget(button)
    qtbot.addWidget(frame)
    before = button.sizeHint()
    theme.choose_zoom(1.5)
    assert theme.look.f.body.font.pixelSize() == 20
    assert rail.width() == 108
    assert button.sizeHint().height() == 45
    assert button.sizeHint().width() > before.width() * 1.3


def test_system_scheme_follows_the_desktop(qapp: QApplication):
    theme = Theme(qapp, Scheme.SYSTEM)
    assert theme.is_dark == (qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark)


def test_plain_controls_have_our_outlines(theme: Theme, qtbot: QtBot):
    frame = QWidget()
    column = QVBoxLayout(frame)
    combo, field, box = QComboBox(), QLineEdit("a field"), QCheckBox("Chosen")
    combo.addItem("Company")
    box.setChecked(True)
    for widget in (combo, field, box):
        column.addWidget(widget)
    qtbot.addWidget(frame)
    frame.show()
    assert "#858d9a" in colours_in(combo.grab().toImage())
    assert "#858d9a" in colours_in(field.grab().toImage())
    assert "#4a48c4" in colours_in(box.grab().toImage())
    assert combo.height() == field.height() == theme.look.s.button


def test_progress_fills_with_the_accent_from_where_reading_starts(theme: Theme, mirrored: None, qtbot: QtBot):
    bar = QProgressBar()
    qtbot.addWidget(bar)
    bar.setTextVisible(False)
    bar.setValue(30)
    bar.resize(200, 20)
    image = bar.grab().toImage()
    assert image.pixelColor(190, 10).name() == "#4a48c4"
    assert image.pixelColor(20, 10).name() == "#e9ebef"


def test_icons_are_tinted_kept_and_mirrored(look: Look):
    red, blue = QColor("red"), QColor("blue")
    icons = Icons()
    arrow = icons.pixmap("arrow-right", red, 16)
    assert icons.pixmap("arrow-right", red, 16) is arrow
    assert icons.pixmap("arrow-right", blue, 16) is not arrow
    turned = icons.pixmap("arrow-right", red, 16, rtl=True).toImage()
    assert turned == arrow.toImage().flipped(Qt.Orientation.Horizontal)
    assert icons.pixmap("search", red, 16, rtl=True) is icons.pixmap("search", red, 16)
    assert icons.pixmap("check", red, 16, 2.0).width() == 32


def test_icons_of_themes_and_sizes_long_gone_are_let_go_of(look: Look):
    icons = Icons()
    star = icons.pixmap("star", QColor("red"), 16)
    first = weakref.ref(icons.pixmap("check", QColor("red"), 16))
    for size in range(KEPT):
        icons.pixmap("check", QColor("blue"), 8, ratio=1 + size / KEPT)
        assert icons.pixmap("star", QColor("red"), 16) is star
    gc.collect()
    assert first() is None


def test_every_bundled_icon_can_be_drawn_and_every_used_one_is_bundled(look: Look):
    icons = Icons()
    names = set(icons.names())
    for name in names:
        assert icons.pixmap(name, look.c.text2, 16).toImage().pixelColor(8, 8).isValid()
    assert names >= DIRECTIONAL
    source = "\n".join(path.read_text(encoding="utf-8") for path in Path(gallery.__file__).parent.glob("*.py"))
    used = set(re.findall(r'icon\(painter, look, "([a-z0-9-]+)"', source)) | set(
        re.findall(r'pixmap\("([a-z0-9-]+)"', source)
    )
    assert used <= names
    assert used


def test_tiers_can_be_told_apart_without_colour(look: Look):
    inked = []
    for tone in Tone:
        image = QImage(16, 16, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        with draw.painting(QPainter(image)) as painter:
            scores.paint_tier_mark(painter, look, QRect(0, 0, 16, 16), tone)
        painter.end()
        alpha = sum(image.pixelColor(x, y).alpha() for x in range(16) for y in range(16))
        inked.append(alpha)
    cold, warm, hot = inked
    assert cold < 0.8 * warm < 0.8 * 0.9 * hot


def test_the_gallery_shows_every_piece(theme: Theme, tmp_path: Path):
    theme.choose_scheme(Scheme.DARK)
    for name in gallery.SHEETS:
        gallery.render(theme, name, tmp_path / f"{name}.png")
        picture = QImage(str(tmp_path / f"{name}.png"))
        assert picture.width() >= 1440
        assert tokens.DARK.raised.lower() in colours_in(picture.copy(720, 300, 200, 200)) or name != "palette"
        assert len(colours_in(picture.copy(300, 300, 400, 300))) > 20


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
def test_a_number_field_has_the_outline_of_every_field(theme: Theme, qtbot: QtBot, scheme: Scheme) -> None:
    theme.choose_scheme(scheme)
    field = QSpinBox()
    qtbot.addWidget(field)
    field.resize(120, theme.look.s.button)
    image = field.grab().toImage()
    assert image.pixelColor(image.width() // 2, 0) == theme.look.c.control
    assert image.pixelColor(image.width() // 2, image.height() - 1) == theme.look.c.control


def test_words_in_the_middle_stay_there_when_they_are_painted(qtbot: QtBot, theme: Theme) -> None:
    label = Label(theme, "Take a filter away, or choose another view above.", wrap=True)
    qtbot.addWidget(label)
    label.put_in_middle()
    label.resize(600, 60)
    label.grab()
    assert label.alignment() == Qt.AlignmentFlag.AlignCenter
    label.setText("Other words")
    label.grab()
    assert label.alignment() == Qt.AlignmentFlag.AlignCenter
