"""Drafts for photos of things that no captioned photo shows: are they named correctly, or called a dog?"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from lab.captions.train_captioner import Described, with_photos
from lab.starter.starter_figures import Fold

from photon.annotate.captions.draft_choice import choose
from photon.annotate.captions.named_objects import caption_objects
from photon.vision.kit.adapter import normalise
from photon.vision.starter.caption_scoring import CaptionScorer
from photon.vision.starter.captioner import Captioner
from photon.vision.starter.text_tower import StarterTextTower

_EVERY = 5  # every fifth labelled photo: 200 of 1,000


def report_things(captioner: Captioner, described: Described, folds: Sequence[Fold], tower: StarterTextTower) -> None:
    """Print the drafts of labelled photos, with maps and adapters trained without them and their classes."""
    objects, labels = caption_objects(), described.labels
    place = {name: number for number, name in enumerate(objects.names)}
    animal, dog = place["animal"], place["dog"]
    right, dogs, animals = [], [], []
    for row, text in _drafts(captioner, described, folds, tower):
        shown = labels.named[row] > 0
        meant = [one for mention in objects.mentions(text) for one in mention.objects]
        said = {place[above] for name in meant for above in objects.above(name)}
        if shown.any():
            right.append(any(shown[place[name]] for name in meant))
        if not shown[dog]:
            dogs.append(dog in said)
        if not shown[animal]:
            animals.append(animal in said)
    print(
        f"labelled photos: of {len(right)} that show an object of the list {np.mean(right):.3f} are called it or a kind"
        f" above; of {len(dogs)} others {np.mean(dogs):.3f} are called dogs; of {len(animals)} without an animal"
        f" {np.mean(animals):.3f} are called one"
    )


def _drafts(
    captioner: Captioner, described: Described, folds: Sequence[Fold], tower: StarterTextTower
) -> Iterator[tuple[int, str]]:
    labels, objects = described.labels, caption_objects()
    everyone: npt.NDArray[np.int64] = np.arange(len(labels.named))
    for fold in folds:
        rows = fold.held[::_EVERY]
        seen = labels.part(np.setdiff1d(everyone, fold.held))
        fitted = with_photos(captioner, described, np.arange(len(described.captioned.files)), seen)
        describer = CaptionScorer(fitted, described.classifier, fold.adapter, tower.encode)
        for row, one in zip(
            rows.tolist(), describer.write(normalise(labels.pooled[0, rows]), [{}] * len(rows)), strict=True
        ):
            choice = choose(one.sentences, one.chances, objects)
            yield row, choice.text if choice else ""
