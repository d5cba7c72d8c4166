"""Codes in pictures are read, whatever their kind and however they are turned; nothing is made up."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from photon.vision.text.code_reader import read_codes
from photon.vision.text.installed_reader import open_reader
from tests.vision.text.drawn_text import as_jpeg, draw_lines


def draw_code(content: str, kind: str = "QRCode", scale: int = 4) -> Image.Image:
    """Draw a code on a photo of 640 x 480 pixels, its left upper corner at 160, 120."""
    code = zxingcpp.create_barcode(content, zxingcpp.barcode_format_from_str(kind)).to_image(scale=scale)
    photo = Image.linear_gradient("L").resize((640, 480)).convert("RGB")
    photo.paste(Image.fromarray(np.array(code, copy=False)), (160, 120))
    return photo


@pytest.mark.parametrize(
    ("kind", "content", "name"),
    [
        ("QRCode", "https://example.org/menu", "QR Code"),
        ("Aztec", "Ticket 88-1", "Aztec"),
        ("DataMatrix", "Lot 55-17", "Data Matrix"),
        ("PDF417", "M1DOE/JOHN EABC123", "PDF417"),
        ("EAN13", "4006381333931", "EAN-13"),
        ("EAN8", "96385074", "EAN-8"),
        ("Code128", "RB-123456789", "Code 128"),
    ],
)
def test_codes_of_all_kinds_are_read(kind: str, content: str, name: str) -> None:
    (found,) = read_codes(draw_code(content, kind, scale=3))
    assert (found.text, found.code, found.confidence) == (content, name, 1.0)


@pytest.mark.parametrize("turn", list(Image.Transpose))
def test_turned_and_mirrored_codes_are_read(turn: Image.Transpose) -> None:
    (found,) = read_codes(draw_code("WIFI:S:Harbour;T:WPA;P:kelp;;").transpose(turn))
    assert found.text == "WIFI: Harbour, WPA: kelp"


def test_where_a_code_is() -> None:
    (found,) = read_codes(draw_code("https://example.org/menu"))
    assert {type(share) for share in found.corners} == {float}
    left, top, right, _, _, bottom, *_ = found.corners
    assert (left, top) == pytest.approx((176 / 640, 136 / 480), abs=0.01), "four modules are a margin"
    assert (right, bottom) == pytest.approx((276 / 640, 236 / 480), abs=0.01)


@pytest.mark.parametrize("kind", ["ITF", "Codabar", "Code39"])
def test_kinds_without_a_check_and_pictures_without_a_code_have_none(kind: str) -> None:
    assert read_codes(draw_code("A1234B" if kind == "Codabar" else "123456", kind)) == []
    assert read_codes(draw_lines("Gate C14", "4006381333931")) == []
    stripes = Image.new("L", (600, 400), 255)
    for x in range(0, 600, 12):
        ImageDraw.Draw(stripes).line((x, 0, x, 400), 0, 1 + x // 90)
    assert read_codes(stripes) == []


def test_what_is_no_text_is_left_out_and_text_is_safe() -> None:
    assert read_codes(draw_code("a\x00\x01\x8f")) == []
    (found,) = read_codes(draw_code("a\nb\u202egnp.exe"))
    assert found.text == "a b gnp.exe"


def test_a_large_code_is_no_line_in_an_unknown_script() -> None:
    code = zxingcpp.create_barcode("https://example.org/menu", zxingcpp.BarcodeFormat.QRCode).to_image(scale=8)
    photo = Image.new("RGB", (900, 700), (200, 190, 170))
    photo.paste(Image.fromarray(np.array(code, copy=False)), (250, 150))
    with Image.open(io.BytesIO(as_jpeg(photo))) as seen:
        (page,) = open_reader(1).read_text([np.asarray(seen)])
    assert ([line.code for line in page.lines], page.unreadable) == (["QR Code"], 0)


def test_a_code_alone_counts_as_text_and_comes_after_the_lines() -> None:
    reader, photo = open_reader(1), draw_code("https://example.org/menu")
    assert reader.find_text([as_jpeg(photo)]) == [1.0]
    page = reader.read_text([np.asarray(photo)])[0]
    assert [line.code for line in page.lines] == ["QR Code"]
    photo.paste(draw_lines("Gate C14, seat 22F", wide=500).crop((0, 0, 500, 110)), (20, 20))
    page = reader.read_text([np.asarray(photo)])[0]
    assert [line.text for line in page.lines] == ["Gate C14, seat 22F", "https://example.org/menu"]
    assert [line.text for line in page.written] == ["Gate C14, seat 22F"]
