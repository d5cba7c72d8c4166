"""Questions that the encoder in use answers: searches, similar photos, explanations, and completions of a query."""

from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace

from photon.app.browsing import divide_photos
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.engine.engine_questions import EngineQuestions
from photon.app.judging import AnswerJudging
from photon.app.runtime.library_threads import LibraryThreads, ignore_faults
from photon.app.search.album_answers import album_of_order
from photon.app.search.answer_rows import AnswerRows, whole_rows
from photon.app.search.examples import ExamplePictures
from photon.app.search.filter_choices import choices_beside
from photon.app.search.hidden_terms import left_out
from photon.app.search.notices import missing_notices, with_missing
from photon.app.search.query_completion import QueryCompletion
from photon.app.search.stack_folding import fold_rows, puts_best_first
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import Answer, Counts, Filter, Hit, Like, Order, Query
from photon.domain.photo.date_span import Period
from photon.domain.photo.heat import Explanation
from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.domain.query.query_suggestion import Suggestion
from photon.library import Library
from photon.library.duplicates.picture_pairs import copy_sets
from photon.library.people.people import names_of_people
from photon.library.photos import photos
from photon.library.places.place_filters import named_filters
from photon.library.stacks.stacks import all_stacks


class Searching:
    """Searches a library. Methods never wait; hidden photos are in no answer."""

    def __init__(
        self,
        store: LibraryThreads,
        questions: EngineQuestions,
        examples: ExamplePictures,
        hiding: SensitiveFilter,
        judging: AnswerJudging,
    ) -> None:
        """Take the tools.

        Args:
            store: The library.
            questions: Asks the encoder that answers.
            examples: Loads the examples of a query.
            hiding: Knows what is hidden.
            judging: Keeps what a person says of photos in answers.
        """
        self.judging = judging
        self._store, self._questions, self._examples, self._hiding = store, questions, examples, hiding
        self._completion = QueryCompletion(store)

    def search(self, query: Query, *, closely: bool = False) -> Future[Answer]:
        """Answer a query; the Future may raise PhotonError.

        Args:
            query: The query.
            closely: Also look whether colours are where the words put them, which takes a second or two.
        """
        return self._questions.ask(self._search, query, closely=closely)

    def _search(self, engine: EncoderEngine, library: Library, query: Query, *, closely: bool) -> Answer:
        answer = engine.finding.search(library, query, closely=closely)
        return with_missing(answer, self._questions.encoders.missing)

    def similar(self, query: Query, *, fold: bool = True) -> Future[Answer]:
        """More like the examples of a query; the Future may raise PhotonError.

        Args:
            query: The query.
            fold: Fold near-duplicates behind the best of them.
        """
        return self._questions.ask(self._similar, query, fold=fold)

    def _similar(self, engine: EncoderEngine, library: Library, query: Query, *, fold: bool) -> Answer:
        answer = engine.finding.similar(library, query, fold=fold)
        return with_missing(answer, self._questions.encoders.missing)

    def rows(  # noqa: PLR0913 - what is asked, and how it is laid out
        self,
        query: Query,
        answer: Answer,
        order: Order,
        period: Period = "none",
        *,
        fold: bool = False,
        stacked: bool = False,
    ) -> Future[AnswerRows]:
        """An answer to the last photo, as it is laid out; the Future may raise PhotonError.

        Args:
            query: The query.
            answer: Its first page, of ``search`` or ``similar``.
            order: In which order the photos of each section stand.
            period: What photos that only meet conditions are divided into, if the order is by date.
            fold: As it was for ``similar``.
            stacked: Let the photos of a stack stand behind one of them.
        """
        return self._questions.ask(_lay_out, query, answer, order, period, fold=fold, stacked=stacked)

    @property
    def encoder_notices(self) -> tuple[str, ...]:
        """A sentence if the starter is used because the chosen encoder is missing; else an empty text."""
        return missing_notices(self._questions.encoders.missing)

    def counts(self) -> Future[Counts]:
        """Photos, searchable ones, problems, films."""
        return self._store.count(self._questions.answer, self._count)

    def _count(self, engine: EncoderEngine, library: Library) -> Counts:
        return self._hiding.count(library, photos.counts(library, engine.encoder.id))

    def warm_up(self) -> None:
        """Prepare what the first query would wait for."""
        self._questions.ask(_encode_some_text).add_done_callback(self._go_on_warming_up)

    def _go_on_warming_up(self, encoded: Future[None]) -> None:
        """Go on once the process for texts has started: for the seconds that this takes, nothing could be counted."""
        if not encoded.cancelled() and encoded.exception() is None:
            with suppress(RuntimeError):  # the library is being closed
                self._store.count(self._questions.answer, _warm_up)

    def expect_words(self) -> None:
        """Start the process for texts if it rests, so that the words that are being typed don't wait for it."""
        self._questions.ask(_encode_some_text)

    def hits(self, query: Query, some: Sequence[int]) -> Future[tuple[Hit, ...]]:
        """Those of some photos that are in the answer to a query, with reasons; the Future may raise PhotonError."""
        return self._questions.ask(_find_hits, query, some)

    def left_out(self, query: Query) -> Future[list[Hit]]:
        """What ``search`` would find too if nothing were hidden; the Future may raise PhotonError."""
        return self._questions.ask(_find_left_out, query)

    def example(self, like: Like) -> Future[bytes]:
        """The preview of an example picture, an upright JPEG; the Future may raise PhotonError."""
        return self._store.read(self._examples.preview, like)

    def explain(self, photo: int, query: Query, seconds: float | None = None) -> Future[Explanation]:
        """How well, by what and where a photo matches the words of a query; the Future may raise PhotonError.

        Of a video, this is about the frame that is nearest to a moment, if there is one.
        """
        return self._questions.ask(_explain, photo, query, seconds)

    def filter_choices(self, group: FilterGroup, query: Query) -> Future[list[FilterChoice]]:
        """What a group of filters offers beside the folder and the other filters of a query, with numbers of photos."""
        return self._questions.ask(_offer_choices, group, query)

    def suggestions(self, text: str, cursor: int) -> Future[list[Suggestion]]:
        """Ways to go on with a query that is being typed, best first; ``cursor`` is a place in ``text``."""
        return self._store.read(self._completion.suggest, text, cursor)

    def people_names(self) -> Future[list[str]]:
        """Return the names of people, which need no ``person:`` to be recognised."""
        return self._store.read(names_of_people)

    def place_filters(self) -> Future[dict[str, tuple[Filter, ...]]]:
        """Return the filters by place that a name could mean, by the folded name, which needs no ``place:``."""
        return self._store.count(named_filters)


def _lay_out(  # noqa: PLR0913 - as ``rows``
    engine: EncoderEngine,
    library: Library,
    query: Query,
    answer: Answer,
    order: Order,
    period: Period,
    *,
    fold: bool,
    stacked: bool,
) -> AnswerRows:
    rest = engine.finding.rest(library, query, answer, fold=fold)
    is_by_date = query.only_limits and not album_of_order(query)
    is_sorted = order in ("relevance", "varied") or (order == "newest" and is_by_date)
    with_missing = asks_for_missing(query.parts)
    by = None if is_sorted else photos.in_order(library, order, query.folder, with_missing=with_missing)
    found = whole_rows(answer, rest, by)
    if order == "varied":
        from photon.app.explore.varied_order import vary_rows  # most people never ask for it

        found = vary_rows(engine, library, found, is_ranked=not query.only_limits)
    is_one_list = order != "varied" and query.only_limits and not (found.possible or found.other)
    if is_one_list:
        listed = divide_photos(library, found.good, order, period)
        found = replace(found, good=listed.photos, spans=listed.spans)
    is_best_first = puts_best_first(query, order)
    if not stacked:
        return found
    copies = () if query.only_limits else copy_sets(library)
    return fold_rows(found, all_stacks(library), copies, best_first=is_best_first)


def _encode_some_text(engine: EncoderEngine, _: Library) -> None:
    engine.encoder.texts(["a photo"])


def _warm_up(engine: EncoderEngine, library: Library) -> None:
    ignore_faults(lambda: engine.finding.warm_up(library))


def _find_hits(engine: EncoderEngine, library: Library, query: Query, some: Sequence[int]) -> tuple[Hit, ...]:
    return engine.finding.hits(library, query, some)


def _find_left_out(engine: EncoderEngine, library: Library, query: Query) -> list[Hit]:
    return left_out(library, engine.finding.search, query)


def _explain(engine: EncoderEngine, library: Library, photo: int, query: Query, seconds: float | None) -> Explanation:
    return engine.explaining.photo(library, engine.indexing.index(library), photo, query, seconds)


def _offer_choices(engine: EncoderEngine, library: Library, group: FilterGroup, query: Query) -> list[FilterChoice]:
    return choices_beside(library, group, query, engine.finding.smart.find)
