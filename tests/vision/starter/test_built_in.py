"""The encoders that come with Photon: the starter, and the starter that looks at each photo twice."""

import numpy as np
import pytest

from photon.domain.encoders.encoder_info import BUILT_IN, CLOSER, STARTER, EncoderCard
from photon.vision import encoders
from photon.vision.kit.encoder import DamagedPreview, Encoder
from photon.vision.starter import starter
from photon.vision.starter.built_in import built_in, closer_id


@pytest.fixture(scope="module")
def closer(encoder: Encoder) -> Encoder:
    assert encoder.id == starter.encoder_id(), "converted by now"
    return encoders.load(CLOSER, 2)


def test_each_is_found_by_name_and_by_id() -> None:
    for name, id_ in ((STARTER, starter.encoder_id()), (CLOSER, closer_id())):
        own = built_in(name)
        assert own is not None
        assert own == built_in(id_)
        assert (own.name, own.id) == (name, id_)
        assert EncoderCard(name, own.title).is_built_in
    assert built_in("clip-b-32") is None
    assert not EncoderCard("clip-b-32", "CLIP").is_built_in
    assert len({built_in(name).id for name in BUILT_IN}) == len(BUILT_IN)


def test_vectors_of_both_are_never_taken_for_each_other() -> None:
    usual, close = built_in(STARTER), built_in(CLOSER)
    assert usual is not None
    assert close is not None
    assert not usual.has_same_looks(close.id)
    assert not close.has_same_looks(usual.id)
    assert not close.has_same_looks(close.id)
    looks, joining = close.id.rsplit("-", 1)
    assert close.has_same_looks(f"{looks}-00000000"), "with another adapter"
    assert usual.id.endswith(joining)


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
