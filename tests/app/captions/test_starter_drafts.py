"""Drafts of the starter: from looks, tags and plain things."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from photon.annotate.tags.vocabulary_file import everyday
from photon.app.captions.draft_sources import DraftRequest, Drafts
from photon.vision.knowledge.caption_scoring import CaptionCandidates, ScoredSentence, SentenceLikelihood


class Starter:
    """Describes blue looks as a dog, and others as a man."""

    def looks(self, previews: Sequence[bytes]) -> np.ndarray:
        return np.arange(len(previews), dtype=np.float32)[:, None]

    def write(self, looks: np.ndarray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        return [
            CaptionCandidates(
                (
                    ScoredSentence("a dog runs", SentenceLikelihood(-2.0), 0.5),
                    ScoredSentence("a man runs", SentenceLikelihood(-1.0), 0.5),
                ),
                {"dog": 0.9, "man": 0.1, **tagged},
            )
            for _, tagged in zip(looks, known, strict=True)
        ]

    def weigh(
        self, looks: np.ndarray, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
    ) -> list[CaptionCandidates]:
        del looks, known
        return [
            CaptionCandidates(
                tuple(ScoredSentence(text, SentenceLikelihood(odds), 0.5) for text, odds in each.items()), {"dog": 0.9}
            )
            for each in sentences
        ]

    def rest(self, unused: float) -> None:
        pass

    def close(self) -> None:
        pass


def test_drafts_of_the_starter_respect_tags() -> None:
    photos_wanted = [DraftRequest(1, b"", b"", {}), DraftRequest(2, b"", b"", {"Man": 1.0})]
    first, second = Drafts(Starter(), "v").drafts(photos_wanted)
    assert first is not None
    assert second is not None
    assert (first.text, first.others, first.source) == ("A dog runs.", ("A man runs.",), "starter")
    assert second.text == "A man runs."
    assert second.certainty > first.certainty


def test_sentences_of_other_sources_are_checked_by_the_starter() -> None:
    sentences = [[("A dog with a stick", -1.0)], []]
    drafts = Drafts(Starter(), "coca-1", "coca", lambda _: sentences)
    first, second = drafts.drafts([DraftRequest(1, b"", b""), DraftRequest(2, b"", b"")])
    assert first is not None
    assert (first.text, first.source, drafts.version) == ("A dog.", "coca", "coca-1")
    assert second is None


def test_a_photo_whose_looks_are_stored_is_not_decoded() -> None:
    class Blind(Starter):
        def looks(self, previews: Sequence[bytes]) -> np.ndarray:
            raise AssertionError(previews)

        def write(self, looks: np.ndarray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
            assert looks.tolist() == [[1.0, 0.0]]
            return super().write(looks, known)

    look = np.array([1, 0], np.float32)
    draft = Drafts(Blind(), "v").drafts([DraftRequest(1, b"", b"no picture", look=look)])[0]
    assert draft is not None
    assert draft.text == "A dog runs."


def test_the_surest_draft_of_the_moments_of_a_video_counts() -> None:
    class Watchful(Starter):
        """Sees a dog, the more surely the larger the number."""

        def write(self, looks: np.ndarray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
            seen = (ScoredSentence("a dog runs", SentenceLikelihood(-2.0), 0.5),)
            return [CaptionCandidates(seen, {"dog": float(look[0])}) for look, _ in zip(looks, known, strict=True)]

    def look(sure: float) -> np.ndarray:
        return np.array([sure], np.float32)

    film, photo = (
        DraftRequest(1, b"", b"", look=look(0.2), moments=(look(0.3), look(0.999), look(0.1))),
        DraftRequest(2, b"", b"", look=look(0.5)),
    )
    alike = [DraftRequest(1, b"", b"", look=look(0.999)), photo]
    assert Drafts(Watchful(), "v").drafts([film, photo]) == Drafts(Watchful(), "v").drafts(alike)
    doubtful = DraftRequest(1, b"", b"", look=look(0.2), moments=(look(0.3),))
    (first,) = Drafts(Watchful(), "v").drafts([doubtful])
    assert first == Drafts(Watchful(), "v").drafts([DraftRequest(1, b"", b"", look=look(0.2))])[0]
    sentences = [[("A dog with a stick", -1.0)], []]  # of a server, which is asked for the preview alone
    assert Drafts(Starter(), "s", "server", lambda _: sentences).drafts([film, photo])[1] is None


class Plain(Starter):
    """Says that a man plays a guitar, or nothing, of photos of a daisy."""

    def __init__(self, *sentences: str) -> None:
        self.sentences = tuple(ScoredSentence(text, SentenceLikelihood(-1.0), 0.5) for text in sentences)

    def write(self, looks: np.ndarray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
        del known
        return [CaptionCandidates(self.sentences, {"man": 0.9, "dog": 0.9}, {985: 0.9}) for _ in looks]


def plain_text(describer: Starter, things: Mapping[str, float], **others: Any) -> str:
    known = {at: sure for name, sure in things.items() if (at := everyday().place(name)) is not None}
    request = DraftRequest(1, b"", b"no picture", things=known, look=np.array([1, 0], np.float32))
    draft = Drafts(describer, "v", **others).drafts([request])[0]  # type: ignore[arg-type]
    return draft.text if draft else ""


def test_a_plain_draft_is_better_than_none_and_than_people_where_nobody_is() -> None:
    daisy = {"plant": 0.97, "flower": 0.97, "daisy": 0.95}
    assert plain_text(Plain(), daisy) == "A daisy."
    assert plain_text(Plain("a man is playing a guitar"), daisy) == "A daisy."
    assert plain_text(Plain("a man is playing a guitar"), {**daisy, "man": 0.5}) == "A man is playing a guitar."
    assert plain_text(Plain("a dog is running"), daisy) == "A dog is running."
    assert plain_text(Plain(), {**daisy, "person": 0.5}) == ""
    asked = {"name": "server", "sentences": lambda previews: [[("a man", -1.0)] for _ in previews]}
    assert plain_text(Plain(), daisy, **asked) == "A man."
