"""Build sentences from phrases: a subject, an action and a place, joined by rules.

Every sentence is grammatical because its parts are: they are phrases from people's captions, unified and checked when
they were collected (``packaging/lab/captions/caption_phrases.py``). Rules choose the number of the verb, the form of
the article and the position of clothes. How well parts fit each other was counted in captions; parts that never occur
together are never joined.
"""

import functools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.quick_dataclass import dataclass
from photon.vision.kit.arrays import read_arrays

PARTS = "SVP"
"""First letters of subjects, actions and places in the names of the caption memory, in this order."""
_FIELDS = ("heads", "plurals", "subject_fit", "phrase_fit", "counts")
_NEVER, _STEPS = -128, 16.0
_SUBJECTS, _ACTIONS, _PLACES = 10, 24, 24  # number of likeliest phrases that are tried
_SENTENCES = 160  # number of likeliest sentences that are compared
_MORE = 0.5  # bonus in log-odds for each further phrase
_DOUBT = 2.0  # temperature of the sentences' probabilities: otherwise the likeliest ones would dominate
_LEAST = 1e-5
_ALIKE = 5  # words are the same if this many first letters are equal
_RARE = 20.0  # minimum number of captions that a run of words is assumed to occur in
_ORDERS = range(1, 5)
_SOUNDS, _NO_SOUNDS = (*"aeiou", "hour"), ("uni", "use", "one", "eu")  # beginnings that take "an", and exceptions
_WORN_LINES = """
shirt shirts jacket jackets dress hat hats shorts uniform uniforms suit suits coat helmet helmets jersey bikini swimsuit
swimsuits vest vests outfit hoodie cap costume sweater jeans pants t-shirt wetsuit trunks pajamas glasses sunglasses
clothes clothing gear goggles scarf tie headphones
"""
_WORN = frozenset(_WORN_LINES.split())
_WORN_BY_SEVERAL_LINE = "shirts jackets uniforms suits swimsuits vests hats helmets outfits costumes dresses"
_WORN_BY_SEVERAL = frozenset(_WORN_BY_SEVERAL_LINE.split())
_MOTION_LINE = "down through over into across to along up past towards out off around onto"
_MOTIONS = frozenset(_MOTION_LINE.split())
# No caption consists of these alone: they are incomplete, or true of too many photos.
_VAGUE_LINES = """
at a ball, in a crowd, in outfits, in an outfit, in matching outfits, in dresses, on skis, doing tricks,
a couple of people, couple of people
"""
_VAGUE = frozenset(phrase.strip() for phrase in _VAGUE_LINES.replace("\n", " ").split(","))

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A generated sentence.

    Attributes:
        text: Its words, with a capital letter and a full stop.
        phrases: Indices of its phrases in the grammar.
        score: Sum of the log-probabilities of its phrases and of their fit.
        agreement: 0..1, how much of it the other likely sentences also say.
    """

    text: str
    phrases: tuple[int, ...]
    score: float
    agreement: float = 0.0


class PhraseGrammar:
    """Joins phrases to sentences.

    Attributes:
        phrases: The phrases: subjects, actions, places.
    """

    def __init__(self, phrases: Sequence[tuple[str, str]], tables: dict[str, Floats]) -> None:
        """Precompute the start of each part.

        Args:
            phrases: Part and words of each phrase: subjects, actions, places.
            tables: By name: ``heads`` and ``plurals`` float32 (subjects,), ``subject_fit`` float32 (heads, others),
                ``phrase_fit`` float32 (actions, places), ``counts`` float32 (phrases,).
        """
        self.phrases = [words for _, words in phrases]
        self._parts = [np.array([at for at, (part, _) in enumerate(phrases) if part == one], np.int64) for one in PARTS]
        self._heads = tables["heads"].astype(np.int64)
        self._plurals = tables["plurals"] > 0
        self._subject_fit, self._phrase_fit = (_log_odds(tables[name]) for name in ("subject_fit", "phrase_fit"))
        self._counts = tables["counts"]

    def sentences(self, chances: Floats) -> list[Sentence]:
        """Generate the likeliest sentences; those come first that say most of what all of them say.

        They are sorted by minimum Bayes risk (Kumar and Byrne 2004), with the similarity of CIDEr (Vedantam et al.
        2015).

        Args:
            chances: float32 (phrases,), 0..1, the share of people who would say each phrase.
        """
        logs = np.log(np.maximum(chances, _LEAST))
        likely = sorted(self._joined(logs), key=lambda each: -each[1])
        by_text: dict[str, Sentence] = {}
        for phrases, score in likely:
            text = self._text_of(phrases)
            if text not in by_text and not _says_twice(text) and self._is_sound(phrases):
                by_text[text] = Sentence(text, phrases, score)
            if len(by_text) == _SENTENCES:
                break
        found = list(by_text.values())
        if not found:
            return []
        shares = np.array([one.score for one in found])
        shares = np.exp((shares - shares.max()) / _DOUBT)
        agreed = self._agreement([one.text for one in found], shares / shares.sum())
        ranked = [
            Sentence(one.text, one.phrases, one.score, same) for one, same in zip(found, agreed.tolist(), strict=True)
        ]
        return sorted(ranked, key=lambda one: -one.agreement)

    def _joined(self, logs: Floats) -> Iterator[tuple[tuple[int, ...], float]]:
        """Combine the likeliest phrases that fit each other; yield the phrases and the score of each sentence."""
        subjects, actions, places = (
            part[np.argsort(-logs[part], kind="stable")[:most]]
            for part, most in zip(self._parts, (_SUBJECTS, _ACTIONS, _PLACES), strict=True)
        )
        first_action, first_place = (int(part[0]) if len(part) else 0 for part in self._parts[1:])
        together = self._phrase_fit[np.ix_(actions - first_action, places - first_place)]
        for subject in subjects.tolist():
            fit = self._subject_fit[self._heads[subject]]
            done = logs[actions] + _MORE + fit[actions - first_action]
            where = logs[places] + _MORE + fit[places - first_action]
            yield (subject,), float(logs[subject])
            yield from _with((subject,), places, logs[subject] + where)
            yield from _with((subject,), actions, logs[subject] + done)
            for action, row in zip(actions.tolist(), (logs[subject] + done)[:, None] + where + together, strict=True):
                yield from _with((subject, action), places, row)

    def by_part(self, phrases: Sequence[int], chances: Floats) -> tuple[float, float | None, float | None]:
        """Return the chances of a sentence's subject, action and place; None for missing parts.

        Args:
            phrases: As in ``Sentence.phrases``.
            chances: float32 (phrases,).
        """
        found = [next((float(chances[one]) for one in phrases if one in part), None) for part in self._spans]
        return found[0] or 0.0, found[1], found[2]

    @functools.cached_property
    def _spans(self) -> list[range]:
        """The range of indices of each part's phrases."""
        return [range(int(part[0]), int(part[-1]) + 1) if len(part) else range(0) for part in self._parts]

    def _is_sound(self, phrases: tuple[int, ...]) -> bool:
        """Return whether there is no motion without a verb, no plural clothes on one person, and no vague phrase."""
        subject, *others = phrases
        split = [self.phrases[other].split() for other in others]
        if len(others) == 1 and others[0] in self._spans[2] and split[0][0] in _MOTIONS:
            return False
        if not self._plurals[subject] and any(words[-1] in _WORN_BY_SEVERAL for words in split):
            return False
        return _VAGUE.isdisjoint(self.phrases[one] for one in phrases)

    def _text_of(self, phrases: tuple[int, ...]) -> str:
        """Return the text of a sentence: the subject with clothes, the action and the place."""
        subject, *others = phrases
        is_action = [self._parts[1][0] <= other < self._parts[2][0] for other in others]
        worn = [other for other in others if self.phrases[other].split()[-1] in _WORN]
        parts = [self.phrases[subject]]
        for other, acts in sorted(zip(others, is_action, strict=True), key=lambda each: each[0] not in worn or each[1]):
            parts += (
                [("are" if self._plurals[subject] else "is"), self.phrases[other]] if acts else [self.phrases[other]]
            )
        words = " ".join(parts).split()
        spelt = [article(word, after) for word, after in zip(words, [*words[1:], ""], strict=True)]
        text = " ".join(spelt)
        return f"{text[0].upper()}{text[1:]}."

    def _agreement(self, texts: Sequence[str], shares: Floats) -> Floats:
        """Compute the weighted mean similarity of each sentence to all of them: float32 (n,)."""
        words = [text.lower().rstrip(".").split() for text in texts]
        total = np.zeros(len(texts))
        for order in _ORDERS:
            rows = [self._weights(each, order) for each in words]
            mean: Counter[Gram] = Counter()
            for row, share in zip(rows, shares.tolist(), strict=True):
                for gram, weight in row.items():
                    mean[gram] += share * weight
            total += [sum(weight * mean[gram] for gram, weight in row.items()) for row in rows]
        return np.asarray(total / len(_ORDERS), np.float32)

    def _weights(self, words: Sequence[str], order: int) -> dict[Gram, float]:
        """Compute weights for the runs of ``order`` words, larger for rare ones; the vector has length 1."""
        runs = Counter(_grams(words, order))
        total = self._total
        found = {gram: count * math.log(total / max(_RARE, self._gram_counts[gram])) for gram, count in runs.items()}
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {gram: weight / length for gram, weight in found.items()}

    @functools.cached_property
    def _gram_counts(self) -> Counter[Gram]:
        """The approximate number of captions that contain each run of words of a phrase."""
        counts: Counter[Gram] = Counter()
        for phrase, count in zip(self.phrases, self._counts.tolist(), strict=True):
            words = [article(*each) for each in zip(phrase.split(), [*phrase.split()[1:], ""], strict=True)]
            for order in _ORDERS:
                for gram in set(_grams(words, order)):
                    counts[gram] += count
        return counts

    @functools.cached_property
    def _total(self) -> float:
        return 2.0 * float(self._counts[self._parts[0]].sum())


def read_phrase_grammar(path: Path, names: Sequence[str]) -> PhraseGrammar:
    """Read the grammar's tables from a file.

    Args:
        path: A safetensors file.
        names: Names in the caption memory; phrases start with ``S:``, ``V:`` or ``P:``.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: A table is missing.
    """
    phrases = [(name[0], name[2:]) for name in names if name[0] in PARTS]
    return PhraseGrammar(phrases, read_arrays(path, _FIELDS))


def _log_odds(stored: Floats) -> Floats:
    return np.where(stored == _NEVER, -np.inf, stored / _STEPS).astype(np.float32)


def _with(phrases: tuple[int, ...], more: Ids, scores: Floats) -> Iterator[tuple[tuple[int, ...], float]]:
    for phrase, score in zip(more.tolist(), scores.tolist(), strict=True):
        if not math.isinf(score):
            yield (*phrases, phrase), score


def _says_twice(text: str) -> bool:
    """Return whether two words start alike: "a plate of food on a plate"."""
    begun = [word[:_ALIKE] for word in text.lower().rstrip(".").split() if len(word) >= _ALIKE - 1]
    return len(set(begun)) < len(begun)


def article(word: str, after: str) -> str:
    """Return a word, or for "a" or "an" the one that the word after it needs."""
    is_an = word in {"a", "an"} and after.startswith(_SOUNDS) and not after.startswith(_NO_SOUNDS)
    return "an" if is_an else word


def _grams(words: Sequence[str], order: int) -> list[Gram]:
    return [tuple(words[at : at + order]) for at in range(len(words) - order + 1)]
