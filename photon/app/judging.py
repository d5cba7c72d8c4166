"""The use case of judging answers: a person says that a photo is right or wrong for what was searched for."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import NamedTuple

import numpy as np

from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.engine_questions import EngineQuestions
from photon.app.runtime.handing_on import hand_on
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


class _Judging(NamedTuple):
    """What is to be judged: the words, the log-odds of photos (None where there are none), and the encoder."""

    words: list[str]
    odds: dict[int, float | None]
    encoder: str


class AnswerJudging:
    """Keeps what a person says of photos in answers; every change is broadcast and can be undone. Never waits."""

    def __init__(self, store: LibraryThreads, history: History, questions: EngineQuestions) -> None:
        """Take the library, the steps that can be undone, and what asks the encoder that answers."""
        self._store, self._history, self._questions = store, history, questions

    def judge(self, query: Query, photos: Sequence[int], *, is_right: bool) -> Future[Changes]:
        """Say that photos are right or wrong for the words of a query; the Future may raise PhotonError."""
        result = Future[Changes]()
        weighed = self._questions.ask(_weigh, query, photos, is_right=is_right)
        weighed.add_done_callback(lambda done: self._write(done, query.words, result, is_right=is_right))
        return result

    def _write(self, weighed: Future[_Judging], words: str, result: Future[Changes], *, is_right: bool) -> None:
        try:
            edited = self._history.edit(self._store, _judge, weighed.result(), words, is_right=is_right)
        except BaseException as error:  # noqa: BLE001 - passed to the caller, also if Photon is being closed
            result.set_exception(error)
        else:
            edited.add_done_callback(lambda done: hand_on(done, result))

    def judged(self) -> Future[Judged]:
        """What was said so far, and what it changes."""
        return self._store.read(_read_judged, self._questions.encoders.current.encoder.id)

    def forget(self) -> Future[int]:
        """Drop all that was said; the Future gives how much it was."""
        return self._history.edit_and_tell(self._store, _forget)


def _weigh(engine: EncoderEngine, library: Library, query: Query, photos: Sequence[int], *, is_right: bool) -> _Judging:
    variants = expand_alternatives(read_query(engine.encoder, library, query).typed)
    words = [said for said in map(judged_words, variants) if said]
    if not words or (is_right and len(words) > 1):
        raise PhotonError(tr("Only photos in answers to words can be judged."), tr("Search for what the photos show."))
    hits = engine.finding.hits(library, query, photos)
    odds = to_odds(np.array([hit.score for hit in hits])) - library_shift(library, engine.encoder.id)
    known = zip((hit.photo for hit in hits), np.clip(odds, -MOST_ODDS, MOST_ODDS).tolist(), strict=True)
    return _Judging(words, {**dict.fromkeys(photos), **dict(known)}, engine.encoder.id)


def _judge(library: Library, weighed: _Judging, words: str, *, is_right: bool) -> Changes:
    verdict, changes = RIGHT if is_right else WRONG, Changes()
    for said in weighed.words:
        changes |= judging.judge(library, said, verdict, weighed.odds, weighed.encoder)
    library.journal.name_step(judged_name(len(weighed.odds), words, is_right=is_right))
    return changes


def _read_judged(library: Library, encoder: str) -> Judged:
    return Judged(judging.count_judged(library), library_shift(library, encoder))


def _forget(library: Library) -> tuple[int, Changes]:
    count = judging.forget_all(library)
    library.journal.name_step(tr("forgot corrections of answers"))
    return count, changed("answers") if count else Changes()


def judged_name(count: int, words: str, *, is_right: bool) -> str:
    """Word what was said of so many photos, to follow "Undid: "."""
    said = tr("right for “{words}”", words=words) if is_right else tr("not “{words}”", words=words)
    return tr_n("called {count:,} photo {said}", "called {count:,} photos {said}", count, said=said)


def judgements_sentence(judged: Judged) -> str:
    """Word what was said of answers, and what follows."""
    if not judged.count:
        return tr("In answers, say which photos are right and which are “not this”. Photon learns from it.")
    sooner = tr("Photon is now slightly more lenient.") if judged.shift > 0 else ""
    later = tr("Photon is now slightly stricter.") if judged.shift < 0 else sooner
    return f"{tr('You judged {photos} in answers.', photos=counted(judged.count, 'photo'))} {later}".strip()
