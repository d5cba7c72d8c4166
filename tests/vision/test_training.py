"""The training script on a few drawn pictures and a dictionary of seven nouns."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import draw

SCRIPTS = Path(__file__).resolve().parents[2] / "packaging"

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


def train(data: Path, out: str, seed: int) -> str:
    command = [sys.executable, SCRIPTS / "train_starter.py", "--wordnet", data, "--captions", data / "captions.csv"]
    command += ["--captioned-photos", data, "--labels", data / "labels.csv", "--labelled-photos", data]
    command += ["--sentences", data / "sentences.txt", "--seed", str(seed), "--passes", "4", "--threads", "1"]
    environment = {**os.environ, "TMPDIR": str(data / "temporary")}
    result = subprocess.run(
        [*command, "--out", data / out], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_the_seed_decides(converted: Path, data: Path) -> None:
    assert converted.is_dir()
    said = train(data, "one", 0)
    train(data, "same", 0)
    train(data, "other", 1)
    assert "SEEN photos" in said
    one = (data / "one").read_bytes()
    assert one == (data / "same").read_bytes()
    assert one != (data / "other").read_bytes()


@pytest.fixture
def modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SCRIPTS))


def test_nouns_and_kinds(modules: None, data: Path) -> None:
    from starter_words import WordNet, index_kinds

    words = WordNet(data)
    assert words.nouns("Two men walk their domestic dogs past a cat .") == ("man", "domestic dog", "cat")
    assert words.nouns("nothing here is known") == ()
    assert words.ancestors(21) == [21, 20, 10, 1]
    assert index_kinds(words, [21, 31])[10] == [0, 1]


def test_a_fold_knows_nothing_of_what_it_is_tested_on(modules: None, data: Path, converted: Path) -> None:
    import numpy as np
    from starter_data import read_captioned, read_labelled, read_sentences
    from starter_material import Material
    from starter_words import WordNet

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
