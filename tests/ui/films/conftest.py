"""A window with a real library: a photo, a film with three scenes, and a film that can't be played."""

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from photon.app.session import Session
from photon.domain import Facts
from photon.domain.films.film import FilmFacts, Frame
from photon.domain.metadata.file_metadata import Reading
from photon.library import Library
from photon.library.films.frames import FilmPart, store_frames
from photon.library.photos import files, folders
from photon.library.photos.files import Found
from photon.media.read.reading import read
from photon.ui.films.film_controller import FilmController
from photon.ui.films.films_feature import FILMS
from photon.ui.grid.photo_grid_model import Role
from photon.ui.keys import command_table
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.kit.theme import theme
from photon.ui.window.main_window import MainWindow
from tests.films import make_film
from tests.pictures import age, draw
from tests.ui.driving import opened

TAKEN = "2024-07-04T12:00:00+02:00"
SCENES = (0.0, 1.0, 2.0)


def picture(colour: str) -> bytes:
    """Return a JPEG of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (160, 90), colour).save(made, "JPEG")
    return made.getvalue()


def film_hash(name: str) -> bytes:
    """Return the hash of a film in the library."""
    return hashlib.sha256(name.encode()).digest()[:16]


def film_reading(path: Path, seconds: float) -> Reading:
    """Return what is read of a film."""
    hash_ = film_hash(path.name)
    facts = Facts("MP4", 160, 90, TAKEN, camera="Apple iPhone 12", gps=(38.7, -9.1))
    return Reading(hash_, hash_, path.stat().st_size, facts, picture("gray"), 0x808080, film=FilmFacts(seconds))


def fill(library: Library, folder: Path) -> None:
    """Record all files of a folder, and the scenes of ``clip.mp4``."""
    kept = folders.add(library, str(folder)).id
    for path in sorted(folder.iterdir()):
        status = path.stat()
        reading = read(str(path)) if path.suffix == ".jpg" else film_reading(path, 3.0)
        ids: dict[Found, int] = {}
        found = Found(kept, path.name, status.st_size, status.st_mtime_ns)
        files.record(library, [(found, reading)], ids=ids)
        if path.name == "clip.mp4":
            part = FilmPart(ids[found], reading.image_hash, 3.0, 0.0, 3.0)
            stills = [Frame(at, picture(colour)) for at, colour in zip(SCENES, ("red", "green", "blue"), strict=True)]
            store_frames(library, part, 3.0, stills)


@pytest.fixture
def film_folder(tmp_path: Path) -> Path:
    """Its files."""
    made = tmp_path / "holiday"
    draw(made / "photo.jpg")
    age(make_film(made / "clip.mp4", rate=10, keys=10))
    (made / "broken.mp4").write_bytes((made / "clip.mp4").read_bytes()[:900])
    return made


@pytest.fixture
def film_session(tmp_path: Path, film_folder: Path) -> Iterator[Session]:
    with Session.open(tmp_path / "library", background=False) as made:
        made.store.write(fill, film_folder).result()
        yield made


@pytest.fixture
def film_keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The keys of films, as those of all features of the window."""
    page = FILMS.pages[0]
    named = {f"{page.page}.{name}": command for name, command in page.commands.items()}
    named |= {name: command for commands in FILMS.commands.values() for name, command in commands.items()}
    for name, command in named.items():
        monkeypatch.setitem(command_table.ALL_COMMANDS, name, command)
    current_keys().use(KeyMap())
    yield
    current_keys().use(KeyMap())


@pytest.fixture
def film_window(qtbot: QtBot, film_session: Session, film_keys: None) -> Iterator[MainWindow]:
    """The window, which shows the three files."""
    theme().choose("dark")
    made = opened(qtbot, film_session)  # type: ignore[arg-type]
    made.part(FilmController)
    model = made.grid.grid_model
    qtbot.waitUntil(lambda: model.rowCount() == 3)
    qtbot.waitUntil(lambda: all(model.index(row).data(Role.CARD) is not None for row in range(3)))
    made.grid.setFocus()
    yield made
    made.close()


@pytest.fixture
def films(film_window: MainWindow) -> FilmController:
    return film_window.part(FilmController)
