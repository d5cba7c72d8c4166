"""Names of themes: the words that tell one theme from the others, by their weighted log-odds."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Ids

_SHARE = 0.25  # of the photos of a theme must have a word, weighed by how sure it is
_ALONE = 0.55  # of the photos must have a word that names them by itself
_CLEAR = 2.0  # standard errors by which a word must be more frequent than elsewhere
_WORDS = 3
_PRIOR = 10.0  # photos' worth of what is usual
_BETWEEN = ", "


class WordTable(NamedTuple):
    """Words of photos: row, column of ``words`` and certainty 0..1 of each, int64 (m,), int64 (m,), float64 (m,).

    ``within`` leads from the column of a word to those of words that it implies, such as from dog to animal.
    """

    rows: Ids
    columns: Ids
    chances: Doubles
    words: Sequence[str]
    within: Mapping[int, frozenset[int]]


def name_themes(labels: Ids, count: int, table: WordTable) -> list[str]:
    """Return a name of at most three words for each theme; empty where no word fits.

    Args:
        labels: Theme of each row, int64 (n,); -1 for none.
        count: How many themes there are.
        table: Words of the rows.
    """
    known = labels[table.rows] >= 0
    sums = np.zeros((count, len(table.words)))
    np.add.at(sums, (labels[table.rows[known]], table.columns[known]), table.chances[known])
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    shares, odds = sums / np.maximum(sizes, 1)[:, None], _log_odds(sums, sizes)
    ranked = [_fitting(shares[one], odds[one]) for one in range(count)]
    firsts = [few[:1] for few in ranked]
    names = []
    for one, few in enumerate(ranked):
        is_shared = firsts.count(few[:1]) > 1
        chosen: list[int] = []
        for word in few:
            if not any(_overlap(word, other, table) for other in chosen):
                chosen.append(word)
            if len(chosen) == _WORDS or (not is_shared and shares[one, chosen].max() >= _ALONE):
                break
        names.append(_BETWEEN.join(table.words[word] for word in chosen[: _WORDS if is_shared else 2]))
    return names


def _log_odds(sums: Doubles, sizes: Ids) -> Doubles:
    """Return by how many standard errors each word is more frequent in a theme than elsewhere, float64 (k, w)."""
    total = max(float(sizes.sum()), 1)
    usual = sums.sum(axis=0) / total * _PRIOR + 0.01
    here, others = sums + usual, sums.sum(axis=0) - sums + usual
    none_here = np.maximum(sizes[:, None] - sums, 0) + _PRIOR
    none_others = np.maximum(total - sizes[:, None] - (sums.sum(axis=0) - sums), 0) + _PRIOR
    odds: Doubles = (np.log(here / none_here) - np.log(others / none_others)) / np.sqrt(1 / here + 1 / others)
    return odds


def _fitting(shares: Doubles, odds: Doubles) -> list[int]:
    """Return the words that fit a theme, best first: clear ones, and those of many photos."""
    fits = np.flatnonzero((shares >= _SHARE) & (odds >= _CLEAR))
    order: list[int] = fits[np.argsort(-(odds[fits] * shares[fits]), kind="stable")].tolist()
    return order


def _overlap(one: int, other: int, table: WordTable) -> bool:
    return other in table.within.get(one, ()) or one in table.within.get(other, ())
