"""Where a rules file is cut to change one value, and what is put there instead.

The marks of scalars and of `[flow]` nodes are exact; those of block nodes reach
to the next token, over comments that are not theirs, so their ends are worked out.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass

from leadqual_gui.adapters.rules_yaml.nodes import Entry, Mapping, Node, Scalar, Sequence
from leadqual_gui.adapters.rules_yaml.render import Data, render_block, render_entry, render_flow, render_scalar


@dataclass(frozen=True, slots=True)
class Slice:
    """What takes the place of which characters."""

    start: int
    end: int
    text: str


def parts_of(holder: Mapping | Sequence) -> tuple[Node | Entry, ...]:
    """The entries of a mapping, or the items of a list."""
    return holder.entries if isinstance(holder, Mapping) else holder.items


def _start(part: Node | Entry) -> int:
    return part.key.place.index if isinstance(part, Entry) else part.place.index


def _end(text: str, part: Node | Entry) -> int:
    """Where the last character of a part stands; the marks of block nodes reach to the next token."""
    node = part.value if isinstance(part, Entry) else part
    if isinstance(node, Scalar) or node.flow:
        return max(node.place.index + len(text[node.place.index : node.end].rstrip()), _start(part))
    children = parts_of(node)
    return _end(text, children[-1]) if children else node.end


def over(text: str, node: Node, rendered: str) -> Slice:
    """Another value in the place of a node."""
    start, end = node.place.index, _end(text, node)
    blank = start == end and text[start - 1 : start] not in (" ", "")
    return Slice(start, end, f" {rendered}" if blank else rendered)


def filled(text: str, mapping: Mapping, empty: Sequence | Mapping, key: str, value: Data) -> Slice:
    """A value in the place of `[]` or `{}`, on lines of its own if it needs them."""
    indent = mapping.place.column - 1
    rendered = render_entry(key, value, indent).removeprefix(f"{render_scalar(key)}:")
    if not rendered.startswith("\n"):
        return over(text, empty, rendered.lstrip())
    start = empty.place.index
    start = _line_start(text, start) + len(text[_line_start(text, start) : start].rstrip())
    if start == _line_start(text, start):
        rendered = rendered[1:]
    return Slice(start, _end(text, empty), rendered.replace("\n", _break_of(text)))


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    """Where the next line begins."""
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


def _break_of(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _lines_after(text: str, index: int, block: str) -> Slice:
    """Put whole lines after the line in which a character stands."""
    at, line_break = _line_end(text, index), _break_of(text)
    block = block.replace("\n", line_break)
    ends_open = at == len(text) and not text.endswith("\n")
    return Slice(at, at, f"{line_break}{block}" if ends_open else f"{block}{line_break}")


def new_key(text: str, mapping: Mapping, key: str, value: Data) -> Slice:
    """A key and its value at the end of a mapping."""
    name = render_scalar(key)
    if mapping.flow:
        close = mapping.end - 1
        comma = ", " if mapping.entries else ""
        at = _end(text, mapping.entries[-1]) if mapping.entries else close
        return Slice(at, at, f"{comma}{name}: {render_flow(value)}")
    indent = mapping.place.column - 1
    entry = f"{' ' * indent}{render_entry(key, value, indent)}"
    return _lines_after(text, max(_end(text, mapping) - 1, 0), entry)


def new_item(text: str, listed: Sequence, index: int, value: Data) -> Slice:
    """An item in a list, before the one that has this index now."""
    if listed.flow:
        if not listed.items:
            return Slice(listed.place.index, listed.end, f"[{render_flow(value)}]")
        at = _end(text, listed.items[index - 1]) if index else listed.items[0].place.index
        return Slice(at, at, f", {render_flow(value)}" if index else f"{render_flow(value)}, ")
    indent = listed.place.column - 1
    flow = any(isinstance(item, Mapping) and item.flow for item in listed.items)
    item = f"- {render_flow(value) if flow else render_block(value, indent + 2)}"
    if index:
        return _lines_after(text, max(_end(text, listed.items[index - 1]) - 1, 0), " " * indent + item)
    at = listed.place.index
    return Slice(at, at, f"{item}\n{' ' * indent}".replace("\n", _break_of(text)))


def without(text: str, holder: Mapping | Sequence, position: int) -> Slice:
    """An entry or item taken out; comments above it stay."""
    parts = parts_of(holder)
    part = parts[position]
    if holder.flow:
        return _without_in_flow(text, parts, position)
    if len(parts) == 1:
        empty = "[]" if isinstance(holder, Sequence) else "{}"
        pad = "  " if isinstance(holder, Sequence) else ""
        return Slice(holder.place.index, _end(text, part), f"{pad}{empty}")
    start = _dash(text, holder, part) if isinstance(holder, Sequence) else _start(part)
    before = text[_line_start(text, start) : start]
    if not before.strip():
        return Slice(_line_start(text, start), _line_end(text, max(_end(text, part) - 1, start)), "")
    if position + 1 < len(parts):
        following = parts[position + 1]
        return Slice(start, _dash(text, holder, following) if isinstance(holder, Sequence) else _start(following), "")
    return Slice(start, _end(text, part), "")


def moved(text: str, listed: Sequence, index: int, to: int) -> Slice:
    """The list with one item at another place: each keeps its text, and what stands between items stays there."""
    starts = [_own_start(text, listed, item) for item in listed.items]
    ends = [_own_end(text, listed, item) for item in listed.items]
    gaps = [text[end:start] for end, start in zip(ends, [*starts[1:], ends[-1]], strict=True)]
    blocks = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    if not listed.flow and not blocks[-1].endswith("\n"):
        blocks[-1] += _break_of(text)
    blocks.insert(to, blocks.pop(index))
    return Slice(starts[0], ends[-1], "".join(block + gap for block, gap in zip(blocks, gaps, strict=True)))


def _own_end(text: str, listed: Sequence, item: Node) -> int:
    end = _end(text, item)
    return end if listed.flow else _line_end(text, max(end - 1, 0))


def _own_start(text: str, listed: Sequence, item: Node) -> int:
    """Where an item begins, with the comments directly above it; headings (# ---- ...) belong to none."""
    if listed.flow:
        return item.place.index
    start = _line_start(text, _dash(text, listed, item))
    prefix = f"{' ' * (listed.place.column - 1)}#"
    while start:
        above = text[_line_start(text, start - 1) : start]
        if not above.startswith(prefix) or "---" in above or "===" in above:
            break
        start -= len(above)
    return start


def _without_in_flow(text: str, parts: tuple[Node | Entry, ...], position: int) -> Slice:
    if position + 1 < len(parts):
        return Slice(_start(parts[position]), _start(parts[position + 1]), "")
    start = _end(text, parts[position - 1]) if position else _start(parts[position])
    between = text[start : _start(parts[position])]
    remark = between.lstrip().removeprefix(",").rstrip(" ") if "#" in between else ""
    return Slice(start, _end(text, parts[position]), remark and f"  {remark.lstrip()}")


def _dash(text: str, holder: Node, part: Node | Entry) -> int:
    """Where the `-` of a block item stands."""
    column = holder.place.column - 1
    line = _line_start(text, _start(part))
    while line and text[line + column : line + column + 1] != "-":
        line = _line_start(text, line - 1)
    return line + column


def text_of_item(text: str, listed: Sequence, index: int) -> str:
    """The lines of a block item without its dash, with comments inside it but not those above."""
    item = listed.items[index]
    dash = _dash(text, listed, item)
    start = _line_start(text, dash)
    return f"{' ' * (dash - start)} {text[dash + 1 : _own_end(text, listed, item)]}"


def typed_item(text: str, listed: Sequence, index: int, typed: str) -> str:
    """The whole text with a block item as somebody typed it, moved to where the item stands."""
    item = listed.items[index]
    dash = _dash(text, listed, item)
    start, end = _line_start(text, dash), _own_end(text, listed, item)
    column = dash - start
    if typed.startswith("- "):
        lines = textwrap.indent(typed, " " * column)
    else:
        lines = f"{' ' * column}- {textwrap.indent(typed, ' ' * (column + 2)).lstrip(' ')}"
    if not lines.endswith("\n") and text[:end].endswith("\n"):
        lines += "\n"
    return f"{text[:start]}{lines.replace(chr(10), _break_of(text))}{text[end:]}"
