r"""Fit the probability that users keep a sentence of the caption memory, and show how accurate it is.

    python -m lab.captions.fit_drafts PICTURES [--work FOLDER]

PICTURES contains ``coco_val`` and ``flickr8k``: a tar of photos and a CSV of captions each. The weights are fitted on
the photos of ``flickr8k`` that the memory has not seen, and printed for
``photon/annotate/captions/draft_certainty.py``; they are evaluated on ``coco_val``. For each photo, the sentences that
agree best are examined; all photos have the same weight.

A sentence is right if the captions name all its objects, or their hyponyms, and all its other content words, and if its
subject has the same number as in most captions. On 60 drafts that a reader had judged next to the photo, the share of
words that captions name separated kept drafts from others with an AUROC of .89. The simplest baseline takes the
sentence that the others agree with most, ordered by this agreement.
"""

import argparse
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.captions.supported_objects import borne_out, unsupported
from lab.quality.quality_sources import Source, judged_sources, unpack

from photon.annotate.captions.draft_certainty import keeping_features, says_enough
from photon.annotate.captions.draft_choice import SURER, TRIED
from photon.annotate.captions.named_objects import Mention, Objects, caption_objects, words_of
from photon.annotate.captions.small_words import SMALL_WORDS
from photon.vision.starter import starter
from photon.vision.starter.starter_install import prepare_starter

Doubles = npt.NDArray[np.float64]
_PULL = 3.0  # shrinkage of the weights, for standardised features
_SHORT = 5  # number of letters by which longer words are compared
_SINGULAR = frozenset({"skis", "glasses", "sunglasses", "shorts", "pants", "jeans"})
_SEVERAL = frozenset({"people", "men", "women", "children", "group", "crowd", "couple", "team", "family"})
_COVERED = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 1.0)
_MAJORITY, _MOST = 2, 3  # captions with the other number: if they are the majority, or in any case


@dataclass(frozen=True)
class _Judged:
    """Sentences of a source: their photos, float64 (n, 13) features, agreement, and whether they are right."""

    photos: npt.NDArray[np.int64]
    features: Doubles
    agreement: Doubles
    right: Doubles
    count: int


def main() -> None:
    """Parse the arguments, and print weights and figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir(), "photon-quality"))
    given = parser.parse_args()
    judged = {source.name: _judge(source, given.pictures, given.work) for source in judged_sources(given.pictures)}
    weights = _fit(judged["flickr8k"])
    print("weights:", ", ".join(f"{weight:.3f}" for weight in weights))
    for name, one in judged.items():
        sure = 1 / (1 + np.exp(-one.features @ weights))
        print(f"{name}: right among so many of the photos, the surest first")
        print("  agreement alone", _covered(one, one.agreement, one.agreement))
        print("  fitted         ", _covered(one, one.agreement + SURER * sure, sure))
        best = _best(one, one.agreement + SURER * sure)
        for least in (0.4, 0.45, 0.5, 0.55):
            shown = best[sure[best] >= least]
            print(f"  surer than {least}: {len(shown) / one.count:.2f} shown, {one.right[shown].mean():.2f} right")


def _judge(source: Source, pictures: Path, work: Path) -> _Judged:
    files = unpack(pictures, source, (work / source.name / "photos").resolve())
    prepare_starter()
    encoder, objects = starter.Starter(1), caption_objects()
    looks = encoder.encode_images([file.read_bytes() for file in files]).look
    photos, features, agreement, right = [], [], [], []
    for photo, written in enumerate(encoder.describer.write(looks, [{}] * len(looks))):
        shown = sorted((one for one in written.sentences if says_enough(one.text)), key=lambda one: -one.agreement)
        for one in shown[:TRIED]:
            if one.phrases is None:
                continue
            photos.append(photo)
            features.append(keeping_features(one.text, one.phrases, written.chances, objects))
            agreement.append(one.phrases.agreement)
            right.append(_is_right(one.text, source.captions[photo], objects))
    return _Judged(np.array(photos), np.stack(features), np.array(agreement), np.array(right, float), len(looks))


def _is_right(text: str, captions: Sequence[str], objects: Objects) -> bool:
    named = {_form(word) for caption in captions for word in words_of(caption)}
    mentions = objects.mentions(text)
    inside = {at for mention in mentions for at in range(mention.start, mention.stop)}
    words = [word for at, word in enumerate(words_of(text)) if at not in inside]
    full = [word for word in words if word not in SMALL_WORDS | {"a", "an", "group"}]
    is_named = not unsupported(objects, text, borne_out(objects, captions)) and {_form(word) for word in full} <= named
    return is_named and (not mentions or _has_right_number(mentions[0], captions, objects))


def _has_right_number(subject: Mention, captions: Sequence[str], objects: Objects) -> bool:
    same = other = 0
    for caption in captions:
        named = [mention for mention in objects.mentions(caption) if mention.objects & subject.objects]
        if named:
            is_several = len(named) > 1 or any(_is_several(mention) for mention in named)
            same += is_several == _is_several(subject)
            other += is_several != _is_several(subject)
    return other < _MAJORITY or (other <= same and other < _MOST)


def _is_several(mention: Mention) -> bool:
    words = mention.words.split()
    is_plural = words[-1].endswith("s") and not words[-1].endswith("ss") and words[-1] not in _SINGULAR
    return is_plural or not _SEVERAL.isdisjoint(words)


def _form(word: str) -> str:
    return word[:_SHORT] if len(word) > _SHORT else word.rstrip("s")


def _fit(judged: _Judged) -> Doubles:
    """Fit a logistic regression with standardised features, by Newton's method: float64 (13,)."""
    shares = 1 / np.bincount(judged.photos)[judged.photos]
    middle, spread = judged.features.mean(axis=0), judged.features.std(axis=0) + 1e-9
    middle[0], spread[0] = 0, 1
    design, pull = (judged.features - middle) / spread, _PULL * np.diag(np.arange(len(middle)) > 0)
    weights = np.zeros(len(middle))
    for _ in range(30):
        sure = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (shares * (sure - judged.right)) + pull @ weights
        bend = (design * (shares * sure * (1 - sure))[:, None]).T @ design + pull + 1e-9 * np.eye(len(middle))
        weights -= np.linalg.solve(bend, slope)
    raw = weights / spread
    raw[0] = weights[0] - (weights[1:] * middle[1:] / spread[1:]).sum()
    return np.asarray(raw)


def _best(judged: _Judged, worth: Doubles) -> npt.NDArray[np.int64]:
    """Return the row of the best sentence of each photo."""
    order = np.argsort(-worth, kind="stable")
    return order[np.unique(judged.photos[order], return_index=True)[1]]


def _covered(judged: _Judged, worth: Doubles, sure: Collection[float] | Doubles) -> str:
    best = _best(judged, worth)
    best = best[np.argsort(-np.asarray(sure)[best], kind="stable")]
    shares = ((share, judged.right[best[: round(share * judged.count)]].mean()) for share in _COVERED)
    return ", ".join(f"{share:.0%} {right:.2f}" for share, right in shares)


if __name__ == "__main__":
    main()
