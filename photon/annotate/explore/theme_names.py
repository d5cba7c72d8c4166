"""Names of themes: the words that tell one theme from the others, by their weighted log-odds."""

from collections.abc import Mapping, Sequence, Set
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Ids

_SHARE = 0.25  # of the photos of a theme must have a word that names it, weighed by how sure it is
_TELLING = 0.15  # the same for a word that only tells it from a theme of the same name
_SURE = 0.35  # of the photos must have at least one word
_ALONE = 0.4  # of the photos must have a word that names them by itself
_CLEAR = 2.0  # standard errors by which a word must be more frequent than elsewhere
_BESIDE = 0.4  # of the score of the first word, from which on another one stands beside it
_WORDS = 3
_RARER = 2 / 3  # as many photos must have the most telling word as the most frequent one, or it is dropped
_PRIOR = 10.0  # photos' worth of what is usual
_FEW = 0.01  # added to shares, so that a word that occurs nowhere else counts no more than one that hardly does
_BETWEEN = ", "


class WordTable(NamedTuple):
    """Words of photos: row, column of ``words`` and certainty 0..1 of each, int64 (m,), int64 (m,), float64 (m,).

    ``within`` leads from the column of a word to those of words that it implies, such as from dog to animal; ``vague``
    are the columns of words that say little of what a photo is about, such as clothing.
    """

    rows: Ids
    columns: Ids
    chances: Doubles
    words: Sequence[str]
    within: Mapping[int, frozenset[int]]
    vague: Set[int] = frozenset()


def name_themes(labels: Ids, count: int, table: WordTable, former: Mapping[int, str]) -> list[str]:
    """Return a name of at most three words for each theme; empty where no word fits.

    Args:
        labels: Theme of each row, int64 (n,); -1 for none.
        count: How many themes there are.
        table: Words of the rows.
        former: Names that some of them had, by theme, which stay while their words fit.
    """
    known = labels[table.rows] >= 0
    sums = np.zeros((count, len(table.words)))
    np.add.at(sums, (labels[table.rows[known]], table.columns[known]), table.chances[known])
    sizes = np.bincount(labels[labels >= 0], minlength=count)
    shares, odds = sums / np.maximum(sizes, 1)[:, None], _log_odds(sums, sizes)
    others = (sums.sum(axis=0) - sums) / np.maximum(sizes.sum() - sizes, 1)[:, None]
    scores = shares * np.log((shares + _FEW) / (others + _FEW))
    columns = {word: column for column, word in enumerate(table.words)}
    names = [""] * count
    for one, name in former.items():
        words = [columns.get(word, -1) for word in name.split(_BETWEEN)]
        if min(words) >= 0 and shares[one, words].min() >= _TELLING:
            names[one] = name
    for one in [at for at in np.argsort(-sizes, kind="stable").tolist() if not names[at]]:
        fits = np.flatnonzero((shares[one] >= _TELLING) & (odds[one] >= _CLEAR))
        ranked = fits[np.argsort(-scores[one, fits], kind="stable")].tolist()
        chosen = _choose_words(ranked, (shares[one], scores[one]), table, names)
        names[one] = _BETWEEN.join(table.words[word] for word in _plain_words(chosen, ranked, shares[one], table.vague))
    return names


def _plain_words(chosen: Sequence[int], ranked: Sequence[int], shares: Doubles, vague: Set[int]) -> list[int]:
    """Return chosen words, the most frequent first, without vague ones and a first one that is too rare; maybe none.

    If no other has enough photos, a word that fits and that more photos have takes the place of the vague ones. So more
    themes get the same name, which makes them one: *animal, plant* were animals, too. Vague words alone are no name:
    of seven themes that were called *clothing* or *plant*, readers found five wrong.
    """
    ordered = sorted(chosen, key=lambda word: -shares[word])
    plain = [word for word in ordered if word not in vague]
    if len(plain) < len(ordered) and shares[plain].max(initial=0) < _SURE:
        others = [word for word in ranked if word not in vague and shares[word] > shares[ordered[0]]]
        return [max(others, key=lambda word: shares[word])] if others else []
    return [word for word in plain if word != chosen[0] or shares[word] >= _RARER * shares[plain[0]]]


def _choose_words(
    ranked: Sequence[int], known: tuple[Doubles, Doubles], table: WordTable, taken: Sequence[str]
) -> list[int]:
    """Return the columns of words that fit, best first: one if many photos have it, more if it is taken; maybe none.

    Args:
        ranked: Columns of words.
        known: Share of the photos and score of each word, float64 (w,) each.
        table: The words.
        taken: Names of other themes.
    """
    shares, scores = known
    chosen: list[int] = []
    for least in (_SHARE, _TELLING):
        for word in ranked:
            name = _BETWEEN.join(table.words[one] for one in chosen)
            is_done = chosen and name not in taken and (len(chosen) > 1 or shares[chosen[0]] >= _ALONE)
            if is_done or len(chosen) == _WORDS:
                return chosen
            is_beside = not chosen or least == _TELLING or scores[word] >= _BESIDE * scores[chosen[0]]
            if shares[word] >= least and is_beside and not any(_overlap(word, one, table) for one in chosen):
                chosen.append(word)
        if not chosen or shares[chosen].max() < _SURE:
            return []
    return chosen


def _log_odds(sums: Doubles, sizes: Ids) -> Doubles:
    """Return by how many standard errors each word is more frequent in a theme than elsewhere, float64 (k, w)."""
    total = max(float(sizes.sum()), 1)
    usual = sums.sum(axis=0) / total * _PRIOR + 0.01
    here, others = sums + usual, sums.sum(axis=0) - sums + usual
    none_here = np.maximum(sizes[:, None] - sums, 0) + _PRIOR
    none_others = np.maximum(total - sizes[:, None] - (sums.sum(axis=0) - sums), 0) + _PRIOR
    odds: Doubles = (np.log(here / none_here) - np.log(others / none_others)) / np.sqrt(1 / here + 1 / others)
    return odds


def _overlap(one: int, other: int, table: WordTable) -> bool:
    return one == other or other in table.within.get(one, ()) or one in table.within.get(other, ())
