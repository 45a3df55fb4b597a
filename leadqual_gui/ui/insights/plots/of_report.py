"""The pictures of an answer, tab by tab, in the user's words. Nothing here paints."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from leadqual_gui.ui.insights.plots.by_line import (
    cohorts_plots,
    funnel_plots,
    reasons_plots,
    sources_plots,
    verdicts_plots,
)
from leadqual_gui.ui.insights.plots.by_score import scores_plots, tiers_plots
from leadqual_gui.ui.insights.plots.pictures import Plot
from leadqual_gui.ui.insights.plots.told import Told

PLOTS: Mapping[str, Callable[[Told], tuple[Plot, ...]]] = {
    "tiers": tiers_plots,
    "scores": scores_plots,
    "funnel": funnel_plots,
    "cohorts": cohorts_plots,
    "sources": sources_plots,
    "reasons": reasons_plots,
    "verdicts": verdicts_plots,
}
"""What each tab shows."""
