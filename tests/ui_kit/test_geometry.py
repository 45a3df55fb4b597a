"""Where things lie: pure functions of a rectangle, the same in both directions of reading."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QRectF

from leadqual_gui.ui.theme.look import Tone
from leadqual_gui.ui.theme.tokens import Sizes
from leadqual_gui.ui.widgets import gaps, ledger, marks, scores, timeline
from leadqual_gui.ui.widgets.draw import mirrored
from leadqual_gui.ui.widgets.gaps import GapRow
from leadqual_gui.ui.widgets.ledger import RowKind
from leadqual_gui.ui.widgets.marks import HeatValue
from leadqual_gui.ui.widgets.scores import ScoreValue, TierScale

S = Sizes()
BAR = QRect(100, 10, 100, 12)
INES = ScoreValue(58, 45, 86, "warm")
whole = st.integers(min_value=-20, max_value=120)


def small_bar(score: ScoreValue, scale: TierScale | None = None, rtl: bool = False) -> scores.BarPlaces:
    return scores.bar_places(BAR, score, scale or TierScale(), S.range_track, (3, 12), S.gap_hair, rtl)


def test_the_pin_stands_at_the_score_and_the_range_around_it():
    places = small_bar(INES)
    assert places.pin.center().x() == 158.5
    assert (places.span.left(), places.span.right()) == (145, 186)
    assert places.pin.height() == 12
    assert places.span.height() == 4


def test_the_track_has_a_gap_at_each_threshold():
    cold, warm, hot = small_bar(INES).track
    assert (warm.left() - cold.right(), hot.left() - warm.right()) == (1, 1)
    assert cold.left() == 100
    assert hot.right() == 200


def test_right_to_left_the_range_bar_is_its_mirror_image():
    one, other = small_bar(INES), small_bar(INES, rtl=True)
    assert other.span == QRectF(300 - one.span.right(), one.span.top(), one.span.width(), one.span.height())
    assert other.pin.center().x() == 300 - one.pin.center().x()


@given(score=whole, least=whole, greatest=whole, rtl=st.booleans())
def test_nothing_of_a_range_bar_leaves_its_rectangle(score: int, least: int, greatest: int, rtl: bool):
    low, high = sorted((least, greatest))
    places = small_bar(ScoreValue(score, low, high, "warm"), rtl=rtl)
    for part in (*places.track, places.span, places.pin):
        assert QRectF(BAR).contains(part) or part.width() == 0


def test_a_matrix_may_have_other_tiers_than_three():
    five = TierScale(
        ("ice", "cool", "mild", "warm", "fire"), ("Ice", "Cool", "Mild", "Warm", "Fire"), (0, 20, 40, 60, 80)
    )
    tones = [five.tone(name) for name in five.names]
    assert tones == [Tone.COLD, Tone.WARM, Tone.WARM, Tone.WARM, Tone.HOT]
    assert len(small_bar(INES, five).track) == 5
    assert five.tier_at(79) == "warm"
    two = TierScale(("no", "yes"), ("No", "Yes"), (0, 50))
    assert [two.tone(name) for name in two.names] == [Tone.COLD, Tone.HOT]


def test_a_scale_with_negative_scores_is_read_from_its_low_end():
    scale = TierScale(edges=(-50, 0, 50), low=-50, high=100)
    assert scale.share(-50) == 0
    assert scale.share(25) == 0.5
    assert scale.zones == ((-50, 0, Tone.COLD), (0, 50, Tone.WARM), (50, 100, Tone.HOT))


def test_a_score_in_a_row_is_number_gap_bar_and_range_below():
    row = QRect(0, 0, 140, S.row_call_list)
    places = scores.score_places(row, S, S.range_bar, with_span=True)
    assert places.number.width() == 22
    assert places.bar.left() - places.number.right() - 1 == 10
    assert places.bar.width() == 88
    assert places.bar.bottom() < places.span.top() + 4
    assert places.span.left() == places.bar.left()


@given(width=st.integers(min_value=140, max_value=600), rtl=st.booleans())
def test_ledger_parts_do_not_overlap(width: int, rtl: bool):
    row = QRect(16, 100, max(width, 260), S.row_ledger)
    places = ledger.ledger_places(row, S, RowKind.CUT, rtl)
    parts = [places.icon, places.words, places.bar, places.points]
    assert all(row.contains(part) for part in parts)
    assert not any(a.intersects(b) for at, a in enumerate(parts) for b in parts[at + 1 :])


def test_ledger_bars_grow_from_a_zero_at_one_third():
    row = QRect(0, 0, 372, S.row_ledger)
    places = ledger.ledger_places(row, S, RowKind.LINE)
    assert places.zero == places.bar.left() + 21
    gain, loss = ledger.bar_rect(places, 100, 120, S), ledger.bar_rect(places, -30, 120, S)
    assert gain.left() == places.zero == loss.right()
    assert gain.width() > 3 * loss.width()
    assert ledger.bar_rect(places, -9000, 120, S).left() >= places.bar.left() - 1


def test_right_to_left_gains_grow_to_the_left():
    row = QRect(0, 0, 372, S.row_ledger)
    places = ledger.ledger_places(row, S, RowKind.LINE, rtl=True)
    assert ledger.bar_rect(places, 100, 120, S, rtl=True).right() == places.zero
    assert places.points.left() == 0
    assert places.words.right() == row.right()


def test_gaps_share_one_zero_and_dash_both_sides_of_it():
    rows = (GapRow("Authority", -80, 80), GapRow("Budget", -50, 100), GapRow("Timeline", 0, 100))
    reach = gaps.common_reach(rows)
    assert reach == (-80, 100)
    zeros = {gaps.gap_places(QRect(0, y, 372, 22), S, *reach).zero for y in (0, 22, 44)}
    assert len(zeros) == 1
    places = gaps.gap_places(QRect(0, 0, 372, 22), S, *reach)
    below, above = gaps.gap_bars(places, rows[0], 180, S)
    assert below is not None
    assert above is not None
    assert below.right() == above.left() == places.zero
    assert gaps.gap_bars(places, rows[2], 180, S)[0] is None


def test_the_next_question_is_the_largest_swing():
    rows = (GapRow("Timeline", 0, 100), GapRow("Authority", -80, 80), GapRow("Budget", -50, 100))
    assert [row.label for row in gaps.by_swing(rows)] == ["Authority", "Budget", "Timeline"]


def test_heat_steps_begin_anew_every_three_points():
    assert [marks.heat_step(points) for points in (0, 1, 3, 4, -6, 7, 12, 13, -40)] == [0, 1, 1, 2, 2, 3, 4, 5, 5]
    assert marks.heat_width(S, HeatValue("once", 15, before=12)) == 108
    assert marks.heat_width(S, HeatValue("once", 15, before=15)) == 94


def test_a_grade_is_not_mirrored():
    letter, digit = scores.grade_places(QRect(0, 0, 40, 36), S)
    assert letter.right() + 1 == digit.left()


def test_time_line_rows_leave_room_for_what_it_is_worth():
    row = QRect(0, 0, 300, S.row_time_line)
    places = timeline.time_line_places(row, S, 60)
    assert not places.label.intersects(places.points)
    flipped = timeline.time_line_places(row, S, 60, rtl=True)
    assert flipped.dot == mirrored(places.dot, row, True)
    assert flipped.points.left() == 0
