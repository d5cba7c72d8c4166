"""The training script on a few drawn pictures and a dictionary of seven nouns."""

import functools
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from tests.vision.conftest import draw

pytestmark = pytest.mark.slow

NOUNS = """\
  1 This line stands for the licence text at the top, which is indented.
00000001 03 n 01 entity 0 000 | all there is
00000010 03 n 01 animal 0 001 @ 00000001 n 0000 | it moves
00000020 05 n 02 dog 0 domestic_dog 0 001 @ 00000010 n 0000 | it barks
00000021 05 n 01 spaniel 0 001 @ 00000020 n 0000 | a dog with long ears
00000030 05 n 01 cat 0 001 @ 00000010 n 0000 | it purrs
00000031 05 n 01 tabby 0 001 @ 00000030 n 0000 | a striped cat
00000040 18 n 01 man 0 001 @ 00000001 n 0000 | a grown person
"""
INDEX = """\
  1 Licence.
animal n 1 1 @ 1 1 00000010
cat n 1 1 @ 1 1 00000030
dog n 1 1 @ 1 1 00000020
domestic_dog n 1 1 @ 1 0 00000020
entity n 1 1 @ 1 0 00000001
man n 1 1 @ 1 1 00000040
spaniel n 1 1 @ 1 0 00000021
tabby n 1 1 @ 1 0 00000031
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "data.noun").write_text(NOUNS)
    (folder / "index.noun").write_text(INDEX)
    (folder / "noun.exc").write_text("men man\n")
    for number in range(12):
        (folder / f"{number}.jpg").write_bytes(draw(number, 200, 150))
    captions = [f"{number}.jpg,{words}" for number in range(10) for words in ("two men and a dog", "a man waits")]
    (folder / "captions.csv").write_text("\n".join(["image,caption", *captions]))
    (folder / "labels.csv").write_text("image,label,wnid\n10.jpg,spaniel,n00000021\n11.jpg,tabby,n00000031\n")
    (folder / "sentences.txt").write_text("A dog and two cats .\nmen with animals\nnothing at all\n")
    (folder / "temporary").mkdir()
    return folder


def open_once(monkeypatch: pytest.MonkeyPatch, towers: ModuleType) -> None:
    """Opens each tower once, and has fewer views of each picture computed: the whole, its mirror image and a crop."""
    for name in ("StarterImageTower", "StarterTextTower"):
        monkeypatch.setattr(towers, name, functools.cache(getattr(towers, name)))
    monkeypatch.setattr(towers, "VIEWS", 3)


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Runs the script in this process; returns what it prints."""
    import torch
    from lab.starter import starter_towers, train_starter

    open_once(monkeypatch, starter_towers)
    threads = torch.get_num_threads()

    def train(data: Path, out: str, seed: int, *more: str) -> str:
        monkeypatch.setattr(tempfile, "tempdir", str(data / "temporary"))
        inputs = ["--captioned-photos", data, "--labels", data / "labels.csv", "--labelled-photos", data]
        inputs += ["--wordnet", data, "--captions", data / "captions.csv", "--sentences", data / "sentences.txt"]
        inputs += ["--seed", seed, "--passes", 1, "--threads", 1, "--out", data / out, *more]
        monkeypatch.setattr(sys, "argv", ["train_starter", *map(str, inputs)])
        train_starter.main()
        return capsys.readouterr().out

    with torch.random.fork_rng(devices=[]):
        yield train
    torch.set_num_threads(threads)


def test_the_seed_decides(converted: Path, data: Path, train: Callable[..., str]) -> None:
    assert converted.is_dir()
    said = train(data, "one", 0)
    train(data, "same", 0)
    train(data, "other", 1)
    assert "SEEN photos" in said
    one = (data / "one").read_bytes()
    assert one == (data / "same").read_bytes()
    assert one != (data / "other").read_bytes()


def test_nouns_and_kinds(data: Path) -> None:
    from lab.starter.starter_words import WordNet, index_kinds

    words = WordNet(data)
    assert words.nouns("Two men walk their domestic dogs past a cat .") == ("man", "domestic dog", "cat")
    assert words.nouns("nothing here is known") == ()
    assert words.ancestors(21) == [21, 20, 10, 1]
    assert index_kinds(words, [21, 31])[10] == [0, 1]


def test_a_fold_knows_nothing_of_what_it_is_tested_on(data: Path, converted: Path) -> None:
    from lab.starter.starter_data import read_captioned, read_labelled, read_sentences
    from lab.starter.starter_material import Material
    from lab.starter.starter_words import WordNet

    class NoTowers:
        def images(self, files: list[Path]) -> np.ndarray:
            return np.zeros((6, len(files), 1280), np.float32)

        def texts(self, texts: list[str]) -> np.ndarray:
            return np.zeros((len(texts), 384), np.float32)

    sentences = [*read_sentences([data / "sentences.txt"]), "a man waits"]
    captioned = read_captioned(data / "captions.csv", data)
    labelled = read_labelled(data / "labels.csv", data)
    part = Material(NoTowers(), WordNet(data), captioned, labelled, sentences).part(np.arange(8), np.array([1]))
    used = set(part.captions.items.tolist())
    assert {int(captioned.owner[caption]) for caption in used} == set(range(8))
    assert set(part.seen.items.tolist()) <= set(range(8)), "no held-out photo stands for a noun"
    assert set(part.kinds.items[: part.kinds.sizes.sum()].tolist()) == {11}, "no held-out class either"
    assert [sentences[row] for row in part.sentences] == ["A dog and two cats .", "men with animals"]


def test_a_logistic_regression_finds_the_curve_it_was_drawn_from() -> None:
    from lab.starter.starter_yardstick import logistic

    random = np.random.default_rng(0)
    design = np.stack([np.ones(20_000), random.normal(size=20_000), random.normal(size=20_000)], axis=1)
    truth = (random.random(20_000) < 1 / (1 + np.exp(-design @ [-1.0, 2.0, 0.5]))).astype(float)
    every = np.ones(20_000)
    np.testing.assert_allclose(logistic(design, truth, every), [-1.0, 2.0, 0.5], atol=0.1)
    rest = logistic(design[:, :1], truth, every, design[:, 1:] @ [2.0, 0.5])
    np.testing.assert_allclose(rest, [-1.0], atol=0.1)
    few = truth.copy()
    few[:10_000] = 1 - few[:10_000]
    weight = np.where(np.arange(20_000) < 10_000, 0.0, 1.0)
    np.testing.assert_allclose(logistic(design, few, weight), [-1.0, 2.0, 0.5], atol=0.15)
    apart = logistic(design, (design[:, 1] > 0).astype(float), every)
    assert np.isfinite(apart).all(), "even where nothing is in doubt"
    assert apart[1] > 10


def test_names_of_kinds_are_families_with_their_share(data: Path, tmp_path: Path) -> None:
    from lab.starter.starter_data import read_labelled
    from lab.starter.starter_kinds import names_of_kinds, write_names
    from lab.starter.starter_words import WordNet

    from photon.vision.knowledge.class_labels import ClassLabels, NamedClasses

    (tmp_path / "labels.csv").write_text("image,label,wnid\n10.jpg,Springer,n00000021\n11.jpg,tabby,n00000031\n")
    names = names_of_kinds(WordNet(data), read_labelled(tmp_path / "labels.csv", data), [4, 9])
    assert names == {
        "animal": (1.0, [4, 9]),
        "dog": (1.0, [4]),
        "domestic dog": (1.0, [4]),
        "spaniel": (1.0, [4]),
        "springer": (1.0, [4]),
        "cat": (1.0, [9]),
        "tabby": (1.0, [9]),
    }, "what is too general, or no kind, has no name"
    write_names(names, tmp_path / "kinds.json")
    assert ClassLabels(tmp_path / "kinds.json").find("Dogs") == NamedClasses((4,), 1.0)
    (tmp_path / "labels.csv").write_text("image,label,wnid\n10.jpg,spaniel,n00000021\n")
    assert names_of_kinds(WordNet(data), read_labelled(tmp_path / "labels.csv", data), [4])["animal"] == (0.5, [4])


SCENES = (
    "a dog runs over wet sand", "two men repair a bicycle", "a red boat in the harbour", "children eat ice cream",
    "a tall church at night", "snow covers the mountain", "a woman plays the violin", "yellow flowers in a vase",
    "a train leaves the station", "horses graze behind a fence",
)  # fmt: skip


def test_scores_are_calibrated_for_an_adapter(
    converted: Path, data: Path, tmp_path: Path, train: Callable[..., str]
) -> None:
    from photon.vision.knowledge.calibration import read_calibration
    from photon.vision.knowledge.class_labels import ClassLabels, NamedClasses

    (tmp_path / "captions.csv").write_text(
        "\n".join(["image,caption", *(f"{number}.jpg,{words}" for number, words in enumerate(SCENES))])
    )
    breeds = [(number % 12, f"breed {number}", f"n{100 + number:08}") for number in range(10)]
    (tmp_path / "labels.csv").write_text(
        "\n".join(["image,label,wnid", *(f"{at}.jpg,{label},{wnid}" for at, label, wnid in breeds)])
    )
    more = [f"{100 + number:08} 05 n 01 breed_{number} 0 001 @ 00000020 n 0000 | a dog\n" for number in range(10)]
    (tmp_path / "data.noun").write_text(NOUNS + "".join(more))
    (tmp_path / "index.noun").write_text(INDEX)
    (tmp_path / "noun.exc").write_text("men man\n")
    (tmp_path / "temporary").mkdir()
    (tmp_path / "sentences.txt").write_text((data / "sentences.txt").read_text())
    for file in data.glob("*.jpg"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    said = train(tmp_path, "adapter.safetensors", 0, "--calibrate", str(tmp_path))
    calibration = read_calibration(tmp_path / "calibration.safetensors")
    assert calibration.photos.shape == (10, 384)
    assert calibration.captions.shape[1] == 384
    for curve in (calibration.presence, calibration.hit):
        assert np.isfinite(curve).all()
        assert curve.any()
    assert ClassLabels(tmp_path / "kinds.json").find("breed 3") == NamedClasses((3,), 1.0)
    assert "caption: 10 queries" in said
    assert "class: 10 queries" in said


@pytest.mark.parametrize("alike", [False, True])
def test_of_described_photos_it_is_known_what_they_show(data: Path, alike: bool) -> None:
    from lab.starter.starter_data import read_captioned, read_labelled
    from lab.starter.starter_figures import Fold, Trials
    from lab.starter.starter_judged import described_queries
    from lab.starter.starter_material import Material
    from lab.starter.starter_words import WordNet

    class Towers:
        def images(self, files: list[Path]) -> np.ndarray:
            return np.zeros((2, len(files), 1280), np.float32)

        def texts(self, texts: list[str]) -> np.ndarray:
            return np.stack([np.eye(384, dtype=np.float32)[0 if alike else len(text)] for text in texts])

    captioned, labelled = read_captioned(data / "captions.csv", data), read_labelled(data / "labels.csv", data)
    trials = Trials(Material(Towers(), WordNet(data), captioned, labelled, ["a dog"]))
    queries = described_queries(trials, Fold(None, np.array([2, 5, 7, 8])))
    found = {query.text: (query.sort, query.shows.sum(), query.unclear.sum()) for query in queries[:2]}
    assert found == {"man": ("noun", 4, 0), "dog": ("mention", 0, 4)}, "one caption of five may err"
    captions = queries[2:]
    assert [query.shows.tolist().index(True) for query in captions] == [0, 0, 1, 1, 2, 2, 3, 3]
    for query in captions:
        assert (query.sort, query.shows.sum()) == ("caption", 1)
        assert query.unclear.tolist() == (~query.shows & alike).tolist(), "captions of others may fit as well"
