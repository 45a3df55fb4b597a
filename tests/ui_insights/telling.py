"""An answer with only what a test is about: everything else is empty."""

from leadqual_gui.domain.calibration.periods import ALL_TIME
from leadqual_gui.domain.calibration.results import Curve
from leadqual_gui.domain.calibration.thresholds import ThresholdAdvice
from leadqual_gui.domain.close_rates import CloseRate
from leadqual_gui.domain.text import Text
from leadqual_gui.services.insights.asking import NOTHING
from leadqual_gui.services.insights.values import Counts, InsightsReport, Question, ScoreView
from leadqual_gui.ui.insights.plots.told import Told
from leadqual_gui.ui.vocabulary import Vocabulary
from tests.builders import NOW


def report_with(**what: object) -> InsightsReport:
    """An answer with these parts; `drift` belongs to today's points."""
    import numpy as np

    none = np.zeros(0)
    view = ScoreView((), (), (), what.pop("drift", ()), ThresholdAdvice((), 70, None, None, None))
    parts: dict[str, object] = {
        "question": Question(),
        "period": ALL_TIME,
        "widened": False,
        "at": NOW,
        "rules_version": "1",
        "matrix_name": Text("Test"),
        "counts": Counts(0, 0, 0, 0, 0),
        "control": CloseRate(0, 0),
        "closed_control": CloseRate(0, 0),
        "proposal": NOTHING,
        "comparison": None,
        "curve": Curve(none, none, none, none, None, 0),
        "today": view,
        "proposed": None,
        "ideal": None,
    }
    empty = (
        "rows leaks late overlaps values new_criteria funnel cohorts sources reasons tiers_over_time verdicts "
        "verdict_counts notes"
    )
    return InsightsReport(**(parts | dict.fromkeys(empty.split(), ()) | what))


def told_with(**what: object) -> Told:
    """The same, with what the rules call things."""
    return Told(report_with(**what), Vocabulary({"new": "New", "offer": "Offer"}))
