"""Figures as lines of a table, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.figures import Figure

_SCALES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"))


def as_item(fields: dict[str, Any], figure: Figure, measured_by: str, peak: int) -> dict[str, Any]:
    """A figure as JSON: its fields, the ratios, and whether its goals are reached."""
    ratios = {peer: figure.ratio(peer) for peer in figure.peers}
    reached = all(figure.reached(peer) for peer in figure.peers)
    return fields | {"ratios": ratios, "reached": reached, "measured_by": measured_by, "peak_memory": peak}


def lines_of(items: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A figure a line, each peer beneath it."""
    for item in items:
        memory = f"  {item['memory'] / 2**20:,.0f} MB held" if item["memory"] else ""
        peak = f"  peak {item['peak_memory'] / 2**20:,.0f} MB"
        note = f"  ({item['note']})" if item["note"] else ""
        yield f"{item['name']}: {value(item['ours'], item['unit'])}{memory}{peak}{note}"
        for peer, theirs in item["peers"].items():
            ratio, beside = item["ratios"][peer], value(theirs, item["unit"])
            yield f"    {verdict(item, peer):4}  {ratio:9.3f}x of {peer} ({beside}){goal(item, peer)}"


def verdict(item: dict[str, Any], peer: str) -> str:
    """Whether the goal beside a peer is reached."""
    if peer not in item["goals"]:
        return ""
    return "ok" if item["ratios"][peer] <= item["goals"][peer] else "MISS"


def goal(item: dict[str, Any], peer: str) -> str:
    """The ratio that is wanted."""
    return f", goal {item['goals'][peer]:g}x" if peer in item["goals"] else ""


def value(number: float, unit: str) -> str:
    """A value with a unit that suits its size."""
    if unit != "s":
        return f"{number:,.1f} {unit}"
    scale, name = next(((s, n) for s, n in _SCALES if number >= s), _SCALES[-1])
    return f"{number / scale:,.2f} {name}"
