"""The scripts that train and judge the captioner, on a few drawn pictures and made-up sentences."""

import itertools
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.captions.named_objects import caption_objects
from photon.vision.kit.adapter import normalise
from photon.vision.starter.captioner import photo_features
from photon.vision.starter.captioner_files import read_captioner
from tests.vision.conftest import draw
from tests.vision.starter.test_training import open_once

pytestmark = pytest.mark.slow

SENTENCES = [
    f"a {who} {does} {where}"
    for who, does, where in itertools.product(
        ("dog", "man", "girl", "black cat"), ("runs", "sits", "jumps"), ("on the grass", "in the water", "at home")
    )
]


@dataclass(frozen=True)
class SimpleWeights:
    """The maps alone."""

    photo: np.ndarray = field(default_factory=lambda: np.zeros(0))
    photo_shift: np.ndarray = field(default_factory=lambda: np.zeros(0))
    photo_objects: np.ndarray = field(default_factory=lambda: np.zeros(0))
    photo_objects_shift: np.ndarray = field(default_factory=lambda: np.zeros(0))
    usual: np.ndarray = field(default_factory=lambda: np.zeros(0))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(draw(number, 200, 150))
    captions = [f"{number}.jpg,{words}" for number in range(4) for words in ("two men and a dog", SENTENCES[number])]
    (folder / "captions.csv").write_text("\n".join(["image,caption", *captions]))
    labels = [f"{number}.jpg,{label},n{number:08}" for number, label in enumerate(("lemon", "tabby"))]
    (folder / "labels.csv").write_text("\n".join(["image,label,wnid", *labels]))
    (folder / "sentences.txt").write_text("\n".join(SENTENCES))
    (folder / "temporary").mkdir()
    return folder


@pytest.fixture
def train(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[..., str]]:
    """Runs the script in this process; returns what it prints."""
    import torch
    from lab.captions import train_captioner
    from lab.starter import starter_towers

    open_once(monkeypatch, starter_towers)
    threads = torch.get_num_threads()
    monkeypatch.setattr(train_captioner, "_NAMING", 1)

    def train(data: Path, out: str, *more: str) -> str:
        (data / out).mkdir(exist_ok=True)
        monkeypatch.setattr(tempfile, "tempdir", str(data / "temporary"))
        inputs = ["--captions", data / "captions.csv", "--labels", data / "labels.csv", "--labelled-photos", data]
        inputs += ["--captioned-photos", data, "--sentences", data / "sentences.txt", "--threads", 1, "--fewest", 1]
        inputs += ["--passes", 1, "--out", data / out, *more]
        monkeypatch.setattr(sys, "argv", ["train_captioner", *map(str, inputs)])
        train_captioner.main()
        return capsys.readouterr().out

    with torch.random.fork_rng(devices=[]):
        yield train
    torch.set_num_threads(threads)


def test_the_seed_decides_and_captions_of_the_photos_are_not_learned(
    converted: Path, data: Path, train: Callable[..., str]
) -> None:
    assert converted.is_dir()
    said = train(data, "one")
    assert f"{len(SENTENCES) - 4} sentences" in said  # without the captions of the photos
    train(data, "same")
    one = (data / "one" / "captioner.safetensors").read_bytes()
    assert one == (data / "same" / "captioner.safetensors").read_bytes()
    train(data, "one", "--keep-networks")
    kept = read_captioner(data / "one")
    looks = normalise(np.random.default_rng(0).normal(size=(2, 1280)).astype(np.float32))
    predicted = kept.predict(photo_features(looks, np.zeros((1281, 1000), np.float32)))
    assert predicted.shape == (2, 384)
    words = set(" ".join(SENTENCES).split())
    for cue in kept.firm_cues(predicted):
        assert {word for sentence in kept.write(cue, 8) for word in sentence.split()} <= words


def test_bleu_and_cider_know_the_same_from_another_sentence() -> None:
    from lab.captions.caption_figures import bleu4, cider

    references = [[one, "something else is seen here"] for one in SENTENCES]
    assert bleu4(SENTENCES, references) == pytest.approx(1)
    assert bleu4(["nothing of all that"] * len(SENTENCES), references) == 0
    same, turned = cider(SENTENCES, references), cider(SENTENCES[::-1], references)
    assert same > 2 * turned > 0
    assert same == pytest.approx(5, rel=0.1)  # of 10: one of two references is the sentence itself


def test_cues_are_as_uncertain_as_they_are_told_to_be() -> None:
    from lab.captions.captioner_text import Cues

    random = np.random.default_rng(0)
    vectors = (random.normal(size=(4000, 12)) * np.linspace(1, 0.1, 12)).astype(np.float32)
    rows = np.arange(len(vectors))
    sure, unsure = (Cues(vectors, 8, noise) for noise in (0.0001, 0.5))

    def told(cues: Cues) -> list[float]:
        drawn = cues.draw(rows, random)
        return [float(np.corrcoef(drawn[:, at], cues.coordinates[:, at])[0, 1]) for at in range(8)]

    assert min(told(sure)) > 0.99
    assert max(told(unsure)[2:]) < 0.9
    assert told(unsure)[7] < told(unsure)[1]


def test_sentences_become_numbers_without_rare_words() -> None:
    from lab.captions.captioner_text import objects_of_words, read_corpus

    from photon.annotate.captions.named_objects import caption_objects

    sentences = ["a dog runs fast", "a dog runs home", "a dog", "a zebu runs off quickly", "a dog runs off"]
    corpus = read_corpus(sentences, np.eye(5, 384, dtype=np.float32), {"a dog runs off"}, 2)
    assert corpus.words == ["</s>", "<s>", "<unknown>", "a", "runs", "dog"]
    assert corpus.ids[:, :6].tolist() == [[1, 3, 5, 4, 2, 0], [1, 3, 5, 4, 2, 0]]
    objects = caption_objects()
    named = objects_of_words(objects, corpus.words)
    assert [objects.names[int(at)] for at in named[5] if at >= 0] == ["dog"]
    assert (named[:5] == -1).all()


def test_labels_say_what_is_there_and_what_is_not() -> None:
    from lab.captions.captioner_labels import read_labels, spoken_of
    from lab.starter.starter_data import Labelled

    objects = caption_objects()
    place = {name: number for number, name in enumerate(objects.names)}
    said: list[str] = []

    def texts(sentences: Sequence[str]) -> np.ndarray:
        said.extend(sentences)
        return np.tile(np.array([1, 0], np.float32), (len(sentences), 1))

    files = [Path("orange.jpg"), Path("tiger beetle.jpg")]
    labelled = Labelled(files, ["orange", "tiger beetle"], [1, 2])
    spoken = spoken_of(
        [*["A fruit on a plate."] * 5, *["A bug on a leaf."] * 4],
        np.array([[0, 1]] * 5 + [[9, 9]] * 4, np.float32),
    )
    labels = read_labels(labelled, lambda some: np.zeros((6, len(some), 4), np.float32), texts, spoken)
    orange, beetle = ({objects.names[at] for at in np.flatnonzero(row)} for row in labels.named)
    assert orange == {"fruit", "food"}  # a "garden truck", WordNet says, and that is no truck
    assert beetle == {"animal", "insect"}  # and no tiger
    assert labels.sentences.tolist() == [[0.5, 0.5], [1, 0]]  # too few sentences speak of insects
    assert "A tiger beetle." in said
    assert labels.told[place["dog"]]
    assert not labels.told[place["grass"]]


def test_maps_learn_from_labels_what_captions_never_showed() -> None:
    from lab.captions.captioner_labels import Labels
    from lab.captions.captioner_photos import fit_photos

    random = np.random.default_rng(0)
    dogs = np.abs(random.normal(size=(6, 40, 8))).astype(np.float32)
    dogs[..., 0] = 0
    lemons = dogs.copy()
    lemons[..., 0] = 3  # which no captioned photo has
    classifier = np.zeros((9, 3), np.float32)
    wanted = np.tile(np.array([1, 0, 1, 0, 0.5], np.float32), (40, 1))  # two numbers of a sentence; dog, lemon, grass
    wanted[::2, 4] = 1
    sentence, named = np.tile(np.array([0, 1], np.float32), (40, 1)), np.tile(np.array([0, 1, 0], np.float32), (40, 1))
    labels = Labels(lemons, sentence, named, np.array([True, True, False]))
    weights = fit_photos(SimpleWeights(), dogs, wanted, classifier, labels)
    seen = photo_features(normalise(lemons[0]), classifier)
    told = (seen @ weights.photo_objects + weights.photo_objects_shift).mean(axis=0)
    assert told[0] < 0.5 < told[1]
    assert told[2] == pytest.approx(wanted[:, 4].mean(), abs=0.1)  # of grass a label tells nothing
    assert (seen @ weights.photo + weights.photo_shift).mean(axis=0).argmax() == 1
    of_dogs = photo_features(normalise(dogs[0]), classifier) @ weights.photo_objects + weights.photo_objects_shift
    assert of_dogs.mean(axis=0)[:2] == pytest.approx([1, 0], abs=0.2)
