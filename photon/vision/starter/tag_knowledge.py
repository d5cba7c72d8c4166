"""Trained tag knowledge: a linear classifier on visual features, tag frequencies and calibration curves."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.vision.kit.arrays import read_arrays

_ARRAYS = ("head", "bias", "learned", "commonness", "names", "seen", "unseen", "choice", "plain")


@dataclass(frozen=True, slots=True)
class TagKnowledge:
    """Written by ``packaging/lab/tags/train_tags.py``.

    Tags are identified by the ``tag_key`` of their path in Photon's vocabulary.

    Attributes:
        names: Keys of all n tags.
        commonness: float32 (n,), log of the fraction of everyday captions that name each tag or a descendant.
        learned: int64 (t,), indices in ``names`` of the tags that the head covers.
        head: float32 (e, t), applied to L2-normalised visual features.
        bias: float32 (t,), of the head. The result approximates the logit of the probability that a person names the
            tag.
        seen: float32 (7,), coefficients for a tag that the head covers: intercept, z-score, the encoder's own class
            probability, commonness, level of detail, product of the second and third, log of the head's probability;
            used by ``photon.annotate.tags.tag_scores``.
        unseen: float32 (6,), the same without the last, for a tag that the head does not cover.
        choice: float32 (18,), calibration curve for encoders with a head; used by ``photon.annotate.tags.tag_choice``.
        plain: float32 (4,), calibration curve for encoders without one: intercept, the tag's own log-odds, and how far
            they are above or below the best rival's.
    """

    names: tuple[str, ...]
    commonness: Floats
    learned: Ids
    head: Floats
    bias: Floats
    seen: Floats
    unseen: Floats
    choice: Floats
    plain: Floats

    @property
    def places(self) -> Mapping[str, int]:
        """Index of each name."""
        return {name: at for at, name in enumerate(self.names)}


def read_tag_knowledge(path: Path) -> TagKnowledge:
    """Read tag knowledge from a safetensors file. float16 arrays become float32.

    Args:
        path: The file.

    Returns:
        The tag knowledge.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
        ValueError: The names cannot be decoded.
    """
    arrays = read_arrays(path, _ARRAYS)
    names = bytes(arrays.pop("names").astype(np.uint8)).decode("utf-8").split("\n")
    learned = arrays.pop("learned").astype(np.int64)
    return TagKnowledge(tuple(names), learned=learned, **arrays)
