"""The report as one HTML page that needs nothing else: inline drawings, escaped text, no links, no scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import escape

from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.ui.insights.plots.pictures import Cell, Column, Kind, Plot, Row, Table
from leadqual_gui.ui.insights.report.sections import Block, Gained, Section, Voice, Words, notice_words
from leadqual_gui.ui.theme.look import Look
from leadqual_gui.ui.widgets.themed import named_colour

Drawn = Callable[[Plot | Gained], str]
"""Draws a picture as SVG."""
STEPS = 5

STYLE = """
body { font: 14px/1.5 Inter, "Segoe UI", system-ui, sans-serif; color: %(text1)s; background: %(base)s;
       max-width: 1040px; margin: 32px auto; padding: 0 24px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; } h2 { font-size: 18px; margin: 40px 0 8px; }
h3 { font-size: 15px; margin: 24px 0 2px; } p { margin: 4px 0; } p.lead { font-weight: 600; font-size: 15px; }
p.small, p.about { color: %(text3)s; font-size: 13px; } li { margin: 2px 0; }
p.warm { background: %(warm)s; border-radius: 6px; padding: 6px 12px; margin: 6px 0; }
table { border-collapse: collapse; width: 100%%; margin: 8px 0 16px; font-variant-numeric: tabular-nums; }
th { font-size: 12px; font-weight: 500; color: %(text3)s; text-align: start; }
th, td { padding: 5px 8px; border-bottom: 1px solid %(line)s; } td.n, th.n { text-align: end; white-space: nowrap; }
tr.dim td { color: %(text3)s; } td.h { text-align: center; font-size: 12px; padding: 4px 2px; }
td.i { width: 24%%; } div.bar { height: 12px; border-radius: 2px; background: %(control)s; }
div.track { position: relative; height: 16px; min-width: 110px; direction: ltr; }
div.track i { position: absolute; display: block; }
svg { max-width: 100%%; height: auto; display: block; margin: 8px 0; }
section { break-inside: auto; } figure { margin: 0; break-inside: avoid; } tr { break-inside: avoid; }
@media print { body { margin: 0; max-width: none; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def page_of(title: str, sections: Sequence[Section], look: Look, drawn: Drawn, language: str, rtl: bool) -> str:
    """The whole page."""
    inks = {name: named_colour(look, name).name() for name in ("text1", "text3", "base", "line", "control")}
    style = STYLE % (inks | {"warm": look.c.warm.tint.name()})
    body = "\n".join(_section(section, look, drawn) for section in sections)
    direction = "rtl" if rtl else "ltr"
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="{direction}">\n<head>\n'
        f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<h1>{escape(title)}</h1>\n{body}\n</body>\n</html>\n"
    )


def _section(section: Section, look: Look, drawn: Drawn) -> str:
    head = f"<h2>{escape(section.title)}</h2>\n" if section.title else ""
    return f"<section>\n{head}" + "\n".join(_blocks(section.blocks, look, drawn)) + "\n</section>"


def _blocks(blocks: Sequence[Block], look: Look, drawn: Drawn) -> Iterator[str]:
    bullets: list[str] = []
    for block in blocks:
        if isinstance(block, Words) and block.voice is Voice.BULLET:
            bullets.append(f"<li>{escape(block.text)}</li>")
            continue
        if bullets:
            yield f"<ul>{''.join(bullets)}</ul>"
            bullets = []
        if isinstance(block, Words):
            yield f'<p class="{block.voice.value}">{escape(block.text)}</p>'
        else:
            yield _figure(block, look, drawn)
    if bullets:
        yield f"<ul>{''.join(bullets)}</ul>"


def _figure(block: Plot | Gained, look: Look, drawn: Drawn) -> str:
    parts = [f"<h3>{escape(block.title)}</h3>"]
    if isinstance(block, Gained):
        return f"<figure>{parts[0]}{inline(drawn(block))}</figure>"
    parts.append(f'<p class="about">{escape(block.about)}</p>')
    if block.notice is not None:
        tone = "warm" if block.notice.warm else "body"
        parts.append(f'<p class="{tone}">{escape(notice_words(block.notice))}</p>')
    if isinstance(block.picture, Table):
        return "".join(parts) + _table(block.picture, look)
    if block.picture is not None:
        parts.append(inline(drawn(block)))
    return f"<figure>{''.join(parts)}</figure>"


def inline(svg: str) -> str:
    """A drawing inside a page: without the head of a file, and with fonts that other computers have."""
    svg = re.sub(r' xmlns(:\w+)?="[^"]*"', "", svg[svg.index("<svg") :])
    return re.sub(r'font-family="([^"]*)"', r'font-family="\1, Segoe UI, system-ui, sans-serif"', svg)


# --- tables ----------------------------------------------------------------------------------------------------------
def _table(table: Table, look: Look) -> str:
    head = "".join(f"<th{_class(column)}>{escape(_title(column))}</th>" for column in table.columns)
    most = [_most(table, at) for at in range(len(table.columns))]
    rows = "".join(_row(table, row, most, look) for row in table.rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _title(column: Column) -> str:
    return column.title


def _class(column: Column) -> str:
    return {Kind.NUMBER: ' class="n"', Kind.HEAT: ' class="h"'}.get(column.kind, "")


def _most(table: Table, at: int) -> float:
    tops = [rate.interval[1] for row in table.rows if (rate := row.cells[at].rate) and rate.leads]
    return min(1.0, max([*tops, 0.1]))


def _row(table: Table, row: Row, most: Sequence[float], look: Look) -> str:
    cells = "".join(
        _cell(column, cell, top, row.dim, look)
        for column, cell, top in zip(table.columns, row.cells, most, strict=True)
    )
    dim = ' class="dim"' if row.dim else ""
    return f"<tr{dim}>{cells}</tr>"


def _cell(column: Column, cell: Cell, most: float, dim: bool, look: Look) -> str:
    match column.kind:
        case Kind.BAR:
            return f'<td class="i"><div class="bar" style="width:{100 * (cell.share or 0):.1f}%"></div></td>'
        case Kind.INTERVAL:
            return f'<td class="i">{_interval(column.control, cell.rate, most, dim, look)}</td>'
        case Kind.HEAT if cell.share is not None:
            step = min(STEPS - 1, int(cell.share * STEPS))
            ground = look.c.plus.steps[step].name() if cell.share > 0 else look.c.hover.name()
            ink = look.c.plus.text[step].name()
            return f'<td class="h" style="background:{ground};color:{ink}">{escape(cell.text)}</td>'
        case Kind.PARTS:
            return f"<td>{escape(', '.join(f'{part.name} {part.count}' for part in cell.parts))}</td>"
    return f"<td{_class(column)}>{escape(cell.text)}</td>"


def _interval(control: CloseRate | None, rate: CloseRate | None, most: float, dim: bool, look: Look) -> str:
    """The interval as a bar on a track, with a line where the control rate lies."""
    parts = []
    if control is not None and control.rate is not None:
        parts.append(_mark(control.rate / most, 0, 1, 16, look.c.control.name()))
    if rate is not None and rate.rate is not None:
        side = 0 if control is None or dim else rate.against(control)
        ink = (look.c.text3, look.c.positive_bar, look.c.negative_bar)[side].name()
        low, high = (100 * end / most for end in rate.interval)
        parts.append(
            f'<i style="left:{low:.1f}%;width:{max(0.5, high - low):.1f}%;top:4px;height:8px;'
            f'background:{ink};opacity:.3;border-radius:2px"></i>'
        )
        parts.append(_mark(rate.rate / most, 1, 3, 14, ink))
    return f'<div class="track">{"".join(parts)}</div>'


def _mark(share: float, top: int, width: int, height: int, ink: str) -> str:
    left = 100 * min(1.0, share)
    return f'<i style="left:{left:.1f}%;top:{top}px;width:{width}px;height:{height}px;background:{ink}"></i>'
