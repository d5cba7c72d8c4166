"""While hiding is on, no answer, export or log contains anything about a hidden photo, whoever switched it on."""

import io
import shutil
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from photon.app import cli_reports, one_shot_search
from photon.app.session import Session
from photon.domain import Like, PhotonError, Query
from photon.domain.metadata.export_recipe import FileChoice, TableChoice
from photon.domain.query.filter_kinds.known_kinds import FILTER_GROUPS
from photon.export.columns import COLUMNS
from photon.search.query_language import parse
from tests import marked
from tests.app.conftest import until
from tests.fakes import ColourEncoding

Open = Callable[..., Session]
Ask = Callable[[Session, int, Path], object]
pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    return marked.library(tmp_path_factory.mktemp("marked"))


@pytest.fixture
def photo(made: tuple[Path, int]) -> int:
    return made[1]


@pytest.fixture
def session(open_session: Open, made: tuple[Path, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(one_shot_search, "answering_here", lambda _: ColourEncoding())
    shutil.copytree(made[0] / "library", tmp_path / "library")
    return open_session()


def tables(session: Session, photos: list[int]) -> str:
    written = io.StringIO()
    session.exporting.write_table(photos, written, TableChoice(columns=tuple(COLUMNS))).result()
    return written.getvalue()


def copies(session: Session, photos: list[int], place: Path) -> object:
    plan = session.exporting.plan_files(photos, str(place), FileChoice()).result()
    return plan, session.exporting.write_files(plan).result(), [path.name for path in place.rglob("*")]


ASKED: dict[str, Ask] = {
    "cards": lambda s, p, _: s.browsing.cards([p]),
    "previews": lambda s, p, _: s.browsing.previews([p]),
    "photo": lambda s, p, _: s.browsing.photo(p),
    "paths": lambda s, p, _: s.browsing.paths([p]),
    "picture": lambda s, p, _: s.work.rendering.picture(p, 200),
    "picture in full": lambda s, p, _: s.work.rendering.picture(p, None),
    "subfolders": lambda s, _p, _: s.browsing.subfolders(),
    "search": lambda s, _p, _: s.searching.search(Query.build("purple")),
    "search by name": lambda s, _p, _: s.searching.search(parse(f'"{marked.NAME}"').query).result().hits,
    "search by caption": lambda s, _p, _: s.searching.search(parse(marked.CAPTION).query).result().hits,
    "search by tag": lambda s, _p, _: s.searching.search(parse("tag:beach").query),
    "similar": lambda s, _p, at: s.searching.similar(Query.build(likes=[Like(str(at / "red" / "red0.jpg"))])),
    "example": lambda s, p, _: s.searching.example(Like(photo=p)),
    "example by path": lambda s, _p, at: s.searching.example(Like(str(at / marked.FOLDER / f"{marked.NAME}.jpg"))),
    "suggestions": lambda s, _p, _: s.searching.suggestions("tag:z", 5),
    "suggested folders": lambda s, _p, _: s.searching.suggestions("folder:q", 8),
    "tags": lambda s, _p, _: s.tags.all_tags(),
    "tags of photos": lambda s, p, _: s.tags.tags_for_photos([p]),
    "completed tags": lambda s, _p, _: s.tags.complete("z"),
    "captions": lambda s, p, _: s.captions.captions_for_photos([p]),
    "runs": lambda s, _p, _: s.decisions.runs.all_runs(),
    "saved searches": lambda s, _p, _: s.searches.saved(),
    "recent searches": lambda s, _p, _: s.searches.recent(),
    "suggested searches": lambda s, _p, _: s.searching.suggestions("", 0),
    "export names": lambda s, p, _: s.exporting.examples([p], FileChoice()),
    "export table": lambda s, p, _: tables(s, [p, *s.browsing.photos("name").result()]),
    "export copies": lambda s, p, at: copies(s, [p, *s.browsing.photos("name").result()], at),
    "words into files": lambda s, p, _: s.writing.plan([p], "digikam", "sidecar"),
    "quick search": lambda s, _p, _: quick_answer(s, Query.build("purple")),
    "concepts": lambda s, _p, _: cli_reports.list_learned(s.store.directory),
    "filters to choose": lambda s, _p, _: [
        s.searching.filter_choices(group, Query()).result() for group in FILTER_GROUPS
    ],
}


def quick_answer(session: Session, query: Query) -> object:
    with one_shot_search.OneShotSearch(session.store.directory, lambda *_: None) as asked:
        return asked.search(query)


def answers(session: Session, photo: int, photos: Path, copies: Path) -> dict[str, set[str]]:
    """Return what each request tells about the marked photo; for a refusal, its message."""
    found = {}
    for name, ask in ASKED.items():
        try:
            answer = ask(session, photo, copies if name == "export copies" else photos)
            value = answer.result() if isinstance(answer, Future) else answer
        except PhotonError as error:
            value = str(error)
        found[name] = marked.found_in(value)
    return {name: marks for name, marks in found.items() if marks}


def hide_here(session: Session, open_session: Open) -> None:
    session.hiding.set(True).result()


def hide_elsewhere(session: Session, open_session: Open) -> None:
    other = open_session(background=False, directory=session.store.directory)
    other.hiding.set(True).result()
    other.close()
    until(lambda: session.hiding.is_on)


def lock_again(session: Session, open_session: Open) -> None:
    session.hiding.set(True).result()
    session.hiding.unlock().result()
    session.hiding.lock().result()


def hide_elsewhere_what_is_unlocked_here(session: Session, open_session: Open) -> None:
    session.hiding.set(True).result()
    session.hiding.unlock().result()
    hide_elsewhere(session, open_session)
    until(lambda: not session.hiding.is_unlocked)


@pytest.mark.parametrize("hide", [hide_here, hide_elsewhere, lock_again, hide_elsewhere_what_is_unlocked_here])
def test_no_answer_contains_a_hidden_photo(
    hide: Callable[[Session, Open], None], session: Session, made: tuple[Path, int], open_session: Open, tmp_path: Path
) -> None:
    photos, photo = made[0] / "photos", made[1]
    before = answers(session, photo, photos, tmp_path / "before")
    assert before.keys() == ASKED.keys(), "else nothing is shown by its silence"
    hide(session, open_session)
    assert answers(session, photo, photos, tmp_path / "after") == {}
    assert session.searching.counts().result().hidden == 1
    assert session.hiding.away == {photo}
    log = session.store.directory / "photon.log"
    assert not log.exists() or not marked.words_in(log.read_text())
    session.hiding.unlock().result()
    unlocked = answers(session, photo, photos, tmp_path / "again").keys()
    assert unlocked == ASKED.keys() - {"quick search", "concepts"}, "for other processes it stays hidden"
    assert session.hiding.away == set()


def test_a_plan_from_before_a_photo_was_hidden_exports_nothing(session: Session, photo: int, tmp_path: Path) -> None:
    session.tags.mark([photo], [(marked.TAG, "root")], "confirmed").result()
    plan = session.exporting.plan_files([photo], str(tmp_path / "copies"), FileChoice()).result()
    session.hiding.set(True).result()
    with pytest.raises(PhotonError, match="hidden in the meantime"):
        session.exporting.write_files(plan).result()
    assert not list((tmp_path / "copies").rglob("*.jpg"))
    assert session.undoing.undo().result() == "changed hidden photos"
