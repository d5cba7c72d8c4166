"""The starter's captioner: from visual features to sentences, in numpy.

A linear map predicts from a photo's visual features the MiniLM embedding that a caption would have. Its first principal
components are the *cue*. A small recurrent network (GRU, Cho et al. 2014) generates sentences from cues. It was trained
on text only: its training cues were noisy sentence embeddings (CapDec, Nukrai et al. 2022; CLOSE, Gu et al. 2023). A
second small network, trained on sentences alone as well, predicts which objects a sentence names; its training cues had
as much noise as predictions have, so its probabilities are calibrated. A second linear map predicts the named objects
from the visual features; the mean of both predictors is better than either.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.vision.starter.captioner_weights import CaptionerWeights

LOOK_SCALE = 13.6
"""Mean length of the pooled features of the starter's image tower; stored visual features have length 1."""
KINDS_WEIGHT = 10.0
"""Weight of the square roots of the class probabilities, relative to the visual features; best of 3, 10 and 30."""
LONGEST = 16  # maximum words per sentence
END, START, UNKNOWN = 0, 1, 2  # indices in the word list
_VOCABULARY = 600  # candidate words per photo; using all words was no better and three times slower
_CHOSEN_AMONG = 64  # candidates for the next word
_NUCLEUS = 0.95  # nucleus sampling (Holtzman et al. 2020)
_STRETCH = 1.5
_FIRM_STRETCH = 1.2  # for the cues of the writer; 1 and 1.5 are .005 worse
# Weights, relative to the agreement, of the joint probability of a sentence's objects and of the log-probability of its
# least likely word.
_LIKELY, _SMOOTH = 0.1, 0.025
_SUREST = np.float32(0.999)  # upper limit of the object probabilities predicted from photos
_BOLDNESS = 0.7  # sampling temperature; a mixture of .4 and .8 gave fewer distinct sentences
_IMPOSSIBLE = np.float32(-1e9)
_AGAIN = np.float32(-3.0)
"""Penalty on a word that was used before: guided sampling would repeat the best-fitting words over and over."""
_JOINT_LINES = """
with in on at near by next behind beside over under through along into onto off from of and while beneath above across
around against inside outside between toward towards using for
"""
JOINTS = frozenset(_JOINT_LINES.split())
"""Words that join phrases."""
_SHORT = 2  # maximum letters of words that may be repeated
SMALL_WORDS = JOINTS | {"the", "two", "his", "her", "its", "who", "that", "are", "is", "another", "other", "each"}
"""Words that may be repeated."""


class DecoderLikelihood(NamedTuple):
    """How likely a sentence is under the network that wrote it.

    Attributes:
        whole: Natural log-probability of the sentence.
        least: Natural log-probability of its least likely word; 0 if unknown. A low one usually marks a grammatical
            slip.
    """

    whole: float
    least: float = 0.0


class Captioner:
    """Generates sentences about photos.

    Attributes:
        words: The vocabulary, in the order of the weights.
        objects: Names of the objects whose probabilities it predicts.
        places: Index of each object by name.
        weights: The trained weights.
    """

    def __init__(self, weights: CaptionerWeights, words: Sequence[str], objects: Sequence[str]) -> None:
        """Precompute tables from the weights.

        Args:
            weights: The trained weights.
            words: The vocabulary, in their order.
            objects: Names of the objects, in their order.
        """
        self.words, self.objects = tuple(words), tuple(objects)
        self.places = {name: place for place, name in enumerate(self.objects)}
        self.weights = weights
        # Precomputed input part of the gates per word; saves a third of the work.
        self._table = weights.words @ weights.read + weights.read_shift
        self._out = np.ascontiguousarray(weights.words.T / np.float32(np.sqrt(weights.words.shape[1])))
        self._never = np.zeros(len(self.words), np.float32)
        self._never[[START, UNKNOWN]] = _IMPOSSIBLE
        self._named = weights.word_objects.astype(np.int64)
        self._place = {word: place for place, word in enumerate(self.words)}
        number = {found: at for at, found in enumerate(dict.fromkeys(stem(word) for word in self.words))}
        self._stems = np.array([number[found] if (found := stem(word)) else -1 for word in self.words])

    def predict(self, features: Floats) -> Floats:
        """Predict the embeddings that captions would have.

        Args:
            features: float32 (n, 1280 + kinds), from ``photo_features``.

        Returns:
            float32 (n, 384), not normalised.
        """
        return np.asarray(features @ self.weights.photo + self.weights.photo_shift, np.float32)

    def cues(self, predicted: Floats) -> Floats:
        """Compute the cues from which objects are predicted.

        Args:
            predicted: float32 (n, 384), predicted sentence embeddings.

        Returns:
            float32 (n, c).
        """
        return np.asarray((predicted - self.weights.centre) @ self.weights.basis * self.weights.scale, np.float32)

    def firm_cues(self, predicted: Floats) -> Floats:
        """Compute the cues from which sentences are written.

        Predictions are shrunk towards the mean; these cues are scaled back to the spread of real sentences.

        Args:
            predicted: float32 (n, 384), predicted sentence embeddings.

        Returns:
            float32 (n, c).
        """
        w = self.weights
        return np.asarray(
            (stretched(predicted, w.usual, _FIRM_STRETCH) - w.centre) @ w.basis * w.firm_scale, np.float32
        )

    def chances(self, features: Floats, predicted: Floats) -> Floats:
        """Predict how likely captions name each object or one of its subtypes.

        Args:
            features: float32 (n, 1280 + kinds), of photos.
            predicted: float32 (n, 384), the sentence embeddings predicted from them.

        Returns:
            float32 (n, objects), probabilities 0..1.
        """
        w = self.weights
        seen = np.clip(features @ w.photo_objects + w.photo_objects_shift, 1 - _SUREST, _SUREST)
        return np.asarray((self.named(self.cues(predicted)) + seen) / 2, np.float32)

    def named(self, cues: Floats) -> Floats:
        """Predict how likely a sentence with a given cue names each object or one of its subtypes.

        Args:
            cues: float32 (n, c).

        Returns:
            float32 (n, objects), probabilities 0..1.
        """
        w = self.weights
        seen = _gelu(cues @ w.see + w.see_shift)
        return _sigmoid(seen @ w.name + w.name_shift)

    def write(self, cue: Floats, count: int, leaning: Floats | None = None) -> dict[str, DecoderLikelihood]:
        """Sample distinct sentences, most likely first.

        They are sampled word by word from the most likely words (nucleus sampling). The same cue gives the same
        sentences.

        Args:
            cue: float32 (c,), from ``firm_cues``, of one photo.
            count: Number of samples; duplicates and unfinished ones are dropped.
            leaning: float32 (words,), added to the score of each word, e.g. by ``lean``.

        Returns:
            Sentences with their likelihood without ``leaning``.
        """
        drawn = self._draw(cue, count, self._never if leaning is None else self._never + leaning)
        return dict(sorted(drawn.items(), key=lambda item: -item[1].whole))

    def lean(self, chances: Floats, predicted: Floats, guide: float) -> Floats:
        """Compute the score to add to each word to guide sampling.

        Improbable objects are penalised by their log-probability; words that bring a sentence closer to the prediction
        are favoured.

        Args:
            chances: float32 (objects,), of one photo.
            predicted: float32 (384,), its predicted sentence embedding.
            guide: Weight of a word's similarity to the prediction.

        Returns:
            float32 (words,).
        """
        goal = stretched(predicted, self.weights.usual)
        near = self.weights.word_meanings @ (goal / np.linalg.norm(goal))
        return np.asarray(guide * near + np.log(self._likely(chances) + 1e-3), np.float32)

    def closest(
        self, sentences: Mapping[str, DecoderLikelihood], chances: Floats, predicted: Floats, count: int
    ) -> dict[str, DecoderLikelihood]:
        """Select the sentences that agree best with the prediction and name likely objects, by their words alone.

        A sentence embedding is approximated by the sum of its words' contributions, which is far faster than encoding.

        Args:
            sentences: As returned by ``write``.
            chances: float32 (objects,), of one photo.
            predicted: float32 (384,), its predicted sentence embedding.
            count: Number of sentences to return.

        Returns:
            The best sentences, best first.
        """
        w = self.weights
        goal = stretched(predicted, w.usual)
        goal = goal / np.linalg.norm(goal)
        guessed = np.array([w.centre + w.word_meanings[self._said(text)].sum(axis=0) for text in sentences], np.float32)
        agreement = guessed.reshape(-1, len(goal)) @ goal / np.linalg.norm(guessed, axis=-1)
        order = np.argsort(-(agreement + self.worth(sentences, chances)), kind="stable")[:count].tolist()
        each = list(sentences.items())
        return dict(each[place] for place in order)

    def worth(self, sentences: Mapping[str, DecoderLikelihood], chances: Floats) -> Floats:
        """Score sentences by their words: likely objects are rewarded, and very unlikely words penalised.

        Args:
            sentences: Sentences with their likelihoods.
            chances: float32 (objects,), of one photo.

        Returns:
            float32 (n,), to be added to the agreement.
        """
        likely = self._likely(chances)
        worth = [_LIKELY * likely[self._said(text)].prod() + _SMOOTH * said.least for text, said in sentences.items()]
        return np.array(worth, np.float32)

    def _said(self, text: str) -> list[int]:
        """Indices of the known words of a text, without duplicates."""
        words = dict.fromkeys(text.lower().strip(".").split())
        return [self._place[word] for word in words if word in self._place]

    def _likely(self, chances: Floats) -> Floats:
        """The probability of the object that each word names, 1 for words that name none: float32 (words,)."""
        best = np.where(self._named >= 0, chances[self._named], 0).max(axis=1)
        return np.asarray(np.where((self._named >= 0).any(axis=1), best, 1), np.float32)

    def _draw(self, cue: Floats, count: int, leaning: Floats) -> dict[str, DecoderLikelihood]:
        """Sample sentences from a cue float32 (c,) with scores float32 (words,) added."""
        w, random = self.weights, np.random.default_rng(0)
        wanted = w.word_shift + leaning
        words = np.argsort(-wanted)[:_VOCABULARY]
        words = np.append(words[words != END], END)
        out, plain, leaning = np.ascontiguousarray(self._out[:, words]), w.word_shift[words], leaning[words]
        gates, writing = cue @ w.cue_read, cue @ w.cue_write + w.write_shift
        memory = np.repeat(np.tanh(cue @ w.cue_begin + w.begin_shift)[None], count, axis=0)
        ids, logprobs = np.full((count, 1), START), np.zeros((count, 2))
        stems, used = self._stems[words], np.zeros((count, len(words)), bool)
        found: dict[str, DecoderLikelihood] = {}
        for _ in range(LONGEST + 1):
            memory = self._remember(self._table[ids[:, -1]] + gates, memory)
            logs = _log_softmax((memory @ w.write + writing) @ out + plain)
            places = _drawn(_log_softmax(logs + leaning + np.where(used, _AGAIN, np.float32(0))), random)
            used |= (stems == stems[places][:, None]) & (stems >= 0)
            each = logs[np.arange(len(places)), places]
            logprobs = np.stack([logprobs[:, 0] + each, np.minimum(logprobs[:, 1], each)], axis=1)
            ids = np.concatenate([ids, words[places][:, None]], axis=1)
            ended = ids[:, -1] == END
            found.update(
                {
                    self._text(row): DecoderLikelihood(*chance)
                    for row, chance in zip(ids[ended], logprobs[ended].tolist(), strict=True)
                }
            )
            memory, ids, logprobs, used = memory[~ended], ids[~ended], logprobs[~ended], used[~ended]
            if ended.all():
                break
        found.pop("", None)
        return found

    def _remember(self, gates: Floats, memory: Floats) -> Floats:
        """One step of the GRU: gates float32 (n, 3 h) and state float32 (n, h) to the new state float32 (n, h)."""
        size = memory.shape[1]
        kept = memory @ self.weights.keep + self.weights.keep_shift
        both = _sigmoid(gates[:, : 2 * size] + kept[:, : 2 * size])
        fresh = np.tanh(gates[:, 2 * size :] + both[:, :size] * kept[:, 2 * size :])
        return np.asarray(fresh + both[:, size:] * (memory - fresh), np.float32)

    def _text(self, ids: Ids) -> str:
        """The words of token ids int64 (t,), without START and END."""
        return " ".join(self.words[word] for word in ids if word not in {END, START})


def stem(word: str) -> str:
    """The form in which a word counts as a repetition ("dog" for "dogs"); empty for words that may be repeated.

    Args:
        word: A word, in lower case.
    """
    return "" if len(word) <= _SHORT or word in SMALL_WORDS else word.removesuffix("s")


def photo_features(looks: Floats, classifier: Floats) -> Floats:
    """Input features of the linear maps: visual features and the square roots of the class probabilities.

    Args:
        looks: float32 (n, 1280), L2-normalised.
        classifier: float32 (1281, kinds), of the image tower; the last row is the bias.

    Returns:
        float32 (n, 1280 + kinds).
    """
    scaled = looks * np.float32(LOOK_SCALE)
    scores = scaled @ classifier[:-1] + classifier[-1]
    return np.concatenate([scaled, np.float32(KINDS_WEIGHT) * np.exp(_log_softmax(scores) / 2)], axis=1)


def stretched(predicted: Floats, usual: Floats, by: float = _STRETCH) -> Floats:
    """Move predicted sentence embeddings away from the mean of all captions.

    Args:
        predicted: float32 (n, 384) or (384,).
        usual: float32 (384,), the mean.
        by: Factor; 1 changes nothing. Predictions are shrunk; stretched ones prefer specific sentences.

    Returns:
        float32 (n, 384) or (384,), as ``predicted``.
    """
    return np.asarray(usual + by * (predicted - usual), np.float32)


def _drawn(logs: Floats, random: np.random.Generator) -> Ids:
    """Sample one word index int64 (n,) per row of log-probabilities float32 (n, words) by nucleus sampling."""
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


def _log_softmax(scores: Floats) -> Floats:
    """Log-softmax over the last axis of float32 (n, k)."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True)), np.float32)


def _sigmoid(values: Floats) -> Floats:
    """Elementwise logistic function of float32 (…), clipped to ±30."""
    return np.asarray(1 / (1 + np.exp(-np.clip(values, -30, 30))), np.float32)


def _gelu(values: Floats) -> Floats:
    """Elementwise GELU of float32 (…), by its tanh approximation (Hendrycks & Gimpel 2016)."""
    return np.asarray(0.5 * values * (1 + np.tanh(0.7978845608 * (values + 0.044715 * values**3))), np.float32)
