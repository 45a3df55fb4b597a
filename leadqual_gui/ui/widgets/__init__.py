"""The pieces the screens are made of: painted parts for delegates, and small widgets around them.

How to use the kit. One `Theme(app, Scheme.SYSTEM, zoom)` is made at start-up, `install()`ed, and given to every widget;
`theme.look` holds colours `c`, sizes `s`, faces `f` and `icons`, and is asked for anew at each painting.

Delegates call painting functions inside `draw.painting(painter)`: `scores.paint_score`, `paint_tier_mark`,
`paint_tier_chip`, `paint_range_bar`, `paint_grade`, `paint_trend`; `marks.paint_key_cap`, `paint_pill`, `paint_tag`,
`paint_heat_cell`, `paint_coverage`, `paint_highlights`, `paint_confidence`, `paint_tier_change`, `paint_switch`. Each
takes painter, look, rectangle, value and `rtl`; the rectangles inside come from pure functions named `..._places`.

Values: `ScoreValue` on a `TierScale`; `LedgerRow`, `GapRow`, `TimeLineRow` for `LedgerView`, `GapsView`,
`TimeLineView`; `PaletteItem` in `PaletteGroup` for `CommandPalette`; `Notice` for `NoticeArea`; `Tab` for `Tabs`.

Words of a widget of one's own: `Label(theme, words, face, colour)`, in names of the tokens. Lines: `Line`. Grounds:
`Surface(theme, "window")`. Painted widgets: mix in `Themed` before the Qt class and call `_follow(theme)`.
`python -m leadqual_gui.ui.widgets.gallery --out DIR` shows all of it.
"""
