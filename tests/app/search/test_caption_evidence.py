"""Unwanted things: excluded by captions of such photos, and by tags."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from photon.annotate.captions.named_things import NamedThings
from photon.app.session import Session
from photon.domain import Facts, Reading
from photon.domain.metadata.tag import TagMark
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.tags import tags
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from photon.search.evidence import caption_evidence
from photon.search.evidence.caption_evidence import CaptionEvidence
from photon.vision import encoders
from photon.vision.starter import starter
from tests.app.scenes import ask, id_of, names_of
from tests.fakes import ColourEncoding
from tests.library.people.drawn_faces import face_at, store

IDS = (1, 2, 3)
EMPTY = VectorIndex(384)


class StarterIds(ColourEncoding):
    """An encoder with only the id of the starter, and vectors as if they were the starter's."""

    knowledge = encoders.shared_knowledge()

    def __init__(self) -> None:
        super().__init__()
        self.id = starter.encoder_id()


def speaking_of(name: str) -> np.ndarray:
    """Return the looks for which the caption memory is surest that they show this."""
    looks = np.random.default_rng(1).normal(size=(400, 1280)).astype(np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    shares = starter.caption_memory().speak_of(looks, [name])[:, 0]
    return looks[[shares.argmax(), shares.argmin()]]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """One photo whose captions would mention people, one whose captions would not, and one without vectors."""
    root = tmp_path / "Pictures"
    root.mkdir()
    with open_library(tmp_path / "library", writable=True) as library:
        hashes = [number.to_bytes(16, "big") for number in IDS]
        readings = [Reading(key, key, 1, Facts("JPEG", 4, 3), b"", 0) for key in hashes]
        found = [Found(folders.add(library, str(root)).id, f"{number}.jpg", 1, 1) for number in IDS]
        files.record(library, list(zip(found, readings, strict=True)))
        meaning = np.full(384, 384**-0.5, np.float32)
        seen = zip(IDS, hashes, speaking_of("o:person"), strict=False)
        vectors.store(library, starter.encoder_id(), [Embedded(photo, key, meaning, look) for photo, key, look in seen])
        yield library


def test_captions_show_people_in_any_words(library: Library) -> None:
    evidence, asked = CaptionEvidence(StarterIds(), NamedThings()), np.array(IDS)
    odds = evidence.exclusion(library, EMPTY, "people", 1.0).odds(asked)
    assert odds[0] > odds[1]
    assert odds[2] == -np.inf
    for words in ("a person", "somebody", "persons", "People"):
        assert evidence.exclusion(library, EMPTY, words, 1.0).odds(asked).tolist() == odds.tolist()
    assert evidence.exclusion(library, EMPTY, "people", 1.0).odds(asked[::-1]).tolist() == odds[::-1].tolist()
    assert CaptionEvidence(StarterIds(), NamedThings()).exclusion(library, EMPTY, "people", 1.0).odds(
        asked[:0]
    ).shape == (0,)


def test_a_face_shows_people_whatever_captions_would_say(library: Library) -> None:
    store(library, {IDS[1]: [face_at(0)], IDS[2]: [face_at(1)], IDS[0]: []})
    asked = np.array(IDS)
    for encoder in (StarterIds(), ColourEncoding()):
        evidence = CaptionEvidence(encoder, NamedThings())
        for words in ("people", "a person", "anybody"):
            odds = evidence.exclusion(library, EMPTY, words, 1.0).odds(asked)
            assert (odds[1:] >= 3).all()
            unlike = evidence.exclusion(library, EMPTY, "a dog", 1.0).odds(asked)
            assert not (unlike[1:] >= 3).any()
    store(library, {photo: [] for photo in IDS[1:]})
    without = CaptionEvidence(StarterIds(), NamedThings()).exclusion(library, EMPTY, "people", 1.0).odds(asked)
    assert without[1] < 0
    assert without[2] == -np.inf, "no faces show nothing: people are seen from behind, too"


def test_the_user_knows_better_than_a_found_face(library: Library) -> None:
    store(library, {IDS[1]: [face_at(0)]})
    tags.mark(library, [TagMark(IDS[1], ("people",), "rejected")])
    odds = CaptionEvidence(StarterIds(), NamedThings()).exclusion(library, EMPTY, "people", 1.0).odds(np.array(IDS))
    assert odds[1] == -np.inf


def test_everyday_things_are_known_and_gaps_are_reported() -> None:
    evidence = CaptionEvidence(StarterIds(), NamedThings())
    assert all(map(evidence.knows, ("dogs", "a dog", "snow", "People", "wine glasses", "grass")))
    assert not any(map(evidence.knows, ("", "xyzzy", "Anna", "a dog on a beach")))
    assert not CaptionEvidence(ColourEncoding(), NamedThings()).knows("dog"), "another encoder has other looks"


def test_every_photo_has_the_probability_of_a_thing(library: Library) -> None:
    evidence = CaptionEvidence(StarterIds(), NamedThings())
    mentions = evidence.mentions(library, "people")
    assert mentions is not None
    excluded = evidence.exclusion(library, EMPTY, "people", 1.0).odds(np.array(IDS))
    assert mentions(np.array(IDS)).tolist() == excluded.tolist()
    tags.mark(library, [TagMark(IDS[1], ("people",), "confirmed")])
    assert mentions(np.array(IDS)).tolist() == excluded.tolist(), "tags are searched by themselves"
    assert evidence.mentions(library, "xyzzy") is None
    assert CaptionEvidence(ColourEncoding(), NamedThings()).mentions(library, "people") is None


def test_the_users_decisions_count_more_than_captions(library: Library) -> None:
    tags.mark(library, [TagMark(IDS[1], ("people", "Anna"), "confirmed"), TagMark(IDS[0], ("people",), "rejected")])
    for encoder in (StarterIds(), ColourEncoding()):
        odds = CaptionEvidence(encoder, NamedThings()).exclusion(library, EMPTY, "people", 1.0).odds(np.array(IDS))
        assert odds.tolist() == [-np.inf, np.inf, -np.inf]


def test_photos_far_down_are_estimated_from_some_of_the_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(caption_evidence, "_FIRST", 5)
    looks = np.random.default_rng(3).normal(size=(80, 1280)).astype(np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    index, ids, memory = VectorIndex(384), np.arange(1, 81), starter.caption_memory()
    meanings = memory.adapter.join_looks(looks)
    index.add(ids, meanings)
    with open_library(tmp_path / "library", writable=True) as library:
        hashes = [number.to_bytes(16, "big") for number in ids.tolist()]
        readings = [Reading(key, key, 1, Facts("JPEG", 4, 3), b"", 0) for key in hashes]
        (tmp_path / "Pictures").mkdir()
        folder = folders.add(library, str(tmp_path / "Pictures")).id
        found = [Found(folder, f"{number}.jpg", 1, 1) for number in ids.tolist()]
        files.record(library, list(zip(found, readings, strict=True)))
        seen = zip(ids.tolist(), hashes, meanings, looks, strict=True)
        vectors.store(library, starter.encoder_id(), [Embedded(*one) for one in seen])
        evidence = CaptionEvidence(StarterIds(), NamedThings())
        exact = evidence.mentions(library, "people")
        assert exact is not None
        odds = evidence.exclusion(library, index, "people", 1.0).odds(np.append(ids, 999))
        assert odds[:5].tolist() == exact(ids[:5]).tolist()
        assert odds[5:80].tolist() != exact(ids[5:]).tolist()
        assert np.corrcoef(odds[5:80], exact(ids[5:]))[0, 1] > 0.8
        assert odds[80] == -np.inf, "nothing is known of a new photo"
        tags.mark(library, [TagMark(60, ("people",), "confirmed"), TagMark(70, ("people",), "rejected")])
        odds = evidence.exclusion(library, index, "people", 1.0).odds(ids)
        assert (odds[59], odds[69]) == (np.inf, -np.inf)


def test_a_confirmed_tag_excludes_its_photo(scenes: Session, scenes_place: Path) -> None:
    before = names_of(ask(scenes, "snow -ladder"))
    scenes.tags.mark([id_of(scenes, scenes_place, before[0])], [("tools", "ladder")], "confirmed").result()
    answer = ask(scenes, "snow -ladder")
    assert answer.excluded == 1
    assert names_of(answer) == before[1:]
    turned = ask(scenes, "snow -ladder", shows_excluded=True)
    assert names_of(turned) == before[:1]
    assert turned.sentence == "1 photo that seems to show ladder"
    scenes.undoing.undo().result()
    assert names_of(ask(scenes, "snow -ladder")) == before
