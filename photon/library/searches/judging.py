"""What a person said of photos in answers, right or wrong for the words of a search, and what it does to later ones.

A photo that was called wrong for some words is no good match for them again, and one that was called right is. All that
was said about an encoder's answers also shifts the log-odds of this library's photos: a logistic regression with the
encoder's log-odds as they are and one constant, which is pulled to 0 and bounded, because people speak up about
mistakes rather than about what is right. A search counts at most as much as a few photos.
"""

from collections.abc import Mapping

import numpy as np

from photon.domain import Changes, Query, QueryWords, changed
from photon.domain.arrays import Doubles, Ids, Truth
from photon.domain.decisions.judging import RIGHT, WRONG
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold

CERTAIN = 60.0  # log-odds of what a person said, more than all else can add up to
FEWEST = 8.0  # judgements that shift anything
MOST_SHIFT = 0.7  # log-odds: what was 2 of 3 becomes 1 of 2
_PULL = 4.0  # as if so many even judgements had been made, 1 / variance of the shift
_FROM_ONE = 5.0  # judgements that one search counts as, at most
_STEPS = 20

Judgements = tuple[Doubles, Truth, Ids]
"""Log-odds float64 (n,) from before anybody judged, whether it was called right, and numbers of what it was about."""


def judge(library: Library, words: str, verdict: str, odds: Mapping[int, float | None], encoder: str) -> Changes:
    """Store what was said of photos; what was known before anybody judged stays as it is.

    Args:
        library: Open for writing.
        words: What was searched for, as ``judged_words`` spells it.
        verdict: ``right`` or ``wrong``.
        odds: The log-odds that the encoder gave each photo; None where it gave none.
        encoder: Id of the encoder.
    """
    items = odds.items()
    rows = [(photo, words, verdict, known or 0.0, "" if known is None else encoder) for photo, known in items]
    with library.transaction() as db:
        before = db.total_changes
        db.executemany(
            "INSERT INTO judged_answers (photo_id, words, verdict, odds, encoder) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (photo_id, words) DO UPDATE SET verdict = excluded.verdict"
            " WHERE verdict <> excluded.verdict",
            rows,
        )
        return changed("answers", photos=frozenset(odds)) if db.total_changes > before else Changes()


def judged_photos(library: Library, words: str, verdict: str) -> Ids:
    """Return the photos that are there and were given a verdict for some words, int64 (n,)."""
    read = (
        "SELECT j.photo_id FROM judged_answers j JOIN photos p ON p.id = j.photo_id AND p.present = 1"
        " WHERE j.words = ? AND j.verdict = ?"
    )
    return np.array(library.column(read, (words, verdict)), np.int64)


def judgements(library: Library, encoder: str) -> Judgements:
    """Return all that was said of photos whose log-odds are those of an encoder."""
    read = "SELECT odds, verdict, words FROM judged_answers WHERE encoder = ?"
    rows = library.db.execute(read, (encoder,)).fetchall()
    numbers = np.unique(np.array([row[2] for row in rows], np.str_), return_inverse=True)[1]
    odds = np.array([row[0] for row in rows], np.float64)
    return odds, np.array([row[1] == RIGHT for row in rows], bool), numbers.astype(np.int64)


def count_judged(library: Library) -> int:
    """Count what was said of photos in answers."""
    return int(library.column("SELECT count(*) FROM judged_answers")[0])


def forget_all(library: Library) -> int:
    """Drop all that was said of photos in answers; return how much it was."""
    with library.transaction() as db:
        return db.execute("DELETE FROM judged_answers").rowcount


def judged_words(query: Query) -> str:
    """Return what a query without alternatives says in words, in one spelling; empty if it wants nothing in words."""
    parts = [part for part in query.parts if isinstance(part, QueryWords)]
    wanted = " ".join(fold(part.text) for part in parts if not part.unwanted)
    return " -".join([wanted, *sorted(fold(part.text) for part in parts if part.unwanted)]) if wanted else ""


def judged_matches(library: Library, query: Query) -> list[tuple[Ids, float]]:
    """Return the photos that were judged for a query, int64 (n,), and the log-odds that this adds."""
    words = judged_words(query)
    if not words:
        return []
    return [(judged_photos(library, words, verdict), odds) for verdict, odds in ((RIGHT, CERTAIN), (WRONG, -CERTAIN))]


def library_shift(library: Library, encoder: str) -> float:
    """Return what is added to the log-odds of all photos, from what was said about an encoder's answers."""
    return fit_shift(judgements(library, encoder))


def fit_shift(judgements: Judgements) -> float:
    """Return the shift in log-odds, from -MOST_SHIFT to MOST_SHIFT; 0 for few judgements."""
    odds, right, words = judgements
    weights = np.minimum(1.0, _FROM_ONE / np.bincount(words)[words])
    if weights.sum() < FEWEST:
        return 0.0
    shift = 0.0
    for _ in range(_STEPS):
        chances = 1 / (1 + np.exp(-odds - shift))
        slope = weights @ (right - chances) - _PULL * shift
        shift += float(slope / (weights @ (chances * (1 - chances)) + _PULL))
    return float(np.clip(shift, -MOST_SHIFT, MOST_SHIFT))
