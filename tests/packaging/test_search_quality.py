"""The figures of search, tags, drafts and heat maps on a fixed sample must not fall unnoticed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lab.quality.quality_table import Setting, measured_rows

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.vision.kit.built_in_names import CLOSER

LEAST = {
    "caption → photo, R@1": 0.52,
    "caption → photo, R@5": 0.89,
    "caption → photo, R@10": 0.945,
    "thing with ≥ 4 photos: mAP@10": 0.535,
    "thing with ≥ 4 photos: first hit strong": 0.63,  # regressions of tags deny one of 54
    "both: balanced accuracy": 0.8,
    "photo + “with a B”, mAP@10": 0.27,
    "the same ÷ the better single": 1.12,
    "“a A -(B)”: A without B in the first ten": 0.525,
    "“a A -(B)” ÷ “a A”: A without B in the first ten": 1.015,
    "only “a A -person”": 1.0,
    "first three tags, named by a caption or box": 0.585,
    "drafts, CIDEr-D where there is one": 0.6,  # more photos have one than when it was .645: .191 of all, not .127
    "of all photos, 0 without a draft": 0.11,
    "hottest place in the only box (2-40% of the photo)": 0.62,
}
"""Lower limit of each row: the figure of the shipped starter, minus about two hundredths for rounding and order."""
MOST = {"absent thing: first hit strong (less is better)": 0.1}

CLOSER_LEAST = {
    "caption → photo, R@1": 0.495,
    "caption → photo, R@5": 0.87,
    "caption → photo, R@10": 0.935,
    "thing with ≥ 4 photos: first hit strong": 0.61,  # what is as close to other kinds is doubted
    "both: balanced accuracy": 0.8,
    "first three tags, named by a caption or box": 0.59,
}
"""The same for the starter with a closer look."""


@pytest.fixture
def setting(tmp_path: Path, shared: Callable[[str], Path]) -> Setting:
    pictures = shared("data/pictures/coco_val.tar").parent
    sentences = tmp_path / "sentences.txt"  # of the baselines, which are not tested here
    sentences.write_text("A dog runs on the beach.\nA man rides a bicycle in the street.\n", encoding="utf-8")
    rows = ["captions", "things", "names", "additions", "exclusions", "tags", "drafts", "heat"]
    return Setting(pictures, [sentences], tmp_path, ["coco_val"], rows, photos=0, fold=0, wordnet=None, threads=1)


@pytest.mark.slow
def test_no_figure_falls(setting: Setting) -> None:
    found = {row.what.strip(): row.photon.value for _, row in measured_rows(setting)}
    assert found.keys() >= LEAST.keys() | MOST.keys()
    assert {what: found[what] for what, least in LEAST.items() if found[what] < least} == {}
    assert {what: found[what] for what, most in MOST.items() if found[what] > most} == {}


@pytest.mark.slow
def test_a_closer_look_finds_more(setting: Setting) -> None:
    closer = replace(setting, rows=["captions", "things", "tags"], encoder=lambda: InProcessEncoder(CLOSER))
    found = {row.what.strip(): row.photon.value for _, row in measured_rows(closer)}
    assert {what: found[what] for what, least in CLOSER_LEAST.items() if found[what] < least} == {}
    assert {what: found[what] for what, most in MOST.items() if found[what] > most} == {}
