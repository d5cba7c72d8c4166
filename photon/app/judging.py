"""The use case of judging answers: a person says that a photo is right or wrong for what was searched for."""

from collections.abc import Sequence
from concurrent.futures import Future

import numpy as np

from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.query_translation import read_query
from photon.domain import Changes, PhotonError, Query, changed
from photon.domain.decisions.judging import MOST_ODDS, RIGHT, WRONG
from photon.language import counted, tr, tr_n
from photon.library import Library
from photon.library.searches import judging
from photon.library.searches.judging import judged_words, library_shift
from photon.quick_dataclass import dataclass
from photon.search.alternatives import expand_alternatives
from photon.search.evidence_channel import to_odds


@dataclass(frozen=True, slots=True)
class Judged:
    """What was said so far.

    Attributes:
        count: How many photos were judged, each for some words.
        shift: What this adds to the log-odds of all photos; 0 for nothing.
    """

    count: int
    shift: float


class AnswerJudging:
    """Keeps what a person says of photos in answers; every change is broadcast and can be undone. Never waits."""

    def __init__(self, store: LibraryThreads, history: History, encoders: ActiveEncoders) -> None:
        """Take the library, the steps that can be undone, and the encoder that answers."""
        self._store, self._history, self._encoders = store, history, encoders

    def judge(self, query: Query, photos: Sequence[int], *, is_right: bool) -> Future[Changes]:
        """Say that photos are right or wrong for the words of a query; the Future may raise PhotonError."""
        return self._history.edit(self._store, lambda library: self._judge(library, query, photos, is_right=is_right))

    def _judge(self, library: Library, query: Query, photos: Sequence[int], *, is_right: bool) -> Changes:
        with self._encoders.use() as engine:
            variants = expand_alternatives(read_query(engine.encoder, library, query).typed)
            words = [said for said in map(judged_words, variants) if said]
            if not words or (is_right and len(words) > 1):
                raise PhotonError(
                    tr("Only photos in answers to words can be judged."), tr("Search for what the photos show.")
                )
            shift = library_shift(library, engine.encoder.id)
            hits = engine.finding.hits(library, query, photos)
        odds = np.clip(to_odds(np.array([hit.score for hit in hits])) - shift, -MOST_ODDS, MOST_ODDS).tolist()
        known = dict.fromkeys(photos) | {hit.photo: one for hit, one in zip(hits, odds, strict=True)}
        verdict, changes = RIGHT if is_right else WRONG, Changes()
        for said in words:
            changes |= judging.judge(library, said, verdict, known, engine.encoder.id)
        library.journal.name_step(judged_name(len(known), query.words, is_right=is_right))
        return changes

    def judged(self) -> Future[Judged]:
        """What was said so far, and what it changes."""
        encoder = self._encoders.current.encoder.id
        return self._store.read(lambda lib: Judged(judging.count_judged(lib), library_shift(lib, encoder)))

    def forget(self) -> Future[int]:
        """Drop all that was said; the Future gives how much it was."""

        def act(library: Library) -> tuple[int, Changes]:
            count = judging.forget_all(library)
            library.journal.name_step(tr("forgot what was said of answers"))
            return count, changed("answers") if count else Changes()

        return self._history.edit_and_tell(self._store, act)


def judged_name(count: int, words: str, *, is_right: bool) -> str:
    """Word what was said of so many photos, to follow "Undid: "."""
    said = tr("right for “{words}”", words=words) if is_right else tr("not “{words}”", words=words)
    return tr_n("called {count:,} photo {said}", "called {count:,} photos {said}", count, said=said)


def told_judgements(judged: Judged) -> str:
    """Word what was said of answers, and what follows."""
    if not judged.count:
        return tr("In answers, say which photos are right and which are “not this”. Photon learns from it.")
    sooner = tr("So good matches begin a little sooner.") if judged.shift > 0 else ""
    later = tr("So good matches begin a little later.") if judged.shift < 0 else sooner
    return f"{tr('You judged {photos} in answers.', photos=counted(judged.count, 'photo'))} {later}".strip()
