"""The look in numbers: every colour, type size and distance that the interface uses.

Nothing else in the code names a colour, a font size or a distance. `Colours` is generic over what a colour is:
here "#RRGGBB" text, in `look.py` the QColor made from it. They are named tuples because the start of the program waits
for them: a frozen dataclass takes seven times as long to define.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, NamedTuple, TypeVar

C = TypeVar("C")
D = TypeVar("D")


class ToneColours(NamedTuple, Generic[C]):
    """A tier's three colours: its mark, its words, and the tint behind them."""

    mark: C
    text: C
    tint: C


class HeatColours(NamedTuple, Generic[C]):
    """Five steps away from zero; `text` is what is readable on each."""

    steps: tuple[C, C, C, C, C]
    text: tuple[C, C, C, C, C]


class Colours(NamedTuple, Generic[C]):
    """Every colour of one scheme. Surfaces, then text, then lines, then what carries meaning."""

    window: C
    base: C
    raised: C
    sunken: C
    hover: C
    selected: C
    selected2: C
    text1: C
    text2: C
    text3: C
    text_disabled: C
    line: C
    line_strong: C
    control: C
    accent: C
    accent_hover: C
    on_accent: C
    accent_text: C
    focus: C
    positive_text: C
    positive_bar: C
    negative_text: C
    negative_bar: C
    cold: ToneColours[C]
    warm: ToneColours[C]
    hot: ToneColours[C]
    plus: HeatColours[C]
    minus: HeatColours[C]
    scrim: C
    shadow: C

    def map(self, convert: Callable[[C], D]) -> Colours[D]:
        """The same scheme with each colour converted."""
        converted: list[Any] = [_mapped(value, convert) for value in self]
        return Colours(*converted)


def _mapped(value: object, convert: Callable) -> object:
    if isinstance(value, ToneColours):
        return ToneColours(convert(value.mark), convert(value.text), convert(value.tint))
    if isinstance(value, HeatColours):
        return HeatColours(tuple(map(convert, value.steps)), tuple(map(convert, value.text)))
    return convert(value)


LIGHT: Colours[str] = Colours(
    window="#F3F4F6",
    base="#FFFFFF",
    raised="#FFFFFF",
    sunken="#E9EBEF",
    hover="#F1F3F6",
    selected="#ECEDFB",
    selected2="#E1E3FA",
    text1="#1A1D24",
    text2="#4B5362",
    text3="#626B7A",
    text_disabled="#9AA1AD",
    line="#E1E4E9",
    line_strong="#CBD0D8",
    control="#858D9A",
    accent="#4A48C4",
    accent_hover="#3D3BAA",
    on_accent="#FFFFFF",
    accent_text="#4340B5",
    focus="#5A58DB",
    positive_text="#0B6B5F",
    positive_bar="#0B7467",
    negative_text="#93266A",
    negative_bar="#97296B",
    cold=ToneColours("#2F7FC1", "#1D5F99", "#E6F1FA"),
    warm=ToneColours("#B87200", "#855200", "#FDF1DA"),
    hot=ToneColours("#D2352F", "#AE211C", "#FCE9E7"),
    plus=HeatColours(
        ("#E2F3F0", "#BEE3DC", "#8CCDC1", "#56B0A1", "#0B7467"),
        ("#1A1D24", "#1A1D24", "#1A1D24", "#1A1D24", "#FFFFFF"),
    ),
    minus=HeatColours(
        ("#FBE9F2", "#F2CBDF", "#E3A0C4", "#CF76A8", "#97296B"),
        ("#1A1D24", "#1A1D24", "#1A1D24", "#1A1D24", "#FFFFFF"),
    ),
    scrim="#57000000",
    shadow="#05000000",
)

DARK: Colours[str] = Colours(
    window="#14161A",
    base="#1A1D22",
    raised="#22262D",
    sunken="#2B3038",
    hover="#22262D",
    selected="#282A4A",
    selected2="#32345C",
    text1="#E7E9ED",
    text2="#B0B7C3",
    text3="#959DAA",
    text_disabled="#5F6774",
    line="#2A2E36",
    line_strong="#3C424D",
    control="#747C89",
    accent="#8F8DF5",
    accent_hover="#A3A1FA",
    on_accent="#14142B",
    accent_text="#A9A8FA",
    focus="#A3A1FA",
    positive_text="#5CCBB8",
    positive_bar="#45B3A2",
    negative_text="#EE9CC8",
    negative_bar="#E08AB8",
    cold=ToneColours("#5BA8E6", "#86C0F0", "#162C40"),
    warm=ToneColours("#E5A030", "#EDB65C", "#38290F"),
    hot=ToneColours("#F0645C", "#FA928B", "#43201E"),
    plus=HeatColours(
        ("#17302C", "#1B423C", "#1E5A51", "#237567", "#45B3A2"),
        ("#E7E9ED", "#E7E9ED", "#E7E9ED", "#FFFFFF", "#0C1F1B"),
    ),
    minus=HeatColours(
        ("#341F2B", "#4C2540", "#6B2E56", "#8C3C70", "#E08AB8"),
        ("#E7E9ED", "#E7E9ED", "#E7E9ED", "#FFFFFF", "#2A0C1D"),
    ),
    scrim="#57000000",
    shadow="#05000000",
)

RANGE_OPACITY = 0.5
HALO = 1.5
ICON_STROKE = 1.75
FAMILIES = ("Inter", "Noto Sans Arabic", "Noto Sans CJK SC", "Noto Sans Thai")


class Sizes(NamedTuple):
    """Every distance, in pixels at 100 % zoom. Spacing, then type, then heights, widths and painted parts."""

    xs: int = 4
    s: int = 8
    m: int = 12
    l: int = 16  # noqa: E741
    xl: int = 24
    radius: int = 6
    radius_inner: int = 4

    type_secondary: int = 12
    type_body: int = 13
    type_title: int = 16
    type_display: int = 24
    leading_secondary: int = 16
    leading_body: int = 18
    leading_title: int = 22
    leading_display: int = 30

    top_bar: int = 48
    tool_row: int = 44
    section_head: int = 36
    table_head: int = 28
    status_bar: int = 26
    row: int = 36
    row_call_list: int = 55
    row_alert: int = 52
    row_follow_up: int = 39
    row_ledger: int = 21
    row_ledger_group: int = 22
    row_time_line: int = 43
    row_palette: int = 40
    level_answer: int = 46
    button: int = 30
    button_small: int = 26
    button_panel: int = 34
    chip: int = 24
    tier_chip: int = 20
    bulk_bar: int = 44

    rail: int = 72
    rail_item: int = 52
    inspector_today: int = 404
    inspector_leads: int = 452
    inspector_matrix: int = 360
    inspector_insights: int = 468
    inspector_least: int = 320
    inspector_most: int = 560
    palette: int = 680
    palette_top: int = 112
    palette_field: int = 52
    search_field: int = 300
    empty_column: int = 580
    empty_card: int = 76
    dialog: int = 480

    icon: int = 16
    icon_small: int = 14
    icon_rail: int = 20
    icon_large: int = 24
    logo: int = 32

    tier_mark: int = 10
    score_column: int = 22
    score_gap: int = 10
    range_bar: int = 88
    range_bar_cell: int = 72
    range_track: int = 4
    range_pin_width: int = 3
    range_pin_height: int = 12
    range_large: int = 8
    range_large_pin_width: int = 4
    range_large_pin_height: int = 18
    gap_hair: int = 1
    gap_zone: int = 2
    grade_box: int = 16
    grade_height: int = 20
    ledger_bar: int = 64
    ledger_bar_height: int = 6
    ledger_points: int = 44
    gap_bar: int = 144
    gap_bar_height: int = 8
    gap_points: int = 68
    heat_width: int = 94
    heat_width_changed: int = 108
    heat_height: int = 26
    heat_corner: int = 7
    key_cap: int = 18
    coverage: int = 16
    coverage_gap: int = 4
    time_line_dot: int = 26
    current_bar: int = 3
    focus_ring: int = 2
    switch_width: int = 28
    switch_height: int = 16
    check_box: int = 16
    badge: int = 16
    rule: int = 1

    def scaled(self, zoom: float) -> Sizes:
        """All distances times the user's zoom, in whole pixels; nothing shrinks below one."""
        return Sizes(*(max(1, round(distance * zoom)) for distance in self))


MOVE_MS = 120
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600
