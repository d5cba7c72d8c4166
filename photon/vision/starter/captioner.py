"""The starter's captioner: from a photo's look to sentences about it, in numpy.

A linear map predicts from the look of a photo what the sentence vector (MiniLM) of a caption would be. Its first
components are the *cue*. A small recurrent network (GRU, Cho et al., 2014) has learned to write sentences from cues; it
never saw a photo: its cues were vectors of sentences with some noise (CapDec, Nukrai et al., 2022; CLOSE, Gu et al.,
2023). A second small network has learned, from sentences alone as well, which objects a sentence names; its cues had
as much noise as predictions have, so that its chances mean what they say. A second linear map tells from the look which
objects captions name; the mean of both knows more than either.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import FloatArray

IntArray = npt.NDArray[np.int64]

FILES = ("captioner.safetensors", "captioner_maps.safetensors", "captioner.json")
"""Networks and the map to objects, the other linear maps, words."""
_MAPS = ("photo", "word_meanings")
LOOK_SCALE = 13.6
"""Mean length of the pooled features of the starter's image tower: looks are kept at length 1."""
KINDS_WEIGHT = 10.0
"""Of the roots of the chances that the tower gives its 1,000 kinds, beside the look; best of 3, 10 and 30."""
LONGEST = 16  # words of a sentence
END, START, UNKNOWN = 0, 1, 2  # places in the list of words
_VOCABULARY = 600  # words that come into question for a photo; all of them were no better and took three times as long
_CHOSEN_AMONG = 64  # words that may come next
_NUCLEUS = 0.95  # Holtzman et al., 2020
_STRETCH = 1.5
_FIRM_STRETCH = 1.2  # of what is written from; 1 and 1.5 are .005 worse
# What is worth how much beside agreement, where words alone tell: that all objects of a sentence are sure, and the
# logarithm of the chance of its least likely word.
_LIKELY, _SMOOTH = 0.1, 0.025
_SUREST = np.float32(0.999)  # of what the map from photos tells
_BOLDNESS = 0.7  # temperature of the draws; a mixture of .4 and .8 gave fewer different sentences
_IMPOSSIBLE = np.float32(-1e9)
_AGAIN = np.float32(-3.0)
"""What is added to the score of a word that was said before: leaning makes the writer say what fits over and over."""
_JOINT_LINES = """
with in on at near by next behind beside over under through along into onto off from of and while beneath above across
around against inside outside between toward towards using for
"""
JOINTS = frozenset(_JOINT_LINES.split())
"""Words that join phrases."""
_SHORT = 2  # letters of words that may be said twice
SMALL_WORDS = JOINTS | {"the", "two", "his", "her", "its", "who", "that", "are", "is", "another", "other", "each"}
"""Words that may be said twice."""


@dataclass(frozen=True, slots=True)
class CaptionerWeights:
    """What training has found; all float32, d is 384, c the size of a cue, h of the network's memory.

    Attributes:
        photo: [1280 + kinds, 384], features of a photo to its sentence vector, and
        photo_shift: [384].
        photo_objects: [1280 + kinds, o], the same to the chances of objects, and
        photo_objects_shift: [o].
        usual: [384], the mean sentence vector of the captions of photos.
        centre: [384], the mean of sentence vectors, from which cues count.
        basis: [384, c], directions of cues, and
        scale: [c], by which each is multiplied for naming objects, and
        firm_scale: [c], for writing.
        words: [v, e], what the network reads and writes for each word.
        word_shift: [v].
        read: [e, 3 h], read_shift: [3 h], keep: [h, 3 h], keep_shift: [3 h]: the gates in the order reset, update, new.
        cue_read: [c, 3 h], cue_begin: [c, h], begin_shift: [h], cue_write: [c, e]: where the cue comes in.
        write: [h, e], write_shift: [e].
        see: [c, s], see_shift: [s], name: [s, o], name_shift: [o]: from a cue to objects.
        word_objects: [v, 3], objects that a word by itself names, -1 for none.
        word_meanings: [v, 384], what each word adds to the vector of a sentence.
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


class DecoderLikelihood(NamedTuple):
    """How likely a sentence is by the network that wrote it.

    Attributes:
        whole: Logarithm of the chance of all its words together.
        least: That of its least likely word; 0 where it is not known. A low one is most often a slip of grammar.
    """

    whole: float
    least: float = 0.0


class Captioner:
    """Writes sentences about photos.

    Attributes:
        words: What it can write, in the order of the weights.
        objects: Names of the objects whose chances it tells.
        places: The same, each with its place.
        weights: What training has found.
    """

    def __init__(self, weights: CaptionerWeights, words: Sequence[str], objects: Sequence[str]) -> None:
        """Take what training has found."""
        self.words, self.objects = tuple(words), tuple(objects)
        self.places = {name: place for place, name in enumerate(self.objects)}
        self.weights = weights
        # What reading each word adds to the gates, once for all: a third of the work.
        self._table = weights.words @ weights.read + weights.read_shift
        self._out = np.ascontiguousarray(weights.words.T / np.float32(np.sqrt(weights.words.shape[1])))
        self._never = np.zeros(len(self.words), np.float32)
        self._never[[START, UNKNOWN]] = _IMPOSSIBLE
        self._named = weights.word_objects.astype(np.int64)
        self._place = {word: place for place, word in enumerate(self.words)}
        number = {found: at for at, found in enumerate(dict.fromkeys(stem(word) for word in self.words))}
        self._stems = np.array([number[found] if (found := stem(word)) else -1 for word in self.words])

    def predict(self, features: FloatArray) -> FloatArray:
        """The sentence vectors that captions would have: float32 [n, 384], not normalised.

        Args:
            features: float32 [n, 1280 + kinds], see ``photo_features``.
        """
        return np.asarray(features @ self.weights.photo + self.weights.photo_shift, np.float32)

    def cues(self, predicted: FloatArray) -> FloatArray:
        """From what objects are named: float32 [n, c], from predicted sentence vectors float32 [n, 384]."""
        return np.asarray((predicted - self.weights.centre) @ self.weights.basis * self.weights.scale, np.float32)

    def firm_cues(self, predicted: FloatArray) -> FloatArray:
        """From what sentences are written: float32 [n, c], from predicted sentence vectors float32 [n, 384].

        A prediction is shrunk; here it is as far from what is usual as a sentence is.
        """
        w = self.weights
        return np.asarray(
            (stretched(predicted, w.usual, _FIRM_STRETCH) - w.centre) @ w.basis * w.firm_scale, np.float32
        )

    def chances(self, features: FloatArray, predicted: FloatArray) -> FloatArray:
        """How likely captions name each object or one of its kinds: float32 [n, objects], 0..1.

        Args:
            features: float32 [n, 1280 + kinds], of photos.
            predicted: float32 [n, 384], the sentence vectors predicted from them.
        """
        w = self.weights
        seen = np.clip(features @ w.photo_objects + w.photo_objects_shift, 1 - _SUREST, _SUREST)
        return np.asarray((self.named(self.cues(predicted)) + seen) / 2, np.float32)

    def named(self, cues: FloatArray) -> FloatArray:
        """How likely one sentence with such a cue names each object or one of its kinds: float32 [n, objects], 0..1."""
        w = self.weights
        seen = _gelu(cues @ w.see + w.see_shift)
        return _sigmoid(seen @ w.name + w.name_shift)

    def write(self, cue: FloatArray, count: int, leaning: FloatArray | None = None) -> dict[str, DecoderLikelihood]:
        """Different sentences, each with its chance as it would be without ``leaning``, likeliest first.

        They are drawn word by word among the likeliest words, and the same cue gives the same sentences.

        Args:
            cue: float32 [c], of one photo, a firm one.
            count: How many are drawn; equal and unfinished ones are left out.
            leaning: float32 [words], added to what each word scores, e.g. by ``lean``.
        """
        drawn = self._draw(cue, count, self._never if leaning is None else self._never + leaning)
        return dict(sorted(drawn.items(), key=lambda item: -item[1].whole))

    def lean(self, chances: FloatArray, predicted: FloatArray, guide: float) -> FloatArray:
        """Float32 [words]: what to add to each word's score.

        Unlikely objects are written less, by the logarithm of their chance, and words more that bring a sentence nearer
        to what was predicted.

        Args:
            chances: float32 [objects], of one photo.
            predicted: float32 [384], its predicted sentence vector.
            guide: What it is worth that a word brings the sentence nearer.
        """
        goal = stretched(predicted, self.weights.usual)
        near = self.weights.word_meanings @ (goal / np.linalg.norm(goal))
        return np.asarray(guide * near + np.log(self._likely(chances) + 1e-3), np.float32)

    def closest(
        self, sentences: Mapping[str, DecoderLikelihood], chances: FloatArray, predicted: FloatArray, count: int
    ) -> dict[str, DecoderLikelihood]:
        """The sentences that, by their words alone, agree best with what was predicted and name what is likely.

        What each word adds to a sentence's vector explains most of it, and takes no time beside encoding the sentence.

        Args:
            sentences: As ``write`` gives them.
            chances: float32 [objects], of one photo.
            predicted: float32 [384], its predicted sentence vector.
            count: So many are kept, best first.
        """
        w = self.weights
        goal = stretched(predicted, w.usual)
        goal = goal / np.linalg.norm(goal)
        guessed = np.array([w.centre + w.word_meanings[self._said(text)].sum(axis=0) for text in sentences], np.float32)
        agreement = guessed.reshape(-1, len(goal)) @ goal / np.linalg.norm(guessed, axis=-1)
        order = np.argsort(-(agreement + self.worth(sentences, chances)), kind="stable")[:count].tolist()
        each = list(sentences.items())
        return dict(each[place] for place in order)

    def worth(self, sentences: Mapping[str, DecoderLikelihood], chances: FloatArray) -> FloatArray:
        """What sentences are worth beside their agreement, by their words alone: float32 [n].

        Likely objects, and no word that hardly anybody would write there.

        Args:
            sentences: With their chances.
            chances: float32 [objects], of one photo.
        """
        likely = self._likely(chances)
        worth = [_LIKELY * likely[self._said(text)].prod() + _SMOOTH * said.least for text, said in sentences.items()]
        return np.array(worth, np.float32)

    def _said(self, text: str) -> list[int]:
        """The places of a text's words, each once, as far as they are known."""
        words = dict.fromkeys(text.lower().strip(".").split())
        return [self._place[word] for word in words if word in self._place]

    def _likely(self, chances: FloatArray) -> FloatArray:
        """The chance of what each word names, 1 of those that name nothing: float32 [words]."""
        best = np.where(self._named >= 0, chances[self._named], 0).max(axis=1)
        return np.asarray(np.where((self._named >= 0).any(axis=1), best, 1), np.float32)

    def _draw(self, cue: FloatArray, count: int, leaning: FloatArray) -> dict[str, DecoderLikelihood]:
        w, random = self.weights, np.random.default_rng(0)
        wanted = w.word_shift + leaning
        words = np.argsort(-wanted)[:_VOCABULARY]
        words = np.append(words[words != END], END)
        out, plain, leaning = np.ascontiguousarray(self._out[:, words]), w.word_shift[words], leaning[words]
        gates, writing = cue @ w.cue_read, cue @ w.cue_write + w.write_shift
        memory = np.repeat(np.tanh(cue @ w.cue_begin + w.begin_shift)[None], count, axis=0)
        ids, told = np.full((count, 1), START), np.zeros((count, 2))
        stems, said = self._stems[words], np.zeros((count, len(words)), bool)
        found: dict[str, DecoderLikelihood] = {}
        for _ in range(LONGEST + 1):
            memory = self._remember(self._table[ids[:, -1]] + gates, memory)
            logs = _log_softmax((memory @ w.write + writing) @ out + plain)
            places = _drawn(_log_softmax(logs + leaning + np.where(said, _AGAIN, np.float32(0))), random)
            said |= (stems == stems[places][:, None]) & (stems >= 0)
            each = logs[np.arange(len(places)), places]
            told = np.stack([told[:, 0] + each, np.minimum(told[:, 1], each)], axis=1)
            ids = np.concatenate([ids, words[places][:, None]], axis=1)
            ended = ids[:, -1] == END
            found.update(
                {
                    self._text(row): DecoderLikelihood(*chance)
                    for row, chance in zip(ids[ended], told[ended].tolist(), strict=True)
                }
            )
            memory, ids, told, said = memory[~ended], ids[~ended], told[~ended], said[~ended]
            if ended.all():
                break
        found.pop("", None)
        return found

    def _remember(self, gates: FloatArray, memory: FloatArray) -> FloatArray:
        """One step of the GRU."""
        size = memory.shape[1]
        kept = memory @ self.weights.keep + self.weights.keep_shift
        both = _sigmoid(gates[:, : 2 * size] + kept[:, : 2 * size])
        fresh = np.tanh(gates[:, 2 * size :] + both[:, :size] * kept[:, 2 * size :])
        return np.asarray(fresh + both[:, size:] * (memory - fresh), np.float32)

    def _text(self, ids: IntArray) -> str:
        return " ".join(self.words[word] for word in ids if word not in {END, START})


def stem(word: str) -> str:
    """What makes a word the same as another, "dog" for "dogs"; empty for words that may be said twice."""
    return "" if len(word) <= _SHORT or word in SMALL_WORDS else word.removesuffix("s")


def photo_features(looks: FloatArray, classifier: FloatArray) -> FloatArray:
    """What sentence vectors are predicted from: the look, and the roots of the chances of the tower's kinds.

    Args:
        looks: float32 [n, 1280], of length 1.
        classifier: float32 [1281, kinds], the tower's own; the last row is added.

    Returns:
        float32 [n, 1280 + kinds].
    """
    scaled = looks * np.float32(LOOK_SCALE)
    scores = scaled @ classifier[:-1] + classifier[-1]
    return np.concatenate([scaled, np.float32(KINDS_WEIGHT) * np.exp(_log_softmax(scores) / 2)], axis=1)


def stretched(predicted: FloatArray, usual: FloatArray, by: float = _STRETCH) -> FloatArray:
    """Predicted sentence vectors moved away from what all captions have in common: float32 [n, 384].

    Args:
        predicted: float32 [n, 384].
        usual: float32 [384], what captions have in common.
        by: 1 leaves them as they are. Predictions are shrunk; stretched, they prefer sentences that say something.
    """
    return np.asarray(usual + by * (predicted - usual), np.float32)


def read_captioner(folder: Path) -> Captioner:
    """Reads a captioner from its files in a folder.

    Raises:
        OSError: A file is missing or damaged.
        KeyError: It is no captioner.
        ValueError: The words are damaged.
    """
    networks, maps, words = (folder / name for name in FILES)
    lists = json.loads(words.read_text(encoding="utf-8"))
    names = [name for name in CaptionerWeights.__slots__ if name not in _MAPS]
    weights = CaptionerWeights(**read_arrays(networks, names), **read_arrays(maps, _MAPS))
    return Captioner(weights, lists["words"], lists["objects"])


def write_captioner(captioner: Captioner, folder: Path) -> None:
    """Writes a captioner into a folder, numbers as float16."""
    from safetensors.numpy import save

    networks, maps, words = (folder / name for name in FILES)
    arrays = {name: getattr(captioner.weights, name) for name in CaptionerWeights.__slots__}
    for path, are_maps in ((networks, False), (maps, True)):
        kept = {name: array.astype(np.float16, order="C") for name, array in arrays.items()}
        path.write_bytes(save({name: array for name, array in kept.items() if (name in _MAPS) == are_maps}))
    lists = {"words": captioner.words, "objects": captioner.objects}
    words.write_text(json.dumps(lists, ensure_ascii=False, indent=0), encoding="utf-8")


def _drawn(logs: FloatArray, random: np.random.Generator) -> IntArray:
    """One word for each row, among the likeliest that together have the chance _NUCLEUS."""
    top = np.argpartition(-logs, _CHOSEN_AMONG, axis=1)[:, :_CHOSEN_AMONG] if logs.shape[1] > _CHOSEN_AMONG else None
    few = logs if top is None else np.take_along_axis(logs, top, axis=1)
    order = np.argsort(-few, axis=1)
    chances = np.exp(_log_softmax(np.take_along_axis(few, order, axis=1) / _BOLDNESS))
    before = np.cumsum(chances, axis=1) - chances
    chances = np.where(before < _NUCLEUS, chances, 0)
    ends = np.cumsum(chances, axis=1)
    place = (ends < random.random((len(logs), 1)) * ends[:, -1:]).sum(axis=1)[:, None]
    place = np.take_along_axis(order, np.minimum(place, order.shape[1] - 1), axis=1)
    chosen = place if top is None else np.take_along_axis(top, place, axis=1)
    return np.asarray(chosen[:, 0], np.int64)


def _log_softmax(scores: FloatArray) -> FloatArray:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


def _sigmoid(values: FloatArray) -> FloatArray:
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float32)


def _gelu(values: FloatArray) -> FloatArray:
    """By its approximation with a hyperbolic tangent (Hendrycks and Gimpel, 2016)."""
    return np.asarray(0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3))), np.float32)
