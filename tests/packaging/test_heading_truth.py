"""What is right for everyday queries, by captions and labels."""

import numpy as np
from lab.quality.heading_table import Heading
from lab.quality.heading_truth import HeadingTruth
from lab.quality.quality_sources import Source

TRUTH = HeadingTruth()


def test_every_library_is_asked_twenty_queries_that_can_be_judged() -> None:
    mixtures = TRUTH.mixtures()
    assert len(mixtures) >= 14
    for mixture in mixtures:
        assert len(set(mixture.queries)) == len(mixture.queries) == 20, mixture.name
        described = [source for source in mixture.parts if source in {"flickr8k", "coco_val"}]
        nothing = [Source(source, "", [], [], []) for source in described]
        assert all(len(TRUTH.by_captions(query, source)) == 0 for query in mixture.queries for source in nothing)


def test_captions_tell_what_is_right_unclear_or_wrong() -> None:
    captions = [["A brown dog runs.", "It is on the grass."], ["A dog sleeps."], ["A cat."]]
    source = Source("flickr8k", "", ["1", "2", "3"], captions, [])
    assert TRUTH.by_captions("a dog running on grass", source).tolist() == [1, 0, -1]


def test_labels_and_numbers_tell_what_is_right_unclear_or_wrong() -> None:
    labels = ["sunflower"] * 100
    flowers = TRUTH.by_labels("flowers", "flowers5", labels)
    assert (flowers[0], flowers[5], flowers[40]) == (1, 0, 0), "all but the unclear ones"
    vases = TRUTH.by_labels("a vase", "flowers5", labels)
    assert (vases[47], vases[44], vases[0]) == (1, 0, -1)
    assert TRUTH.by_labels("sunflowers", "flowers5", labels).tolist().count(1) == 100
    assert set(TRUTH.by_labels("xyzzy", "flowers5", labels).tolist()) == {-1}


def test_a_heading_holds_if_enough_of_what_it_counts_is_right() -> None:
    marks, cosines = np.array([1, 1, 1, 1, -1, -1], np.int8), np.linspace(0.5, 0.1, 6)
    row = [0, 1, 2, 3, 4, 5]
    assert Heading("roses", row, 5, "", cosines, marks).holds
    assert not Heading("roses", row, 6, "", cosines, marks).holds
    missed = Heading("roses", row, 0, "", cosines, marks)
    assert missed.is_missed
    assert not missed.holds
    assert Heading("roses", row[::-1], 0, "", cosines, marks).holds, "two wrong photos are first"
    assert missed.holds_above(0.2)
    assert not missed.holds_above(0.05)
