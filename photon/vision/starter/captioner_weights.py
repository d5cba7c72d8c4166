"""Trained weights of the starter's captioner."""

from dataclasses import dataclass

from photon.domain.arrays import Floats


@dataclass(frozen=True, slots=True)
class CaptionerWeights:
    """Trained weights. c the size of a cue, h of the GRU's state, o the number of objects.

    Attributes:
        photo: float32 (1280 + kinds, 384), maps the features of a photo to its sentence embedding.
        photo_shift: float32 (384,), bias of ``photo``.
        photo_objects: float32 (1280 + kinds, o), maps the features of a photo to object probabilities.
        photo_objects_shift: float32 (o,), bias of ``photo_objects``.
        usual: float32 (384,), mean sentence embedding of photo captions.
        centre: float32 (384,), mean sentence embedding; cues are relative to it.
        basis: float32 (384, c), directions of cues.
        scale: float32 (c,), scale of cues for predicting objects.
        firm_scale: float32 (c,), scale of cues for writing.
        words: float32 (v, e), input and output embedding of each word.
        word_shift: float32 (v,), output bias.
        read: float32 (e, 3 h), read_shift: float32 (3 h,), keep: float32 (h, 3 h), keep_shift: float32 (3 h,): gates
            in the order reset, update, new.
        cue_read: float32 (c, 3 h), cue_begin: float32 (c, h), begin_shift: float32 (h,), cue_write: float32 (c, e):
            where the cue enters.
        write: float32 (h, e), write_shift: float32 (e,): state to output embedding.
        see: float32 (c, s), see_shift: float32 (s,), name: float32 (s, o), name_shift: float32 (o,): from a cue to
            objects.
        word_objects: float32 (v, 3), indices of the objects that a word names by itself, -1 for none.
        word_meanings: float32 (v, 384), contribution of each word to a sentence embedding.
    """

    photo: Floats
    photo_shift: Floats
    photo_objects: Floats
    photo_objects_shift: Floats
    usual: Floats
    centre: Floats
    basis: Floats
    scale: Floats
    firm_scale: Floats
    words: Floats
    word_shift: Floats
    read: Floats
    read_shift: Floats
    keep: Floats
    keep_shift: Floats
    cue_read: Floats
    cue_begin: Floats
    begin_shift: Floats
    cue_write: Floats
    write: Floats
    write_shift: Floats
    see: Floats
    see_shift: Floats
    name: Floats
    name_shift: Floats
    word_objects: Floats
    word_meanings: Floats
