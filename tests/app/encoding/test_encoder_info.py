"""What is known of an encoder without opening it: of the starter, and of one that was installed."""

import numpy as np
import pytest

from photon.app.encoding.encoder_info import EncoderInfo
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.kit.built_in_names import CLOSER
from photon.vision.starter import starter


def test_the_starter_is_known_by_name_and_by_id() -> None:
    by_name, by_id = EncoderInfo(), EncoderInfo(starter.encoder_id())
    assert (by_name.name, by_name.title, by_name.id) == (by_id.name, by_id.title, by_id.id)
    assert by_name.dimension == starter.DIMENSION
    assert by_name.yardstick is by_name.yardstick is not None
    assert by_name.kind_of("zebra") is not None
    assert by_name.kind_families()
    assert by_name.is_sentence("a dog runs on the beach")


def test_a_closer_look_uses_the_parts_of_the_starter() -> None:
    starters, closer = EncoderInfo(), EncoderInfo(CLOSER)
    assert EncoderInfo(closer.id).name == closer.name == CLOSER
    assert closer.id != starters.id
    assert closer.words_id == starters.words_id == starters.id
    assert closer.knowledge is starters.knowledge is not None
    assert starters.model.capabilities == closer.model.capabilities == {"embed", "describe", "name"}
    assert closer.yardstick is not None
    assert closer.kind_families() == starters.kind_families()
    assert not closer.shares_looks(starters.id)
    assert not starters.shares_looks(closer.id)
    assert closer.batch < starters.batch


def test_an_installed_encoder_names_nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    class Installed:
        card, setting = EncoderCard("other", "Other", languages=("en",)), Setting("onnx", "cpu", "fp32", batch=3)
        id, dimension, disk, writes, is_bridged = "other-1", 8, 2, True, False

    monkeypatch.setattr("photon.vision.encoders.installed", lambda _: Installed)
    info = EncoderInfo("other")
    assert (info.name, info.id, info.dimension, info.batch) == ("other", "other-1", 8, 3)
    assert info.languages == {"en"}
    assert (info.yardstick, info.kind_of("zebra"), info.kind_families()) == (None, None, ())
    assert (info.knowledge, info.words_id) == (None, "other-1")
    assert info.model.capabilities == {"embed", "caption"}
    assert info.paintings(np.zeros((1, 8), np.float32)) is None
    info.prepare(lambda *_: pytest.fail("there is nothing to make ready"))


def test_one_that_is_nowhere_is_a_sentence() -> None:
    with pytest.raises(PhotonError, match="is not installed"):
        EncoderInfo("nowhere")
