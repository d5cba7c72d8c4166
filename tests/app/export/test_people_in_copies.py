"""People in copies: marked where the copy shows them, left out on request; hidden people are in none."""

import json
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image

from photon.domain import Region
from photon.domain.metadata.caption import Caption, CaptionOrigin
from photon.domain.metadata.export_recipe import CopyContents, FileChoice, Reencode, TableChoice
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.merge import people_in
from photon.domain.metadata.people_words import are_same_people
from photon.domain.metadata.tag import TagMark
from photon.domain.people.face import box_text, read_box
from photon.domain.photo.turn import turn_region
from photon.library.captions import captions
from photon.library.people import people
from photon.library.tags import tags
from photon.media.read.metadata_reading import read_words
from tests.app.metadata.test_people_metadata import BEN, EMMA, Folder, folder, marks
from tests.pictures import age, draw

__all__ = ["folder"]


def export(folder: Folder, out: Path, choice: FileChoice) -> None:
    every = folder.session.browsing.photos("name").result()
    plan = folder.session.exporting.plan_files(every, str(out), choice).result()
    folder.session.exporting.write_files(plan).result()


def said(path: Path) -> Metadata:
    words = read_words(str(path)).metadata
    assert words is not None
    return words


@pytest.mark.parametrize("redrawn", [None, Reencode(), Reencode("png", 80)])
def test_people_are_marked_where_the_copy_shows_them(folder: Folder, tmp_path: Path, redrawn: Reencode | None) -> None:
    for turn in range(1, 9):
        path = draw(folder.root / f"t{turn}.jpg", seed=turn, size=(160, 120))
        exif = Image.Exif()
        exif[0x0112] = turn
        with Image.open(path) as image:
            image.save(path, exif=exif, quality=95)
        age(path)
    folder.scan()
    for turn in range(1, 9):
        folder.confirm("Emma", EMMA, f"t{turn}.jpg")
    folder.session.turning.turn([folder.photo("t6.jpg")], "right").result()
    export(folder, tmp_path / "out", FileChoice(redrawn=redrawn, carried=CopyContents(words=True)))
    turned = box_text(turn_region(read_box(EMMA), 6))
    for turn in range(1, 9):
        copy = next((tmp_path / "out").glob(f"t{turn}.*"))
        assert are_same_people(people_in(said(copy)), marks(("Emma", turned if turn == 6 else EMMA))), turn


def test_without_people_no_name_is_left(folder: Folder, tmp_path: Path) -> None:
    folder.say("0.jpg", *marks(("Emma Müller", EMMA), ("Ben", "")))
    folder.session.captions.write([folder.photo()], title="A day", text="Emma on the beach").result()
    carried = CopyContents(words=True, people=False)
    export(folder, tmp_path / "out", FileChoice(redrawn=Reencode(), carried=carried))
    data = (tmp_path / "out" / "0.jpg").read_bytes()
    assert all(word not in data for word in (b"Emma", b"Ben", b"Regions", b"PersonInImage"))
    assert said(tmp_path / "out" / "0.jpg").title == "A day"


@pytest.mark.parametrize("redrawn", [None, Reencode()])
@pytest.mark.parametrize("words", [True, False])
def test_hidden_people_are_in_no_copy(folder: Folder, tmp_path: Path, words: bool, redrawn: Reencode | None) -> None:
    folder.confirm("Emma", EMMA)
    folder.confirm("Ben", BEN)
    folder.save("embed")
    emma = folder.person("Emma")
    folder.write(lambda lib: people.hide_person(lib, emma, hidden=True))
    folder.session.captions.write([folder.photo()], title="Emma again", text="Emma and Ben").result()
    export(folder, tmp_path / "out", FileChoice("{title}", redrawn, carried=CopyContents(words=words)))
    (first, second) = sorted((tmp_path / "out").iterdir())
    assert b"Emma" not in first.read_bytes() + second.read_bytes()
    assert "Emma" not in first.name + second.name
    if words:
        assert marks(("Ben", BEN)) in {people_in(said(first)), people_in(said(second))}


@pytest.mark.parametrize(("origin", "caption"), [("draft", ""), ("edited", "Emma and Ben"), ("", "Emma and Ben")])
def test_hidden_people_are_in_no_table_unless_somebody_typed_their_name(
    folder: Folder, origin: CaptionOrigin, caption: str
) -> None:
    folder.confirm("Emma", EMMA)
    folder.confirm("Ben", BEN)
    emma, photo = folder.person("Emma"), folder.photo()
    folder.write(lambda lib: people.hide_person(lib, emma, hidden=True))
    given = [TagMark(photo, path, "confirmed") for path in (("People", "Emma"), ("People", "Ben"), ("Places", "Emma"))]
    folder.write(lambda lib: tags.mark(lib, given))
    folder.write(lambda lib: captions.write(lib, {photo: Caption("A day", "Emma and Ben", origin=origin)}))
    table = StringIO()
    choice = TableChoice(("title", "caption", "keywords"), "jsonl")
    folder.session.exporting.write_table([photo], table, choice).result()
    line = json.loads(table.getvalue())
    assert (line["title"], line["caption"]) == ("A day", caption)
    assert sorted(map(tuple, line["keywords"])) == [("People", "Ben"), ("Places", "Emma")]


def test_known_faces_go_to_what_blurs_them(folder: Folder, tmp_path: Path) -> None:
    folder.confirm("Emma", EMMA)
    every = folder.session.browsing.photos("name").result()
    choice = FileChoice(redrawn=Reencode(), carried=CopyContents(recognisable=False))
    plan = folder.session.exporting.plan_files(every, str(tmp_path / "out"), choice).result()
    recipe = plan.going[folder.photo()].recipe(choice, 0)
    assert recipe.blurred == (Region(0.1, 0.2, 0.1, 0.2),)
