"""One content with several paths: results name the path that was matched, otherwise that of the first folder."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.cli.kit.commands import run
from photon.domain import Query
from photon.domain.metadata.export_recipe import TableChoice
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.pictures import draw


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A photo with three paths, added in the order c, b, a, and another photo next to the last."""
    root = tmp_path / "photos"
    draw(root / "c" / "Trip" / "IMG_0139.jpg", seed=1)
    draw(root / "b" / "own.jpg", seed=2)
    return root


@pytest.fixture
def session(open_session: Callable[..., Session], place: Path) -> Session:
    opened = open_session()
    opened.work.add_folder(str(place)).result()
    settle(opened)
    for copy in ("b/Kodak.jpg", "a/IMG_0139.jpg"):
        (place / copy).parent.mkdir(exist_ok=True)
        shutil.copy(place / "c" / "Trip" / "IMG_0139.jpg", place / copy)
        opened.work.rescan().result()
        settle(opened)
    return opened


def copied(session: Session) -> int:
    return max(
        session.browsing.photos("name").result(), key=lambda photo: len(session.browsing.photo(photo).result().files)
    )  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "folder", "path"),
    [
        ("folder:Trip", None, "c/Trip/IMG_0139.jpg"),
        ("folder:b", None, "b/Kodak.jpg"),
        ("(folder:c OR folder:nowhere)", None, "c/Trip/IMG_0139.jpg"),
        ('"Kodak"', None, "b/Kodak.jpg"),
        ("Kodak.jpg", None, "b/Kodak.jpg"),
        ('"IMG_0139"', None, "a/IMG_0139.jpg"),
        ('"IMG_0139"', "c", "c/Trip/IMG_0139.jpg"),
        ("is:untagged", None, "a/IMG_0139.jpg"),
    ],
)
def test_the_matching_path_is_named_everywhere(
    session: Session, place: Path, text: str, folder: str | None, path: str
) -> None:
    photo, wanted = copied(session), str(place / path)
    query = parse(text, Query(folder=str(place / folder) if folder else None)).query
    every = {str(place / name) for name in ("a/IMG_0139.jpg", "b/Kodak.jpg", "c/Trip/IMG_0139.jpg")}
    hit = next(hit for hit in session.searching.search(query).result().hits if hit.photo == photo)
    assert hit.path == wanted
    assert {hit.path, *hit.copies} == every
    session.browsing.choose_paths(query=query)
    shown = session.browsing.photo(photo).result()
    assert shown is not None
    assert (shown.path, len(shown.files)) == (wanted, 3)
    assert session.browsing.paths([photo]).result() == {photo: wanted}
    assert session.browsing.cards([photo]).result()[photo].name == Path(path).name
    table = place.parent / "table.csv"
    session.exporting.write_table([photo], str(table), TableChoice(("path",))).result()
    assert wanted in table.read_text()


def test_metadata_is_written_only_within_the_requested_folder(session: Session, place: Path) -> None:
    photo = copied(session)
    session.tags.mark([photo], [("dog",)], "confirmed").result()
    session.browsing.choose_paths([str(place / "b")])
    assert [one.target for one in session.writing.plan([photo]).result().files] == [str(place / "b" / "Kodak.jpg.xmp")]
    session.browsing.choose_paths()
    assert len(session.writing.plan([photo]).result().files) == 3


@pytest.mark.slow
def test_commands_name_no_path_outside_the_given_folder(
    session: Session, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session.tags.mark([copied(session)], [("dog",)], "confirmed").result()
    session.close()

    def told(*words: str) -> list[str]:
        assert run(["--library", str(session.store.directory), *words], lambda *_: 0) == 0
        out = capsys.readouterr().out
        rows = json.loads(out) if out.startswith("[") else [json.loads(line) for line in out.splitlines()]
        return [str(row["path"]) for row in rows]

    for folder in ("a", "b", "c"):
        inside = str(place / folder)
        found = [
            *told("tag", inside, "--dry-run", "--json"),
            *told("search", "tag:dog", "--folder", inside, "--json"),
            *told("write-metadata", inside, "--dry-run", "--json"),
        ]
        assert len(found) >= 3
        assert all(path.startswith(f"{inside}/") for path in found), found
