"""Beam search: find the most likely sentences of an autoregressive network."""

from collections.abc import Callable, Sequence
from dataclasses import field

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.quick_dataclass import dataclass

Next = Callable[[Ids], Floats]
"""Ids int64 (n, t) of unfinished sentences to log-probabilities of each next token, float32 (n, vocabulary)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Parameters of the search.

    Attributes:
        start: Start token.
        end: End token.
        never: Tokens that are never generated.
        most: Maximum tokens of a sentence, without ``start``.
        least: Minimum tokens before the end.
        beams: Number of beams; 1 is greedy search.
        alpha: Exponent of the length normalisation: 0 for none, 1 for the mean over tokens.
        again: Length of n-grams that must not repeat; 0 allows repetition.
    """

    start: int
    end: int
    never: Sequence[int] = ()
    most: int = 24
    least: int = 4
    beams: int = 5
    alpha: float = 0.7
    again: int = 3


@dataclass(frozen=True, slots=True)
class BeamSentence:
    """A finished sentence.

    Attributes:
        ids: Its tokens, without start and end.
        logprob: Natural log-probability, including the end token.
        score: Length-normalised log-probability, by which sentences are sorted.
    """

    ids: tuple[int, ...]
    logprob: float
    score: float


@dataclass(slots=True)
class _Search:
    rules: Rules
    finished: list[BeamSentence] = field(default_factory=list)

    def finish(self, ids: Sequence[int], logprob: float) -> None:
        """Add a sentence: ``ids`` without its end, ``logprob`` with it."""
        self.finished.append(BeamSentence(tuple(ids), logprob, logprob / self.cost(len(ids) + 1)))
        self.finished.sort(key=lambda one: (-one.score, one.ids))
        del self.finished[self.rules.beams :]

    def cost(self, length: int) -> float:
        """Divisor of the log-probability for a number of tokens (Wu et al. 2016, equation 14)."""
        return float(((5 + length) / 6) ** self.rules.alpha)

    def is_over(self, best: float) -> bool:
        """Whether no unfinished sentence can enter the result any more; ``best`` is their best log-probability."""
        # Log-probabilities only decrease; the largest divisor, that of the full length, bounds the score.
        full = len(self.finished) >= self.rules.beams
        return full and best / self.cost(self.rules.most + 1) < self.finished[-1].score


def likeliest(follow: Next, rules: Rules) -> list[BeamSentence]:
    """Find the best sentences by beam search (Graves 2012) with length normalisation (Wu et al. 2016).

    Args:
        follow: The network: ids int64 (n, t) of unfinished sentences to log-probabilities of each next token, float32
            (n, vocabulary).
        rules: Parameters of the search.

    Returns:
        At most ``rules.beams`` distinct sentences, best first. Sentences that reach ``rules.most`` tokens without an
        end are included, with the probability of an end there.
    """
    search = _Search(rules)
    begun: list[tuple[tuple[int, ...], float]] = [((), 0.0)]
    for length in range(rules.most + 1):
        rows = np.array([[rules.start, *ids] for ids, _ in begun], np.int64)
        chances = np.array(follow(rows), np.float64)
        for row, (ids, logprob) in enumerate(begun):
            end = float(chances[row, rules.end])
            if length >= rules.least or length == rules.most:
                search.finish(ids, logprob + end)
            chances[row] += logprob
            chances[row, [rules.end, rules.start, *rules.never, *_repeating(ids, rules.again)]] = -np.inf
        if length == rules.most:
            break
        begun = _best(begun, chances, rules.beams)
        if not begun or search.is_over(begun[0][1]):
            break
    return [one for one in search.finished if np.isfinite(one.logprob)]


def _best(
    begun: Sequence[tuple[tuple[int, ...], float]], chances: Doubles, beams: int
) -> list[tuple[tuple[int, ...], float]]:
    """The best sentences that are one token longer, best first; fewer if fewer are possible.

    Args:
        begun: Tokens and log-probability of the unfinished sentences.
        chances: float64 (sentences, vocabulary), log-probabilities of their extensions.
        beams: How many to return.
    """
    flat = chances.ravel()
    count = min(beams, flat.size)
    some = np.argpartition(-flat, count - 1)[:count]
    some = some[np.lexsort((some, -flat[some]))]
    longer = []
    for at in some[np.isfinite(flat[some])].tolist():
        row, token = divmod(at, chances.shape[1])
        longer.append(((*begun[row][0], token), float(flat[at])))
    return longer


def _repeating(ids: Sequence[int], again: int) -> list[int]:
    """Tokens that would complete a repeated n-gram (Paulus et al. 2018, section 2.5)."""
    if again < 1 or len(ids) < again:
        return []
    last = tuple(ids[len(ids) - again + 1 :])
    return [ids[at + again - 1] for at in range(len(ids) - again + 1) if tuple(ids[at : at + again - 1]) == last]
