"""The figures of search, tags, drafts and heat maps on a fixed sample must not fall unnoticed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from lab.quality.quality_table import Setting, measured_rows

LEAST = {
    "caption → photo, R@1": 0.48,
    "caption → photo, R@5": 0.865,
    "caption → photo, R@10": 0.925,
    "thing with ≥ 4 photos: first hit strong": 0.64,
    "both: balanced accuracy": 0.79,
    "photo + “with a B”, mAP@10": 0.225,
    "the same ÷ the better single": 1.0,
    "“a A -(B)” ÷ “a A”: A without B in the first ten": 1.0,
    "only “a A -person”": 1.08,
    "first three tags, named by a caption or box": 0.585,
    "drafts, CIDEr-D where there is one": 0.64,
    "of all photos, 0 without a draft": 0.11,
    "hottest place in the only box (2-40% of the photo)": 0.56,
}
"""Lower limit of each row: the figure of the shipped starter, minus about two hundredths for rounding and order."""
MOST = {"absent thing: first hit strong (less is better)": 0.1}


@pytest.mark.slow
def test_no_figure_falls(tmp_path: Path, shared: Callable[[str], Path]) -> None:
    pictures = shared("data/pictures/coco_val.tar").parent
    sentences = tmp_path / "sentences.txt"  # of the baselines, which are not tested here
    sentences.write_text("A dog runs on the beach.\nA man rides a bicycle in the street.\n", encoding="utf-8")
    rows = ["captions", "things", "additions", "exclusions", "tags", "drafts", "heat"]
    setting = Setting(pictures, [sentences], tmp_path, ["coco_val"], rows, photos=0, fold=0, wordnet=None, threads=1)
    found = {row.what.strip(): row.photon.value for _, row in measured_rows(setting)}
    assert found.keys() >= LEAST.keys() | MOST.keys()
    assert {what: found[what] for what, least in LEAST.items() if found[what] < least} == {}
    assert {what: found[what] for what, most in MOST.items() if found[what] > most} == {}
