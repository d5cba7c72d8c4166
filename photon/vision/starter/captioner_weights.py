"""Trained weights of the starter's captioner."""

from dataclasses import dataclass

from photon.vision.kit.encoder import FloatArray


@dataclass(frozen=True, slots=True)
class CaptionerWeights:
    """Trained weights, all float32. d is 384, c the size of a cue, h of the GRU's state, o the number of objects.

    Attributes:
        photo: (1280 + kinds, 384), maps the features of a photo to its sentence embedding.
        photo_shift: (384,), bias of ``photo``.
        photo_objects: (1280 + kinds, o), maps the features of a photo to object probabilities.
        photo_objects_shift: (o,), bias of ``photo_objects``.
        usual: (384,), mean sentence embedding of photo captions.
        centre: (384,), mean sentence embedding; cues are relative to it.
        basis: (384, c), directions of cues.
        scale: (c,), scale of cues for predicting objects.
        firm_scale: (c,), scale of cues for writing.
        words: (v, e), input and output embedding of each word.
        word_shift: (v,), output bias.
        read: (e, 3 h), read_shift: (3 h,), keep: (h, 3 h), keep_shift: (3 h,): gates in the order reset, update, new.
        cue_read: (c, 3 h), cue_begin: (c, h), begin_shift: (h,), cue_write: (c, e): where the cue enters.
        write: (h, e), write_shift: (e,): state to output embedding.
        see: (c, s), see_shift: (s,), name: (s, o), name_shift: (o,): from a cue to objects.
        word_objects: (v, 3), indices of the objects that a word names by itself, -1 for none.
        word_meanings: (v, 384), contribution of each word to a sentence embedding.
    """

    photo: FloatArray
    photo_shift: FloatArray
    photo_objects: FloatArray
    photo_objects_shift: FloatArray
    usual: FloatArray
    centre: FloatArray
    basis: FloatArray
    scale: FloatArray
    firm_scale: FloatArray
    words: FloatArray
    word_shift: FloatArray
    read: FloatArray
    read_shift: FloatArray
    keep: FloatArray
    keep_shift: FloatArray
    cue_read: FloatArray
    cue_begin: FloatArray
    begin_shift: FloatArray
    cue_write: FloatArray
    write: FloatArray
    write_shift: FloatArray
    see: FloatArray
    see_shift: FloatArray
    name: FloatArray
    name_shift: FloatArray
    word_objects: FloatArray
    word_meanings: FloatArray
