"""Shots for tests."""

from dataclasses import replace

from photon.domain.photo.fingerprint import WINDOWS, Fingerprint
from photon.domain.photo.likeness import Likeness
from photon.domain.photo.shot import Shot

MARK = Fingerprint((0,) * len(WINDOWS), 8.0, 0.01, 1.0, 110.0)
COPY = Likeness(0.99, 0.97, 1.0, 0.0, 0.0, 1.0, 1.0, 0.0, 0.1)
OTHER = replace(COPY, most=0.5, worst=0.1)


def shot(photo: int, **known: object) -> Shot:
    """A shot of four million pixels that differs from all others."""
    usual: dict[str, object] = {
        "path": f"/p/IMG_{photo:04}.jpg", "image_hash": bytes([photo % 256, photo // 256]), "format": "JPEG",
        "width": 2000, "height": 2000, "size": 2_000_000, "fingerprint": MARK,
    }  # fmt: skip
    return Shot(photo, **(usual | known))  # type: ignore[arg-type]
