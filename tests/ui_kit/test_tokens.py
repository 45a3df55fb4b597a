"""The colours can be read by everyone, and nothing beside the tokens names a colour or a type size."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from leadqual_gui.ui import theme as theme_package
from leadqual_gui.ui.theme.tokens import DARK, LIGHT, Colours, Sizes, ToneColours

UI = Path(theme_package.__file__).parents[1]
TEXT, SHAPE = 4.5, 3.0
SCHEMES = pytest.mark.parametrize("c", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    """WCAG 2 relative luminance."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@SCHEMES
def test_words_are_readable_on_every_surface_they_stand_on(c: Colours[str]):
    pairs = [
        *[(word, ground) for word in (c.text1, c.text2, c.text3) for ground in (c.base, c.window, c.hover, c.selected)],
        *[(word, c.sunken) for word in (c.text1, c.text2)],
        *[(word, ground) for word in (c.text1, c.text2, c.accent_text) for ground in (c.selected2, c.base, c.selected)],
        (c.on_accent, c.accent),
        (c.on_accent, c.accent_hover),
        *[(word, ground) for word in (c.positive_text, c.negative_text) for ground in (c.base, c.selected)],
    ]
    worst = min((contrast(word, ground), word, ground) for word, ground in pairs)
    assert worst[0] >= TEXT, worst


@SCHEMES
def test_the_quietest_words_just_hold_on_the_sunken_surface(c: Colours[str]):
    assert round(contrast(c.text3, c.sunken), 1) >= TEXT


@SCHEMES
@pytest.mark.parametrize("tier", ["cold", "warm", "hot"])
def test_a_tier_is_readable_as_word_and_visible_as_shape(c: Colours[str], tier: str):
    tone: ToneColours[str] = getattr(c, tier)
    assert contrast(tone.text, tone.tint) >= TEXT
    assert contrast(tone.mark, c.base) >= SHAPE
    assert contrast(tone.mark, tone.tint) >= SHAPE


@SCHEMES
def test_points_are_readable_on_every_heat_step(c: Colours[str]):
    for heat in (c.plus, c.minus):
        worst = min(contrast(word, step) for word, step in zip(heat.text, heat.steps, strict=True))
        assert worst >= 5.45


@SCHEMES
def test_outlines_and_the_focus_ring_can_be_seen(c: Colours[str]):
    assert round(contrast(c.control, c.base), 1) >= SHAPE
    assert round(contrast(c.control, c.window), 1) >= SHAPE
    assert min(contrast(c.focus, c.base), contrast(c.focus, c.window)) >= SHAPE


@pytest.mark.parametrize(
    ("pair", "light", "dark"),
    [
        (lambda c: (c.text1, c.base), 16.9, 13.9),
        (lambda c: (c.text2, c.base), 7.7, 8.4),
        (lambda c: (c.text3, c.window), 4.9, 6.6),
        (lambda c: (c.accent_text, c.selected2), 6.3, 5.4),
        (lambda c: (c.on_accent, c.accent), 7.0, 6.3),
        (lambda c: (c.cold.text, c.cold.tint), 5.8, 7.4),
        (lambda c: (c.warm.mark, c.warm.tint), 3.5, 6.3),
        (lambda c: (c.hot.mark, c.base), 4.9, 5.4),
        (lambda c: (c.positive_text, c.base), 6.4, 8.6),
        (lambda c: (c.negative_text, c.selected), 6.6, 6.7),
        (lambda c: (c.control, c.window), 3.0, 4.3),
        (lambda c: (c.focus, c.base), 5.5, 7.3),
    ],
)
def test_contrasts_are_those_that_the_design_states(
    pair: Callable[[Colours[str]], tuple[str, str]], light: float, dark: float
):
    assert contrast(*pair(LIGHT)) == pytest.approx(light, abs=0.06)
    assert contrast(*pair(DARK)) == pytest.approx(dark, abs=0.06)


def test_a_larger_text_size_takes_every_distance_with_it():
    half_again = Sizes().scaled(1.5)
    assert (half_again.type_body, half_again.row, half_again.l) == (20, 54, 24)
    assert Sizes().scaled(0.1).focus_ring == 1


def test_only_the_tokens_name_colours_and_type_sizes():
    named = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*[\d\"']|setPointSize|setPixelSize\(\d")
    found = [
        f"{path.relative_to(UI)}:{number}: {line.strip()}"
        for path in sorted(UI.rglob("*.py"))
        if path.name != "tokens.py"
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if named.search(line)
    ]
    assert not found, "\n".join(found)
