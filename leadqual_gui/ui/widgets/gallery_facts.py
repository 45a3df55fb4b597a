"""Invented leads for the gallery, as the design's pictures show them: scores, an account, gaps, a time line."""

from __future__ import annotations

from leadqual_gui.ui.widgets.gaps import GapRow
from leadqual_gui.ui.widgets.ledger import LedgerRow, RowKind
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale
from leadqual_gui.ui.widgets.timeline import TimeLineRow

SCALE = TierScale()
INES = ScoreValue(58, 45, 86, "warm", grade="A1")
LEADS = (
    ("Ines Carvalho", "Norbrook Cold Storage", INES, 13),
    ("Tomasz Wieczorek", "Halden Print Works", ScoreValue(76, 72, 84, "hot", True, "A1"), 11),
    ("Amara Okonkwo", "Lagoon Packaging", ScoreValue(63, 49, 79, "warm", grade="A1"), -3),
    ("Olena Fratova", "Odesa Reefer Lines", ScoreValue(34, 28, 51, "cold", grade="B3"), 0),
)
_G, _L = RowKind.GROUP, RowKind.LINE
LEDGER = (
    LedgerRow("Company", 200, kind=_G),
    LedgerRow("Number of employees", 100, "120"),
    LedgerRow("Industry", 80, "Food logistics"),
    LedgerRow("Region", 50, "Served from Porto"),
    LedgerRow("Group cap", -30, "at most 20", RowKind.CUT),
    LedgerRow("Person and interview", 120, kind=_G),
    LedgerRow("Job title", 60, "Head of Operations"),
    LedgerRow("Need", 60, "Clear need stated, 12 Nov"),
    LedgerRow("Intent", 190, kind=_G),
    LedgerRow("Asked for a quote", 119, "yesterday"),
    LedgerRow("Pricing page", 71, "2 visits, 1 and 4 days ago"),
    LedgerRow("Content", 67, kind=_G),
    LedgerRow("Webinar attended", 32, "38 days ago"),
    LedgerRow("E-mail clicked", 35, "2 clicks in 20 days"),
    LedgerRow("Score", 577, "shown as 58", RowKind.SUM),
)
GAPS = (GapRow("Authority", -80, 80), GapRow("Budget", -50, 100), GapRow("Timeline", 0, 100))
TIME_LINE = (
    TimeLineRow("3 colleagues invited into the trial", "Yesterday, 16:20", "users", "intent", True, None, "no rule"),
    TimeLineRow("Pricing page", "15 and 13 Nov, 2 visits", "mouse-pointer-click", "intent", True, 66),
    TimeLineRow("Call, 7 min: Need and Timeline heard", "12 Nov, 10:05, Ana", "phone", worth="answers"),
    TimeLineRow("Group cap: Intent at most 30", "31.5 before the cap", "scissors", tenths=-15, quiet=True),
    TimeLineRow("Clicked in the August newsletter", "31 Aug", "mouse-pointer-click", "interest", tenths=8),
)
