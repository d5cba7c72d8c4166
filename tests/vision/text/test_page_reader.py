"""Reading drawn pages with the networks that come with Photon."""

import numpy as np
import pytest
from PIL import Image, ImageOps

from photon.domain.photo.page_text import PageText
from photon.vision.text import page_reader
from photon.vision.text.installed_reader import open_reader
from photon.vision.text.page_reader import PageReader
from tests.vision.text.drawn_text import as_jpeg, draw_lines

LINES = ("Boarding pass", "Gate C14, seat 22F", "Total: 12,50")


@pytest.fixture(scope="module")
def reader() -> PageReader:
    return open_reader(1)


def read(reader: PageReader, picture: Image.Image) -> PageText:
    return reader.read_text([np.asarray(picture)])[0]


def texts(page: PageText) -> list[str]:
    return [line.text for line in page.lines]


def test_lines_are_read_in_order_with_their_places(reader: PageReader) -> None:
    page = read(reader, draw_lines(*LINES))
    assert texts(page) == list(LINES)
    assert page.unreadable == 0
    assert all(line.confidence >= 0.9 for line in page.lines)
    plain = {type(value) for line in page.lines for value in (*line.corners, line.confidence)}
    assert plain | {type(page.unreadable)} <= {float, int}, "numbers of numpy are neither JSON nor SQLite's"
    left, top, right, _, _, bottom, *_ = page.lines[0].corners
    assert (left, right) == pytest.approx((0.06, 0.4), abs=0.04)
    assert (top, bottom) == pytest.approx((0.15, 0.35), abs=0.06)


@pytest.mark.parametrize("turn", list(Image.Transpose))
def test_turned_and_mirrored_text_is_read(reader: PageReader, turn: Image.Transpose) -> None:
    page = read(reader, draw_lines(*LINES).transpose(turn))
    assert texts(page) == list(LINES)
    x, y = page.lines[0].corners[:2]  # where the first line begins above
    corner = Image.new("L", (100, 100))
    corner.putpixel((6, 20), 255)
    place = np.argwhere(np.asarray(corner.transpose(turn)))[0] / 100
    assert (y, x) == pytest.approx(tuple(place), abs=0.08)


def test_a_tilted_page_is_read(reader: PageReader) -> None:
    page = draw_lines(*LINES).rotate(8, Image.Resampling.BICUBIC, expand=True, fillcolor=(245, 243, 240))
    assert texts(read(reader, page)) == list(LINES)


def test_a_picture_without_text_has_none(reader: PageReader) -> None:
    noise = Image.effect_noise((480, 360), 60).convert("RGB")
    assert read(reader, noise) == PageText()
    assert read(reader, Image.new("RGB", (400, 300), "white")) == PageText()


def test_a_glance_tells_text_from_none_and_from_damage(reader: PageReader) -> None:
    page, noise = as_jpeg(draw_lines(*LINES)), as_jpeg(Image.effect_noise((480, 360), 60).convert("RGB"))
    found = reader.find_text([page, noise, b"\xff\xd8rubbish", as_jpeg(Image.new("RGB", (1, 1)))])
    assert found[0] > 0.9
    assert found[1] < 0.2
    assert found[2] == 0
    assert found[3] < 0.1


@pytest.mark.parametrize("size", [(1, 20_000), (20_000, 1), (1, 1), (3, 2), (40, 4000)])
def test_strips_and_dots_are_no_trouble(reader: PageReader, size: tuple[int, int]) -> None:
    assert read(reader, Image.new("RGB", size, "grey")).lines == ()


def test_a_long_strip_is_read_at_its_width(reader: PageReader) -> None:
    strip = Image.new("RGB", (360, 2400), "white")
    strip.paste(draw_lines("Hello from above", size=26, wide=360), (0, 0))
    strip.paste(draw_lines("and from below", size=26, wide=360), (0, 2250))
    assert texts(read(reader, strip)) == ["Hello from above", "and from below"]


def test_lines_of_a_strip_that_is_looked_at_in_pieces_are_read_once(reader: PageReader) -> None:
    lines = [f"Oat milk {number}.{number % 100:02}" for number in range(100, 170)]
    assert texts(read(reader, draw_lines(*lines, size=22, at=(20, 20), wide=300))) == lines


def test_a_line_that_is_far_too_long_is_read_in_parts(reader: PageReader) -> None:
    line = " ".join(f"gate {number}" for number in range(100, 160))
    (found,) = texts(read(reader, draw_lines(line, size=24, at=(20, 30), wide=7000)))
    assert found.split() == line.split()


def test_text_that_runs_down_letter_by_letter_is_no_nonsense(reader: PageReader) -> None:
    page = read(reader, draw_lines(*"HOTEL", size=40, at=(60, 40), wide=160))
    assert set("".join(texts(page))) <= set("HOTEL")


def test_a_preview_of_a_strip_cannot_tell(reader: PageReader) -> None:
    strips = [as_jpeg(Image.new("RGB", size, "white")) for size in ((2048, 31), (1, 2048), (512, 2048))]
    found = reader.find_text(strips)
    assert found[:2] == [0.5, 0.5]
    assert found[2] < 0.1


def test_of_thousands_of_lines_only_so_many_are_read(reader: PageReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_reader, "_MOST", 3)
    page = draw_lines(*(f"number {one}" for one in range(9)), size=22, wide=300)
    assert 1 <= len(read(reader, page).lines) <= 3


def test_a_part_of_a_dark_page_is_read(reader: PageReader) -> None:
    page = ImageOps.invert(draw_lines("White on black"))
    assert texts(read(reader, page)) == ["White on black"]
