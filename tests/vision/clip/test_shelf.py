import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.clip.shelf.encoder_shelf import Installed, Setting
from photon.vision.clip.shelf.preprocessing import Preprocessing

SQUARE = Preprocessing(224, (0.5, 0.5, 0.5), (0.25, 0.25, 0.25), "bicubic", "shortest")


@pytest.fixture
def shelf_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path))
    encoder_shelf._warn_once.cache_clear()
    return tmp_path / "installed"


def place(folder: Path, name: str) -> Installed:
    """An encoder's folder with its facts; the files hold nothing an encoder could be opened from."""
    (folder / name).mkdir(parents=True)
    (folder / name / encoder_shelf.IMAGE_FILE).write_bytes(b"x" * 3_000_000)
    int8 = Setting("onnx", "cpu", "int8", 55.0, 1, 0.9987, 0.97, 0.8)
    installed = Installed(
        card=EncoderCard(name, "A title – “quoted”", "ViT-B-32", "laion", languages=("en", "de")),
        architecture="ViT-B-32", config={"embed_dim": 512, "vision_cfg": {"layers": [1, 2]}},
        id=encoder_shelf.encoder_id(name, "ab" * 32, {"embed_dim": 512}, SQUARE),
        folder=folder / name, dimension=512, look_dimension=768, context=77, preprocessing=SQUARE,
        setting=int8, tried=(int8, Setting("onnx", "cpu", "fp32", 17.8)), drawn=3, disk=3,
        text={"clean": "lower"}, has_map=True, adds_up=False,
    )  # fmt: skip
    encoder_shelf.write_facts(installed)
    return replace(installed, disk=3)


def test_what_is_written_is_read_again(shelf_folder: Path) -> None:
    assert encoder_shelf.all_installed() == []
    second, first = place(shelf_folder, "b"), place(shelf_folder, "A-1.x_y")
    assert encoder_shelf.all_installed() == [first, second]
    assert encoder_shelf.find("b") == encoder_shelf.find(second.id) == second
    assert encoder_shelf.find("A-1.x_y") == encoder_shelf.find(first.id) == first
    for unknown in ("", "c", "b-00000000", "../b", "A-1.x_y-", ".", "starter"):
        assert encoder_shelf.find(unknown) is None
    assert second.setting.words() == "runs on the processor"


def test_the_id_changes_with_everything_that_makes_a_vector() -> None:
    before = encoder_shelf.encoder_id("b", "ab" * 32, {"embed_dim": 512}, SQUARE)
    others = {
        encoder_shelf.encoder_id("b", "ac" * 32, {"embed_dim": 512}, SQUARE),
        encoder_shelf.encoder_id("b", "ab" * 32, {"embed_dim": 256}, SQUARE),
        encoder_shelf.encoder_id("b", "ab" * 32, {"embed_dim": 512}, replace(SQUARE, side=256)),
    }
    assert len(before) == len("b-01234567")
    assert len({before, *others}) == 4


@pytest.mark.parametrize("damage", ["truncated", "no facts", "half facts", "other format", "missing file", "a list"])
def test_a_damaged_encoder_is_left_out_and_can_be_removed(
    shelf_folder: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    whole, bad = place(shelf_folder, "whole"), place(shelf_folder, "bad").folder
    facts = json.loads((bad / encoder_shelf.FACTS).read_text(encoding="utf-8"))
    match damage:
        case "truncated":
            (bad / encoder_shelf.IMAGE_FILE).write_bytes(b"x" * 1000)
        case "no facts":
            (bad / encoder_shelf.FACTS).unlink()
        case "half facts":
            (bad / encoder_shelf.FACTS).write_text(json.dumps(facts)[:200], encoding="utf-8")
        case "other format":
            (bad / encoder_shelf.FACTS).write_text(json.dumps({**facts, "format": 99}), encoding="utf-8")
        case "missing file":
            (bad / encoder_shelf.IMAGE_FILE).unlink()
        case "a list":
            (bad / encoder_shelf.FACTS).write_text("[]", encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert encoder_shelf.all_installed() == encoder_shelf.all_installed() == [whole]
    assert len(caplog.records) == 1, "said once, not whenever the list is shown"
    assert encoder_shelf.find("bad") is None
    encoder_shelf.remove("bad")
    assert [path.name for path in shelf_folder.iterdir()] == ["whole"]


@pytest.mark.parametrize("name", ["", "c", "..", "../installed/b", ".hidden", "b/../b"])
def test_only_an_encoder_can_be_removed(shelf_folder: Path, name: str) -> None:
    place(shelf_folder, "b")
    (shelf_folder / ".hidden").mkdir()
    with pytest.raises(PhotonError, match="no model"):
        encoder_shelf.remove(name)
    assert sorted(path.name for path in shelf_folder.iterdir()) == [".hidden", "b"]


@pytest.mark.parametrize("name", ["", "starter", "Starter", "Starter-Closer", "-a", ".a", "a b", "a/b", "ä", "a" * 81])
def test_names_that_cannot_be(name: str) -> None:
    with pytest.raises(PhotonError, match="can't be named"):
        encoder_shelf.check_name(name)
    encoder_shelf.check_name("ViT-B-32_2.b")
