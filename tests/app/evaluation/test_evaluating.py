"""Evaluating a table of captions in a real library, with an encoder for colours and one that knows nothing."""

import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import pytest
from PIL import Image

from photon.app.evaluation.evaluating import Evaluation, EvaluationRequest, evaluate
from photon.app.session import Session
from photon.domain import PhotonError, Query
from photon.library import open_library
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding
from tests.pictures import draw


class Blind(ColourEncoding):
    """Encodes all captions alike."""

    id = "blind-1"

    def texts(self, texts):
        return super().texts(["grey"] * len(texts))


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of one photo per colour, twenty others without captions, and a copy of one in another format."""
    root = tmp_path_factory.mktemp("evaluated")
    for colour in COLOURS:
        draw(root / "photos" / f"{colour}.png", colour)
    for number in range(20):
        draw(root / "more" / f"{number}.png", "white", number + 1)
    with Session.open(root / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(root / "photos")).result()
        session.work.add_folder(str(root / "more")).result()
        settle(session)
    return root


@pytest.fixture
def place(indexed: Path, tmp_path: Path) -> Path:
    """A copy of the photos and the library; the library lists the original photos."""
    shutil.copytree(indexed, tmp_path, dirs_exist_ok=True)
    return tmp_path


def ask(place: Path, lines: list[str], *encoders: ColourEncoding, **wanted: object) -> Evaluation:
    table = place / "captions.csv"
    table.write_text("\n".join(["image,caption", *lines]), encoding="utf-8")
    shares: list[float] = []
    result = evaluate(
        place / "library",
        EvaluationRequest(table, **wanted),
        encoders or [ColourEncoding()],
        lambda share, _: shares.append(share),
    )
    assert shares[-1] == 1
    return result


RIGHT = [f"{colour}.png,the wall is {colour}" for colour in COLOURS if colour != "white"]


def test_colours_are_found_and_chance_is_reported(place: Path) -> None:
    result = ask(place, RIGHT)
    figures = result.encoders["colours-1"]
    assert (result.queries, result.asked, result.pool) == (7, 7, 28)
    assert figures["R@1"].value == 1
    assert figures["R@1"].value > 20 * result.chance["R@1"]
    assert not any(result.skipped.values())


def test_colours_are_checked_where_captions_assign_them(tmp_path: Path, open_session: Callable[..., Session]) -> None:
    captions = {}
    (tmp_path / "photos").mkdir()
    for number, (left, right) in enumerate(permutations(("red", "blue", "green", "black"), 2)):
        picture = Image.new("RGB", (240, 160), left)
        picture.paste(right, (120, 0, 240, 60 + 10 * number % 100))
        picture.save(tmp_path / "photos" / f"{number}.png")
        captions[f"{number}.png"] = f"a {left} wall and a {right} red"
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    found, plain = [], []
    for name, caption in captions.items():
        for closely, ranks in ((True, found), (False, plain)):
            hits = session.searching.search(Query.build(caption), closely=closely).result().hits
            ranks.append([Path(hit.path).name for hit in hits].index(name) + 1)
    session.close()
    figures = ask(tmp_path, [f'{name},"{caption}"' for name, caption in captions.items()]).encoders["colours-1"]
    assert figures["MRR"].value == pytest.approx(sum(1 / rank for rank in found) / len(found))
    assert found != plain


def test_wrong_captions_are_not_found(place: Path) -> None:
    wrong = [f"{colour}.png,the wall is {other}" for colour, other in (("red", "blue"), ("black", "yellow"))]
    assert ask(place, wrong).encoders["colours-1"]["R@1"].value == 0


def test_pools_restrict_the_search(place: Path) -> None:
    assert ask(place, RIGHT, only_listed=True).pool == 7
    few = ask(place, RIGHT, pool=4)
    assert few.pool == 4
    assert few.chance["R@1"] == pytest.approx(1 / 4)


def test_unusable_rows_are_reported_and_skipped(place: Path) -> None:
    with open_library(place / "library", writable=True) as library, library.transaction() as db:
        db.execute("DELETE FROM vectors WHERE photo_id IN (SELECT photo_id FROM files WHERE relative = 'black.png')")
    result = ask(place, [*RIGHT, "nowhere.png,a dog", "red.png,"])
    assert result.queries == 6
    assert result.skipped == {
        "without image or caption": ("red.png",),
        "not in the library": ("nowhere.png",),
        "file name of several photos": (),
        "not searchable yet": ("black.png",),
    }


@pytest.mark.parametrize(
    ("lines", "words"), [(["nowhere.png,a dog"], "nowhere.png"), (["red.png,"], "both an image and a caption")]
)
def test_an_empty_table_is_refused_with_a_message(place: Path, lines: list[str], words: str) -> None:
    with pytest.raises(PhotonError, match=words) as caught:
        ask(place, lines)
    assert caught.value.hint


def test_a_caption_of_several_photos_has_several_right_answers(place: Path) -> None:
    result = ask(place, ["red.png,the wall is red", "orange.png,the wall is red"])
    assert (result.queries, result.asked) == (1, 1)
    assert result.encoders["colours-1"]["median rank"].value == 1
    assert result.chance["R@1"] == pytest.approx(2 / 28)


def test_two_encoders_are_compared(place: Path) -> None:
    with open_library(place / "library", writable=True) as library:
        ids, rows = vectors.meanings(library, "colours-1")
        hashes = vectors.hashes(library, "colours-1")
        made = [Embedded(int(i), hashes[int(i)], row, row) for i, row in zip(ids, rows, strict=True)]
        vectors.store(library, "blind-1", made)
    result = ask(place, RIGHT, Blind(), ColourEncoding())
    assert list(result.encoders) == ["blind-1", "colours-1"]
    change = result.differences["colours-1"]["MRR"]
    assert change.value == pytest.approx(
        result.encoders["colours-1"]["MRR"].value - result.encoders["blind-1"]["MRR"].value
    )
    assert change.low > 0.3
    assert ask(place, RIGHT).configuration != ask(place, RIGHT, Blind()).configuration != result.configuration


def test_the_configuration_depends_on_content_not_names(place: Path, open_session: Callable[..., Session]) -> None:
    before = ask(place, RIGHT)
    assert ask(place, list(reversed(RIGHT))).configuration == before.configuration
    assert ask(place, RIGHT, pool=9).configuration != before.configuration
    assert ask(place, RIGHT[1:]).configuration != before.configuration
    shutil.copytree(place / "photos", place / "moved" / "elsewhere")
    shutil.copytree(place / "more", place / "moved" / "again")
    session = open_session(directory=place / "library2")
    session.work.add_folder(str(place / "moved")).result()
    settle(session)
    session.close()
    shutil.rmtree(place / "library")
    (place / "library2").rename(place / "library")
    after = ask(place, [f"elsewhere/{line}" for line in RIGHT])
    assert after.configuration == before.configuration
    assert after.encoders == before.encoders
