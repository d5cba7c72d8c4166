"""Read QR codes and bar codes in pictures, with ZXing-C++."""

import re
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image

from photon.domain.photo.page_text import Corners, TextLine
from photon.domain.text.code_text import code_text

if TYPE_CHECKING:
    import zxingcpp

_FORMATS = "QRCode,Aztec,DataMatrix,PDF417,EAN13,EAN8,UPCA,Code128"
"""Those that check what was read: without that, as in ITF and Codabar, other stripes may pass for a code."""
_MOST = 50  # codes of a picture
_LONGEST = 2000  # characters
_BINARY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1b\x7f-\x9f]")  # what separates lines and fields is no sign of it


def read_codes(picture: Image.Image) -> list[TextLine]:
    """Read the codes in a picture, also turned and mirrored ones; those that contain no text are left out.

    Takes 3 ms for a preview and 0.1 s for 3,500 pixels; 1 s if these are noise.
    """
    import zxingcpp  # here: the window names the reader, but only its process reads

    found = zxingcpp.read_barcodes(
        np.asarray(picture.convert("L")),
        formats=zxingcpp.barcode_formats_from_str(_FORMATS),
        text_mode=zxingcpp.TextMode.Plain,
    )
    lines = (_as_line(one, picture.size) for one in found[:_MOST])
    return [line for line in lines if line.text]


def _as_line(code: "zxingcpp.Barcode", size: tuple[int, int]) -> TextLine:
    content, where = code.text[:_LONGEST], code.position
    points = (where.top_left, where.top_right, where.bottom_right, where.bottom_left)
    shares = np.clip([share for at in points for share in (at.x / size[0], at.y / size[1])], 0, 1)
    text = "" if _BINARY.search(content) else code_text(content)
    return TextLine(text, cast("Corners", tuple(shares.tolist())), 1.0, str(code.format))
