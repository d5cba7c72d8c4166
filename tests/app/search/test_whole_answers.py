"""Complete answers: what follows the first page, how many photos match, and the score of a single photo."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.app.search.answer_rows import first_rows, whole_rows
from photon.app.search.examples import ExamplePictures
from photon.app.search.query_composer import QueryComposer
from photon.app.search.query_service import QueryService
from photon.app.search.tag_access import TagAccess
from photon.domain import Answer, Facts, Hit, Like, Query, Reading
from photon.domain.arrays import Ids
from photon.domain.query.answer_rest import AnswerRest
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.albums import smart_albums
from photon.library.duplicates.picture_pairs import set_copies
from photon.library.photos import files, folders, photos
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from photon.search import fusion
from photon.search.evidence_channel import Exclusion
from photon.search.query_language import parse
from photon.search.ranking import SHORTLIST
from photon.search.second_reading import SecondReading
from tests.fakes import DIMENSION, ColourEncoding, _vector

MANY = 2 * SHORTLIST
SHOWN = (
    "red",
    "a blue",
    "green -red",
    "red folder:odd",
    "folder:even",
    '"odd" blue',
    "-red",
    "(red OR blue)",
    "odd red",
)


@dataclass
class Shelf:
    """Photos of random colours, every second one in a folder of its own; hides some, and sends queries."""

    library: Library
    index: VectorIndex
    hidden: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        def refuse(path: str) -> object:
            raise AssertionError(path)

        self.finding = QueryService(
            ColourEncoding(),
            lambda _: self.index,
            ExamplePictures(refuse),  # type: ignore[arg-type]  # no example is a file
            lambda _: None,
            TagAccess(self._visible),
        )

    def _visible(self, _: Library) -> Ids | None:
        shown = np.setdiff1d(np.arange(1, MANY + 1), self.hidden)
        return shown if self.hidden else None

    def ask(self, typed: str, top: int) -> tuple[Query, Answer]:
        query = parse(typed, Query.build(top=top)).query
        return query, self.finding.search(self.library, query)

    def whole(self, typed: str, top: int) -> list[int]:
        """Return page and rest together."""
        query, answer = self.ask(typed, top)
        rest = self.finding.rest(self.library, query, answer)
        return [hit.photo for hit in answer.hits] + rest.photos.tolist()


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    place = tmp_path_factory.mktemp("shelf")
    numbers = range(1, MANY + 1)
    colours = np.random.default_rng(1).integers(0, 256, (MANY, 3))
    made = np.stack([_vector(colour) for colour in colours])
    with open_library(place / "library", writable=True) as library:
        folder = folders.add(library, str(place)).id
        hashes = [number.to_bytes(16, "big") for number in numbers]
        readings = [Reading(key, key, 1, Facts("JPEG", 4, 3), b"", 0) for key in hashes]
        names = [f"{'odd' if number % 2 else 'even'}/{number:05}.jpg" for number in numbers]
        found = [Found(folder, name, 1, 1) for name in names]
        files.record(library, list(zip(found, readings, strict=True)))
        embedded = [Embedded(n, key, one, one) for n, key, one in zip(numbers, hashes, made, strict=True)]
        vectors.store(library, ColourEncoding.id, embedded)
        index = VectorIndex(DIMENSION)
        index.add(list(numbers), made)
        yield Shelf(library, index)


@pytest.mark.parametrize("typed", SHOWN)
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tops=st.lists(st.integers(1, SHORTLIST), min_size=1, max_size=2))
def test_the_pages_form_the_whole_order(shelf: Shelf, typed: str, tops: list[int]) -> None:
    expected = shelf.whole(typed, 400)
    assert len(set(expected)) == len(expected)
    for top in tops:
        assert shelf.whole(typed, top) == expected


@pytest.mark.parametrize("typed", [*SHOWN, "a red, blue", "green folder:odd"])
def test_a_smart_album_holds_all_good_matches_and_no_other_photo(shelf: Shelf, typed: str) -> None:
    album, _, _ = smart_albums.store_smart_album(shelf.library, ("Good",), typed)
    _, answer = shelf.ask(typed, MANY)
    found = shelf.finding.smart.find(shelf.library, album).tolist()
    assert found == [hit.photo for hit in answer.hits][: answer.strong]
    assert len(found) < MANY


@pytest.mark.parametrize(
    ("typed", "count"), [("red", MANY), ("folder:even", MANY // 2), ("blue folder:odd", MANY // 2)]
)
def test_an_answer_extends_to_the_last_photo(shelf: Shelf, typed: str, count: int) -> None:
    assert len(shelf.whole(typed, 20)) == count


@pytest.mark.parametrize("typed", SHOWN)
def test_the_best_come_first_with_an_exact_count(shelf: Shelf, typed: str) -> None:
    query, answer = shelf.ask(typed, 20)
    rest = shelf.finding.rest(shelf.library, query, answer)
    scores = np.concatenate([[hit.score for hit in answer.hits], rest.scores])
    assert (np.diff(scores) <= 1e-4).all()  # scores of hits are rounded
    assert (rest.scores[: rest.strong] >= 0.5).all()
    assert (rest.scores[rest.strong :] < 0.5).all()
    assert answer.is_counted
    assert rest.is_counted
    everything = shelf.ask(typed, MANY)[1]
    assert answer.strong + rest.strong == everything.strong
    assert answer.sentence == rest.sentence == everything.sentence


def test_the_graph_answers_immediately_and_the_rest_is_counted_later(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three quarters of the library match: more than the shortlist of a graph."""
    monkeypatch.setattr(fusion, "_SMALL", 10)
    numbers = np.arange(1, MANY + 1)
    red, white = (_vector(np.array(colour)) for colour in ((230, 20, 20), (250, 250, 250)))
    noise = np.random.default_rng(2).normal(0, 0.02, (MANY, DIMENSION))
    made = np.where((numbers % 4 > 0)[:, None], red, white) + noise
    made = (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)
    graph = VectorIndex(DIMENSION, exact_limit=10)
    graph.add(numbers, made)
    large = Shelf(shelf.library, graph)
    typed = "-white"  # only the absence counts, so most photos match
    query, answer = large.ask(typed, 20)
    assert not answer.is_counted
    rest = large.finding.rest(large.library, query, answer)
    assert rest.is_counted
    exact = Shelf(shelf.library, VectorIndex.exact(numbers, made)).ask(typed, MANY)[1]
    assert answer.strong + rest.strong == exact.strong > SHORTLIST
    assert rest.sentence == exact.sentence


def test_hidden_photos_are_in_no_part_of_an_answer(shelf: Shelf) -> None:
    hiding = Shelf(shelf.library, shelf.index, hidden=list(range(1, 100)))
    for typed in SHOWN:
        assert not set(hiding.whole(typed, 20)) & set(hiding.hidden)
    query, _ = hiding.ask("red", 20)
    assert hiding.finding.hits(hiding.library, query, [5, 300])[0].photo == 300


@pytest.mark.parametrize("typed", SHOWN)
def test_a_single_photo_has_the_same_score_as_in_the_whole_answer(shelf: Shelf, typed: str) -> None:
    query, answer = shelf.ask(typed, 400)
    for hit in (answer.hits[0], answer.hits[-1]):
        assert shelf.finding.hits(shelf.library, query, [hit.photo]) == (hit,)
    rest = shelf.finding.rest(shelf.library, query, answer)
    (last,) = shelf.finding.hits(shelf.library, query, [int(rest.photos[-1])])
    assert last.score <= answer.hits[-1].score or typed == "folder:even"


def test_some_photos_do_not_exchange_their_scores(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    query, usual = shelf.ask("red", 400)
    reading = SecondReading(20, lambda some: 50.0 * np.arange(len(some)))
    monkeypatch.setattr(QueryComposer, "_reading", lambda *_: reading)
    assert [hit.photo for hit in shelf.ask("red", 20)[1].hits] == [hit.photo for hit in usual.hits[:20]][::-1]
    some = (usual.hits[0], usual.hits[5], usual.hits[300])
    assert shelf.finding.hits(shelf.library, query, [hit.photo for hit in some]) == some


def test_photos_left_out_are_counted_to_the_last(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    fourth = Exclusion(lambda some: np.where(some % 4 == 1, 9.0, -9.0))
    monkeypatch.setattr(
        QueryComposer, "_unwanted", lambda _self, _place, _query, asked: asked.exclusions.append(fourth)
    )
    query = Query.build("odd", unwanted=("things",), top=20)
    answer = shelf.finding.search(shelf.library, query)
    rest = shelf.finding.rest(shelf.library, query, answer)
    found = [*(hit.photo for hit in answer.hits), *rest.photos.tolist()]
    assert sorted(found) == [photo for photo in range(1, MANY + 1) if photo % 4 != 1]
    assert rest.excluded == MANY // 4 >= answer.excluded > 20
    assert whole_rows(answer, rest).excluded == rest.excluded
    assert first_rows(answer).excluded == answer.excluded
    query = replace(query, shows_excluded=True)
    answer = shelf.finding.search(shelf.library, query)
    assert answer.sentence == "20 photos that seem to show things"
    turned = shelf.finding.rest(shelf.library, query, answer)
    assert len(turned.photos) == rest.excluded - 20
    assert turned.sentence == f"{rest.excluded:,} photos that seem to show things"


def test_photos_without_a_match_are_no_hits(shelf: Shelf) -> None:
    query, _ = shelf.ask("red folder:odd", 20)
    assert [hit.photo for hit in shelf.finding.hits(shelf.library, query, [2, 3, MANY + 5])] == [3]


# -- more like this ------------------------------------------------------------------------------------


@pytest.mark.parametrize("fold", [True, False])
def test_similar_photos_extend_to_the_last_photo_too(shelf: Shelf, *, fold: bool) -> None:
    query = Query.build(likes=[Like(photo=1)], top=50)
    answer = shelf.finding.similar(shelf.library, query, fold=fold)
    rest = shelf.finding.rest(shelf.library, query, answer, fold=fold)
    shown = [photo for hit in answer.hits for photo in (hit.photo, *hit.alike)]
    behind = [photo for some in rest.alike.values() for photo in some if photo not in shown]
    assert sorted({*shown, *rest.photos.tolist(), *behind}) == list(range(2, MANY + 1))
    assert (np.diff(rest.scores) <= 0).all()
    assert answer.hits[-1].score >= rest.scores[0] - 1e-4
    wide = shelf.finding.similar(shelf.library, replace(query, top=120), fold=fold)
    expected = [hit.photo for hit in answer.hits] + rest.photos.tolist()
    assert [hit.photo for hit in wide.hits] == expected[: len(wide.hits)]


# -- rows ----------------------------------------------------------------------------------------------


def test_rows_are_the_page_and_then_the_rest_by_section(shelf: Shelf) -> None:
    query, answer = shelf.ask("red", 40)
    first = first_rows(answer)
    rest = shelf.finding.rest(shelf.library, query, answer)
    whole = whole_rows(answer, rest)
    for section in ("good", "possible", "other"):
        page = list(getattr(first, section))
        assert list(getattr(whole, section))[: len(page)] == page
    assert len(whole) == MANY
    assert not first.is_whole
    assert whole.is_whole
    by = photos.in_order(shelf.library, "oldest")
    ordered = whole_rows(answer, rest, by)
    places = {photo: place for place, photo in enumerate(by)}
    assert list(ordered.good) == sorted(whole.good, key=places.__getitem__)
    assert list(ordered.other) == sorted(whole.other, key=places.__getitem__)


@pytest.mark.parametrize("scores", [(0.9, 0.15, 0.149), (0.149, 0.1, 0.1)])
def test_as_many_photos_may_match_as_there_are_and_not_as_many_as_fill_a_screen(scores: Sequence[float]) -> None:
    hits = tuple(Hit(photo, score, score > 0.5, (), "/x") for photo, score in enumerate(scores, 1))
    rows = first_rows(Answer(hits, strong=sum(hit.strong for hit in hits)))
    assert rows.counts == ((1, 1, 1) if scores[0] > 0.5 else (0, 0, 3))
    rest = AnswerRest(np.array([7, 8]), np.array([0.1, 0.1], np.float32))
    assert whole_rows(Answer(hits, strong=rows.counts[0]), rest).counts == (*rows.counts[:2], rows.counts[2] + 2)


def test_copies_of_hits_are_named_in_the_answer_to_words_and_not_to_conditions(shelf: Shelf) -> None:
    _, answer = shelf.ask("red", 20)
    best, copy = answer.hits[3].photo, answer.hits[0].photo
    set_copies(shelf.library, {copy: best})
    assert shelf.ask("red", 20)[1].copies == ((best, copy),)
    assert shelf.ask("folder:even", MANY)[1].copies == ()
    set_copies(shelf.library, {})


def test_a_photo_missing_from_the_order_comes_last(shelf: Shelf) -> None:
    query, answer = shelf.ask("red", 40)
    rest = shelf.finding.rest(shelf.library, query, answer)
    by = photos.in_order(shelf.library, "oldest")[1:]
    rows = whole_rows(answer, rest, by)
    gone = photos.in_order(shelf.library, "oldest")[0]
    section = next(one for one in (rows.good, rows.possible, rows.other) if gone in one)
    assert section[-1] == gone
