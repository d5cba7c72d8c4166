"""The scripts that train and judge the captioner, on a few drawn pictures and made-up sentences."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from photon.vision.adapter import normalise
from photon.vision.captioner import photo_features, read_captioner

from .conftest import draw

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"
SENTENCES = [
    f"a {who} {does} {where}"
    for who, does, where in itertools.product(
        ("dog", "man", "girl", "black cat"), ("runs", "sits", "jumps"), ("on the grass", "in the water", "at home")
    )
]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for number in range(4):
        (folder / f"{number}.jpg").write_bytes(draw(number, 200, 150))
    captions = [f"{number}.jpg,{words}" for number in range(4) for words in ("two men and a dog", SENTENCES[number])]
    (folder / "captions.csv").write_text("\n".join(["image,caption", *captions]))
    (folder / "sentences.txt").write_text("\n".join(SENTENCES))
    (folder / "temporary").mkdir()
    return folder


def train(data: Path, out: str, *more: str) -> str:
    command = [sys.executable, SCRIPTS / "train_captioner.py", "--captions", data / "captions.csv"]
    command += ["--captioned-photos", data, "--sentences", data / "sentences.txt", "--threads", "1", "--fewest", "1"]
    (data / out).mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(data / "temporary")}
    result = subprocess.run(
        [*command, "--passes", "2", "--out", data / out, *more],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_seed_decides_and_captions_of_the_photos_are_not_learned(converted: Path, data: Path) -> None:
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


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_bleu_and_cider_know_the_same_from_another_sentence(modules: None) -> None:
    from caption_figures import bleu4, cider

    references = [[one, "something else is seen here"] for one in SENTENCES]
    assert bleu4(SENTENCES, references) == pytest.approx(1)
    assert bleu4(["nothing of all that"] * len(SENTENCES), references) == 0
    same, turned = cider(SENTENCES, references), cider(SENTENCES[::-1], references)
    assert same > 2 * turned > 0
    assert same == pytest.approx(5, rel=0.1)  # of 10: one of two references is the sentence itself


def test_cues_are_as_uncertain_as_they_are_told_to_be(modules: None) -> None:
    from captioner_text import Cues

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


def test_sentences_become_numbers_without_rare_words(modules: None) -> None:
    from captioner_text import objects_of_words, read_corpus

    from photon.annotate.objects import caption_objects

    sentences = ["a dog runs fast", "a dog runs home", "a dog", "a zebu runs off quickly", "a dog runs off"]
    corpus = read_corpus(sentences, np.eye(5, 384, dtype=np.float32), {"a dog runs off"}, 2)
    assert corpus.words == ["</s>", "<s>", "<unknown>", "a", "runs", "dog"]
    assert corpus.ids[:, :6].tolist() == [[1, 3, 5, 4, 2, 0], [1, 3, 5, 4, 2, 0]]
    objects = caption_objects()
    named = objects_of_words(objects, corpus.words)
    assert [objects.names[int(at)] for at in named[5] if at >= 0] == ["dog"]
    assert (named[:5] == -1).all()
