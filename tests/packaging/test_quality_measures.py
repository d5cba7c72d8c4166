"""The calculations of the quality table."""

import numpy as np
import pytest
from lab.captions.caption_figures import cider, cider_of_each
from lab.quality import quality_measures as measures
from lab.quality.quality_rows import Row
from lab.quality.quality_table import figure, line_of

from photon.search.evaluation import Interval


def test_an_interval_is_wider_for_rows_of_one_owner() -> None:
    values = np.repeat([0.0, 1.0] * 10, 5)
    alone = measures.mean_interval(values)
    together = measures.mean_interval(values, np.repeat(np.arange(20), 5))
    assert alone.value == together.value == 0.5
    assert together.high - together.low > 1.5 * (alone.high - alone.low)
    assert together.low < 0.5 < together.high


def test_a_ratio_uses_the_better_mean() -> None:
    found = measures.ratio_interval([0.6, 0.2], [[0.2, 0.2], [0.4, 0.4]], [0, 1])
    assert found.value == pytest.approx(1.0)
    assert found.low == pytest.approx(0.5)
    assert found.high == pytest.approx(1.5)


def test_unclear_photos_are_skipped() -> None:
    right = np.array([True, False, False, True])
    wrong = np.array([False, True, False, False])
    assert measures.average_precision([2, 0, 2, 3, 1], right, wrong) == 1.0
    assert measures.average_precision([1, 2, 0, 3], right, wrong) == pytest.approx((1 / 2 + 2 / 3) / 2)
    assert measures.share_right([2, 1, 0, 3], right, wrong) == pytest.approx(2 / 3)
    assert measures.share_right([2], right, wrong) == 0.0


def test_only_the_first_ten_count() -> None:
    right = np.arange(20) >= 10
    assert measures.average_precision(list(range(20)), right, ~right) == 0.0
    assert measures.average_precision(list(range(19, -1, -1)), right, ~right) == 1.0


def test_the_rank_of_a_missing_photo_is_after_the_last() -> None:
    assert measures.rank_of([4, 2], 2, 5) == 2
    assert measures.rank_of([4, 2], 3, 5) == 6


def test_a_threshold_separates_present_from_absent() -> None:
    present, absent = np.array([0.3, 0.5, 0.6]), np.array([0.1, 0.2, 0.4])
    least = measures.best_threshold(present, absent)
    assert measures.balanced_accuracy(present >= least, absent >= least) == pytest.approx(5 / 6)
    assert measures.balanced_accuracy(np.array([True, True]), np.array([True])) == 0.5


def test_the_mean_over_drafts_is_the_overall_score() -> None:
    references = [["a dog on a beach", "a dog by the sea"], ["two cats on a sofa", "cats lie on a couch"]]
    each = cider_of_each(["a dog on a beach", "a bus"], references)
    assert each[0] > 1 > each[1] == 0.0
    assert cider(["a dog on a beach", "a bus"], references) == pytest.approx(np.mean(each))


def test_a_line_contains_figure_interval_and_baselines() -> None:
    row = Row("tags", "3 photos", Interval(0.5, 0.25, 1.0), {"nouns": Interval(1.0, 1.0, 1.0)}, 0.01)
    assert line_of(row, "coco_val") == "| tags | `coco_val` | 3 photos | **.500 (.250-1.000)** | nouns 1.000 | .010 |"
    assert figure(Interval(0.5, 0.5, 0.5)) == ".500"
    assert line_of(Row("heat", "1 box", Interval(1.0, 1.0, 1.0)), "x").endswith("| – | – |")
