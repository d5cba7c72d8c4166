"""What sentences say about whether anybody is in a photo: a direction of visual features for regressions to start from.

Few sources show what a library is full of beside people: clothes that nobody wears, empty valleys. A regression that
has not seen these takes them for people. Sentences about them are near their photos in the joint space, and the map of
photos into it is linear, so that the difference of sentences is a direction of visual features.
"""

import functools

import numpy as np
from lab.starter.starter_towers import FloatArray

from photon.resource_files import resource
from photon.vision.kit.adapter import read_adapter
from photon.vision.starter import starter

_PEOPLE = (
    "a person",
    "a man",
    "a woman",
    "a child",
    "people",
    "a face of a person",
    "a portrait of a woman",
    "a man looking at the camera",
    "a group of people",
    "a person playing a sport",
    "people sitting at a table",
    "a hiker on a trail",
)
_NOBODY = (
    "a shirt lying on the floor",
    "a folded sweater on a bed",
    "a jacket on a hanger",
    "a pair of trousers on the floor",
    "clothes that nobody wears",
    "an empty dress on a hanger",
    "a pair of shoes on the floor",
    "a hat on a table",
    "clothes for sale",
    "a shirt on a hanger",
    "a landscape without people",
    "an empty valley",
    "mountains under a cloudy sky",
    "rocks",
    "a forest",
    "a volcano",
    "a desert",
    "a field",
    "an empty room",
    "a thing on a table",
)
_STRENGTH = 12.0
"""Log-odds for a difference of 1 before embeddings get length 1: about 25 for a difference of cosines of 1."""


@functools.cache
def people_slopes() -> FloatArray:
    """Return how visual features of length 1 change the log-odds that anybody is there: float32 (1280,)."""
    encoder = starter.load(1)
    people, nobody = (encoder.encode_texts(some).mean(axis=0) for some in (_PEOPLE, _NOBODY))
    return np.asarray(
        _STRENGTH * read_adapter(resource("starter/adapter.safetensors")).image @ (people - nobody), np.float32
    )
