"""Words that name kinds of things."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.vision.knowledge.class_labels import ClassLabels
from photon.vision.starter import starter

NAMES = {
    "dog": [0.8, [1, 2]], "bus": [1.0, [3]], "tub": [1.0, [4]], "cap": [0.5, [5]], "cape": [0.2, [6]],
    "wolf": [0.8, [7]], "knife": [0.1, [8]], "fireman": [0.3, [9]], "berry": [0.2, [10]], "house cat": [1.0, [11]],
    "shot glass": [1.0, [12]], "loaf of bread": [0.9, [13]], "jack-o'-lantern": [1.0, [14]], "goose": [1.0, [15]],
    "dish": [0.5, [16]], "tomato": [0.5, [17]], "cafe": [0.5, [18]],
}  # fmt: skip


@pytest.fixture
def names(tmp_path: Path) -> ClassLabels:
    (tmp_path / "kinds.json").write_text(json.dumps(NAMES), encoding="utf-8")
    return ClassLabels(tmp_path / "kinds.json")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("dog", "dog"), ("  A  Dog! ", "dog"), ("a photo of a dog", "dog"), ("pictures with dogs", "dog"),
        ("there is a dog", "dog"), ("my dog photos", "dog"), ("buses", "bus"), ("capes", "cape"), ("caps", "cap"),
        ("wolves", "wolf"), ("knives", "knife"), ("firemen", "fireman"), ("berries", "berry"), ("geese", "goose"),
        ("dishes", "dish"), ("tomatoes", "tomato"), ("a shot glass", "shot glass"), ("house cats", "house cat"),
        ("the loaf of bread", "loaf of bread"), ("jack-o'-lanterns", "jack-o'-lantern"),
    ],
)  # fmt: skip
def test_a_whole_query_names_a_kind(names: ClassLabels, words: str, name: str) -> None:
    found = names.find(words)
    assert found is not None
    assert [found.coverage, list(found.kinds)] == NAMES[name]


@pytest.mark.parametrize(
    "words",
    [
        "", " ", "?", "a", "a photo of", "dog on a beach", "no dog", "dogged", "tubes", "the house of a cat", "bu",
        "bread loaf", "café", "dög", "犬 dog", "a house with a cat", "d o g", "dog's bone", "ss", "s", "es", "men",
    ],
)  # fmt: skip
def test_other_words_name_none(names: ClassLabels, words: str) -> None:
    assert names.find(words) is None


@given(st.text())
def test_any_text_may_be_typed(text: str) -> None:
    found = starter.class_labels().find(text)
    assert found is None or found.kinds


def test_every_shipped_name_finds_its_own_kinds() -> None:
    path = Path(__file__).resolve().parents[3] / "resources" / "starter" / "kinds.json"
    shipped = {name: found for name, found in json.loads(path.read_text(encoding="utf-8")).items() if "." not in name}
    assert len(shipped) > 2000
    for name, (coverage, kinds) in shipped.items():
        found = starter.class_labels().find(f"A photo of a {name}")
        assert found is not None, name
        assert (found.coverage, list(found.kinds)) == (coverage, kinds), name
        assert 0 <= coverage <= 1
        assert 0 <= min(kinds) <= max(kinds) < 1000


def test_damaged_names_are_told(tmp_path: Path) -> None:
    (tmp_path / "kinds.json").write_text('{"dog": [0.8,', encoding="utf-8")
    with pytest.raises(ValueError, match="Expecting"):
        ClassLabels(tmp_path / "kinds.json")
