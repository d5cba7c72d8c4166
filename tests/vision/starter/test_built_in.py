"""The encoders that come with Photon: the starter, and the starter that looks at each photo twice."""

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import FALLBACK
from photon.vision import encoders
from photon.vision.kit.built_in_names import BUILT_IN, CLOSER
from photon.vision.kit.encoder import DamagedPreview, Encoder
from photon.vision.starter import starter
from photon.vision.starter.built_in import built_in, closer_id, open_closer


@pytest.fixture(scope="module")
def closer(encoder: Encoder) -> Encoder:
    assert encoder.id == starter.encoder_id(), "converted by now"
    return open_closer(2)


def test_each_is_found_by_name_and_by_id() -> None:
    for name, id_ in ((FALLBACK, starter.encoder_id()), (CLOSER, closer_id())):
        own = encoders.find(name)
        assert own is encoders.find(id_)
        assert (own.model.name, own.model.id) == (own.card.name, id_) == (name, id_)
        assert own.card.is_built_in
    with pytest.raises(PhotonError, match="not installed"):
        encoders.find("clip-b-32")
    assert tuple(one.card.name for one in built_in()) == BUILT_IN
    assert encoders.fallback() is encoders.find(FALLBACK)


def test_vectors_of_both_are_never_taken_for_each_other() -> None:
    usual, close = built_in()
    assert not usual.has_same_looks(close.model.id)
    assert not close.has_same_looks(usual.model.id)
    assert not close.has_same_looks(close.model.id)
    looks, joining = close.model.id.rsplit("-", 1)
    assert close.has_same_looks(f"{looks}-00000000"), "with another adapter"
    assert usual.model.id.endswith(joining)


def test_a_closer_look_is_another_vector_of_the_same_photo(
    encoder: Encoder, closer: Encoder, previews: list[bytes]
) -> None:
    usual, found = encoder.encode_images(previews), closer.encode_images(previews)
    assert closer.id == closer_id() != encoder.id
    assert (closer.dimension, closer.look_dimension) == (encoder.dimension, encoder.look_dimension)
    assert np.allclose(np.linalg.norm(found.look, axis=1), 1, atol=1e-5)
    assert np.allclose(found.meaning, starter.join_looks(found.look), atol=1e-6)
    same = (usual.look * found.look).sum(axis=1)
    assert ((same > 0.6) & (same < 0.9999)).all()
    products = found.look @ usual.look.T
    assert (products.argmax(axis=1) == np.arange(len(previews))).all()
    assert all(found.kinds)


def test_words_and_maps_are_the_same(encoder: Encoder, closer: Encoder, previews: list[bytes]) -> None:
    words = ["a dog", "two people on a beach"]
    assert np.array_equal(closer.encode_texts(words), encoder.encode_texts(words))
    ours, theirs = closer.encode_map(previews[0]), encoder.encode_map(previews[0])
    assert ours is not None
    assert theirs is not None
    assert np.array_equal(ours, theirs)


def test_a_closer_look_names_damaged_previews(closer: Encoder, previews: list[bytes]) -> None:
    with pytest.raises(DamagedPreview) as caught:
        closer.encode_images([previews[0], b"", previews[1], previews[2][:300]])
    assert caught.value.positions == (1, 3)
    assert closer.encode_images([]).look.shape == (0, closer.look_dimension)
