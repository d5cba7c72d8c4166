"""The text reader that comes with Photon: PP-OCRv6 small (Apache-2.0), whose files a package contains.

Of the package ``rapidocr`` only two files are used. It is never imported: it needs OpenCV, writes to the log, and
fetches other models from the network.
"""

import functools
import hashlib
from pathlib import Path

from photon.language import tr
from photon.resource_files import resource
from photon.vision.kit.bundled_weights import BundledFile
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.text.page_reader import PageReader

NAME = "text-reader"
FOLDER = "text-reader"  # in the resources of the built app
_READING = "reading 2"  # changes whenever the same photo would get other lines or another probability
FILES = tuple(
    BundledFile("rapidocr", "rapidocr", f"models/{name}", digest)
    for name, digest in (
        ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f"),
        ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884"),
    )
)
"""The detector and the recogniser."""


@functools.cache
def text_reader() -> InstalledModel:
    """Return the text reader, whose capability is ``read``. Takes a millisecond."""
    digest = hashlib.sha256(" ".join((_READING, *(file.sha256 for file in FILES))).encode())
    model_id = f"{NAME}-{digest.hexdigest()[:8]}"
    return InstalledModel(NAME, tr("Text reader"), model_id, frozenset({"read"}), open_reader)


def open_reader(threads: int, _: str | None = None) -> PageReader:
    """Open the reader; its networks are loaded when they are first needed. It runs on the processor.

    Args:
        threads: Threads that it may use.

    Raises:
        PhotonError: The files are missing or are not those that Photon knows.
    """
    detector, recogniser = map(_place_of, FILES)
    return PageReader(detector, recogniser, threads)


def _place_of(file: BundledFile) -> Path:
    try:
        return resource(f"{FOLDER}/{Path(file.file).name}")
    except FileNotFoundError:
        return file.verified()
