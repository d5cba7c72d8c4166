"""Tables: a line is read back as it was written, and no spreadsheet evaluates a user's text as a formula."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import Facts, PhotonError
from photon.domain.metadata.export_recipe import TableChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.metadata.tag import tag_paths
from photon.export.columns import COLUMNS, read_columns
from photon.export.tables import table_text

FACTS = Facts("JPEG", 400, 300, "2020-01-02T03:04:05+02:00", "Kamera", None, 0.01, 2.8, 200, 50.0, (-38.7, -9.1))


def record(caption: str = "A lake", **more: object) -> PhotoRecord:
    usual = {"keywords": (("Places", "Rome"), ("AC/DC",)), "rating": 4, "favourite": True, "title": "Noon"}
    return PhotoRecord(7, "/photos/a b.jpg", 10, 1_600_000_000_000_000_000, "2021-01-01T00:00:00Z", FACTS, caption=caption, **(usual | more))  # type: ignore[arg-type]  # fmt: skip # noqa: E501


def lines(choice: TableChoice, *some: PhotoRecord) -> list[list[str]]:
    text = "".join(table_text(some, choice))
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_csv_line() -> None:
    names = ("path", "name", "taken", "gps", "latitude", "keywords", "rating", "favourite", "lens", "iso", "modified")
    head, line = lines(TableChoice(names), record())
    assert tuple(head) == names
    assert line == [
        "/photos/a b.jpg", "a b.jpg", "2020-01-02T03:04:05+02:00", "-38.7, -9.1", "-38.7", r"Places/Rome; AC\/DC", "4",
        "yes", "", "200", "2020-09-13T12:26:40+00:00",
    ]  # fmt: skip
    assert tag_paths(line[5]) == record().keywords


def test_for_excel_with_decimal_commas() -> None:
    choice = TableChoice(("latitude", "keywords", "iso"), with_mark=True, decimal_comma=True)
    text = "".join(table_text([record()], choice))
    assert text == '\ufefflatitude;keywords;iso\r\n-38,7;"Places/Rome; AC\\/DC";200\r\n'


def test_for_excel() -> None:
    text = "".join(table_text([record()], TableChoice(("caption",), with_mark=True)))
    assert text == "\ufeffcaption\r\nA lake\r\n"


@pytest.mark.parametrize("caption", ["=1+1", "+cmd", "-2 degrees", "@SUM(A1)", "\t=1", "＝1"])
def test_formulas_are_escaped(caption: str) -> None:
    assert lines(TableChoice(("caption",)), record(caption))[1] == [f"'{caption}"]
    assert lines(TableChoice(("caption",), verbatim=True), record(caption))[1] == [caption]
    stated = record("", text=f"{caption}\n=2", document={"shop": caption})
    assert lines(TableChoice(("text", "shop")), stated)[1] == [f"'{caption}\n=2", f"'{caption}"]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), max_size=5))
def test_every_text_is_read_back(captions: list[str]) -> None:
    some = [record(caption) for caption in captions]
    found = lines(TableChoice(("caption", "photo"), verbatim=True), *some)[1:]
    assert [line[0] for line in found] == captions
    rows = json.loads("".join(table_text(some, TableChoice(("caption",), "json"))))
    assert [one["caption"] for one in rows] == captions
    rows = [json.loads(line) for line in "".join(table_text(some, TableChoice(("caption",), "jsonl"))).split("\n")[:-1]]
    assert [one["caption"] for one in rows] == captions


def test_all_columns_as_json_objects() -> None:
    (one,) = json.loads("".join(table_text([record()], TableChoice(tuple(COLUMNS), "json"))))
    assert (one["gps"], one["keywords"], one["favourite"]) == ([-38.7, -9.1], [["Places", "Rome"], ["AC/DC"]], True)
    assert list(one) == list(COLUMNS)


def test_lines_are_generated_one_by_one() -> None:
    def endless() -> object:
        while True:
            yield record()

    pieces = table_text(endless(), TableChoice(("path",), "jsonl"))  # type: ignore[arg-type]
    assert json.loads(next(pieces)) == json.loads(next(pieces)) == {"path": "/photos/a b.jpg"}


def test_column_lists_are_parsed() -> None:
    assert read_columns("Path, taken caption") == ("path", "taken", "caption")
    assert read_columns("all") == tuple(COLUMNS)
    for wrong in ("", "path,colour", "path,path"):
        with pytest.raises(PhotonError):
            read_columns(wrong)
