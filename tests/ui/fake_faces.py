"""Faces of a fake library, which tests put into ``found``."""

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from photon.domain.people.face import PhotoFace


class FacesApi(Protocol):
    """What the window asks of faces where people are not its subject."""

    def faces_of(self, photos: Sequence[int]) -> Future[dict[int, list[PhotoFace]]]: ...


class FakeFaces:
    """Keeps the faces of photos."""

    def __init__(self) -> None:
        self.found: dict[int, list[PhotoFace]] = {}

    def faces_of(self, photos: Sequence[int]) -> Future[dict[int, list[PhotoFace]]]:
        answer: Future[dict[int, list[PhotoFace]]] = Future()
        answer.set_result({photo: self.found[photo] for photo in photos if photo in self.found})
        return answer
