"""A library of large photos whose pictures arrive when a test allows."""

from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from PySide6.QtGui import QImage

from photon.domain import Card, PhotoFile, PhotonError, changed
from photon.media.read.picture import Picture
from photon.ui.kit.settings import remember_in
from tests.ui.fake_pictures import COLOURS, drawn
from tests.ui.fake_session import FakeSession

WIDTH, HEIGHT = 2400, 1600


class StudioSession(FakeSession):
    """Photos of 2400×1600 pixels, each of one colour with a paler disc.

    Attributes:
        asked: Photo and long side of every picture requested.
        held: While it is not None, pictures are not delivered but kept here for the test to deliver.
        broken: Photos whose file is unreadable, with the message.
    """

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.asked: list[tuple[int, int | None]] = []
        self.held: list[tuple[int, int | None, Future[Picture]]] | None = None
        self.broken: dict[int, str] = {}
        self.offline: set[int] = set()
        self.edits: dict[int, int] = {}

    def fill(self, number: int, folder: str = "/photos", **facts: object) -> list[int]:
        """Add photos; return their ids."""
        self.arrive(number, folder)
        for photo, known in self._photos.items():
            large = replace(known.facts, width=WIDTH, height=HEIGHT, **facts)  # type: ignore[arg-type]
            self._photos[photo] = replace(known, facts=large)
        return list(self._photos)

    def put(self, photo: int, **values: object) -> None:
        """Change a photo and report the change."""
        self._photos[photo] = replace(self._photos[photo], **values)  # type: ignore[arg-type]
        self.tell(changed("photos", photos=frozenset({photo})))

    def move_away(self, photo: int) -> None:
        """Disconnect its folder."""
        self.offline.add(photo)
        files = tuple(replace(file, offline=True) for file in self._photos[photo].files)
        self.put(photo, files=files)

    def come_back(self, photo: int) -> None:
        self.offline.discard(photo)
        self.put(photo, files=tuple(replace(file, offline=False) for file in self._photos[photo].files))

    def add_file(self, photo: int, path: str, *, offline: bool = False) -> None:
        files = (*self._photos[photo].files, PhotoFile(path, 1000, 0.0, offline))
        self.put(photo, files=files)

    def edit(self, photo: int, *, like: int) -> None:
        """Change its file, so that it looks like another photo."""
        self.edits[photo] = self.edits.get(photo, 0) + 1
        self._words[photo] = self._words[like]
        self.tell(changed("photos", photos=frozenset({photo})))

    def colour(self, photo: int) -> int:
        """Return its colour as 0xRRGGBB."""
        return COLOURS[self._words[photo]]

    def answer(self, photo: int, long_side: int | None) -> None:
        """Deliver a held picture."""
        assert self.held is not None
        wanted = next(entry for entry in self.held if entry[:2] == (photo, long_side))
        self.held.remove(wanted)
        if wanted[2].set_running_or_notify_cancel():
            wanted[2].set_result(self._render(photo, long_side))

    def picture(self, photo: int, long_side: int | None, version: bytes = b"") -> Future[Picture]:  # noqa: ARG002
        self.asked.append((photo, long_side))
        if self.held is not None:
            waiting: Future[Picture] = Future()
            self.held.append((photo, long_side, waiting))
            return waiting
        return self._do(lambda: self._render(photo, long_side))

    def _render(self, photo: int, long_side: int | None) -> Picture:
        if photo in self.broken:
            raise PhotonError(self.broken[photo])
        width, height = WIDTH, HEIGHT
        if long_side is not None and long_side < WIDTH:
            width, height = long_side, round(HEIGHT * long_side / WIDTH)
        image = drawn(self.colour(photo), width, height).convertToFormat(QImage.Format.Format_RGB888)
        rows = bytes(image.constBits())
        stride, row = image.bytesPerLine(), 3 * width
        rgb = b"".join(rows[y * stride : y * stride + row] for y in range(height))
        return Picture(width, height, rgb, WIDTH, HEIGHT)

    def _draw(self, photo: int) -> QImage:
        return drawn(self.colour(photo), 768, 512)

    def _card(self, photo: object) -> Card:
        card = super()._card(photo)  # type: ignore[arg-type]
        damaged = self._photos[card.id].damage is not None
        version = str(self.edits.get(card.id, 0)).encode()
        return replace(card, offline=card.id in self.offline, damaged=damaged, version=version)


def opened(place: Path) -> Iterator[StudioSession]:
    """Create such a session with a new library, for a fixture."""
    made = StudioSession(place / "library")
    made.directory.mkdir()
    remember_in(made.directory)
    yield made
    made.close()
