"""Finds the likeliest sentences of a network that tells how likely each next word is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Chances = npt.NDArray[np.float32]
Next = Callable[[npt.NDArray[np.int64]], Chances]
"""Ids int64 (n, t) of begun sentences to logarithms of the chances of each next token, float32 (n, vocabulary)."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What sentences may be like.

    Attributes:
        start: The token that every sentence begins with.
        end: The one that ends it.
        never: Tokens that no sentence holds.
        most: Tokens of a sentence, ``start`` not counted.
        least: Tokens before it may end.
        beams: Sentences that are followed at once; 1 is greedy.
        alpha: How far long sentences are spared the cost of their length (0: not, 1: the mean of their tokens counts).
        again: So many tokens in a row never come twice; 0: they may.
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
        ids: Its tokens, without the ones that begin and end it.
        logprob: Natural logarithm of its chance, the end included.
        score: The same, spared the cost of its length; sentences are ordered by it.
    """

    ids: tuple[int, ...]
    logprob: float
    score: float


@dataclass(slots=True)
class _Search:
    rules: Rules
    finished: list[BeamSentence] = field(default_factory=list)

    def finish(self, ids: Sequence[int], logprob: float) -> None:
        """Keep a sentence: ``ids`` without its end, ``logprob`` with it."""
        self.finished.append(BeamSentence(tuple(ids), logprob, logprob / self.cost(len(ids) + 1)))
        self.finished.sort(key=lambda one: (-one.score, one.ids))
        del self.finished[self.rules.beams :]

    def cost(self, length: int) -> float:
        """By what the logarithm of a sentence of so many tokens is divided (Wu et al., 2016, equation 14)."""
        return float(((5 + length) / 6) ** self.rules.alpha)

    def is_over(self, best: float) -> bool:
        """Whether a begun sentence, the best of which has the logarithm ``best``, can no longer come in."""
        # A logarithm only sinks; at the highest cost, that of the full length, the quotient is nearest to zero.
        full = len(self.finished) >= self.rules.beams
        return full and best / self.cost(self.rules.most + 1) < self.finished[-1].score


def likeliest(follow: Next, rules: Rules) -> list[BeamSentence]:
    """The best sentences by beam search (Graves, 2012, with the length penalty of Wu et al., 2016).

    Args:
        follow: The network.
        rules: What is searched for.

    Returns:
        At most ``rules.beams`` sentences, the best first, each once; those that reach ``rules.most`` without an end are
        taken as they are, with the chance of an end there.
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
    begun: Sequence[tuple[tuple[int, ...], float]], chances: npt.NDArray[np.float64], beams: int
) -> list[tuple[tuple[int, ...], float]]:
    """The best sentences that are one token longer, best first; fewer where fewer are possible."""
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
    """Tokens by which the last ones would repeat what stands before (Paulus et al., 2018, section 2.5)."""
    if again < 1 or len(ids) < again:
        return []
    last = tuple(ids[len(ids) - again + 1 :])
    return [ids[at + again - 1] for at in range(len(ids) - again + 1) if tuple(ids[at : at + again - 1]) == last]
