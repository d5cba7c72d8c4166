"""Why a photo matches: score and place, for photos of the library and for other files; photos are never overwritten."""

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.search.explaining import Explaining, explain_file
from photon.app.session import Session
from photon.domain import PhotonError, Query
from photon.domain.films.film import Frame
from photon.domain.photo.heat import Explanation, place_in_words, strength
from photon.library.files.export_queries import pictures
from photon.library.films.frames import FilmPart, store_frames
from photon.vision import encoders
from photon.vision.kit.encoder import WHOLE, Window
from photon.vision.starter import starter
from tests.app.conftest import settle
from tests.decoders_here import DecodersHere
from tests.fakes import COLOURS, ColourEncoding, MaplessEncoding
from tests.pictures import draw

Open = Callable[..., Session]


def halves(path: Path, left: str, right: str, size: tuple[int, int] = (96, 64)) -> Path:
    """Return a photo with two colours side by side."""
    image = Image.new("RGB", size, COLOURS[left])
    image.paste(COLOURS[right], (size[0] // 2, 0, *size))
    image.save(path, quality=95)
    return path


@pytest.fixture
def encoder() -> ColourEncoding:
    return ColourEncoding()


@pytest.fixture
def library(open_session: Open, tmp_path: Path) -> Session:
    """Thirty photos, one of them half red and half blue."""
    for number in range(29):
        draw(tmp_path / "photos" / f"{number}.jpg", "black" if number % 10 == 0 else "green", number)
    halves(tmp_path / "photos" / "two.jpg", "red", "blue")
    session = open_session(background=False)
    session.work.add_folder(str(tmp_path / "photos")).result()
    session.start_work()
    settle(session)
    return session


def find(session: Session, name: str) -> int:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(photo for photo, path in paths.items() if Path(path).name == name)


def test_a_photo_of_the_library_is_explained(library: Session) -> None:
    photo = find(library, "two.jpg")
    red = library.searching.explain(photo, Query.build("red")).result()
    blue = library.searching.explain(photo, Query.build("blue", unwanted=("red",))).result()
    assert (place_in_words(red.heat), place_in_words(blue.heat)) == ("on the left", "on the right")
    assert red.heat.dtype == np.float32
    assert 0 <= red.heat.min() <= red.heat.max() <= 1
    hits = library.searching.search(Query.build("red", top=50)).result().hits
    assert red.score == pytest.approx(next(hit.score for hit in hits if hit.photo == photo), abs=0.02)
    assert red.by_library
    assert red.why == ("meaning",)


def test_a_photo_without_a_match_has_no_heat(library: Session) -> None:
    shown = library.searching.explain(find(library, "two.jpg"), Query.build("red")).result()
    other = library.searching.explain(find(library, "1.jpg"), Query.build("red")).result()
    assert strength(other.score) == "weak"
    assert other.heat.max() < 0.5 * shown.heat.max()


def test_a_moment_of_a_video_is_explained_by_its_frame(library: Session, tmp_path: Path) -> None:
    photo = find(library, "two.jpg")
    other = halves(tmp_path / "other.jpg", "blue", "red").read_bytes()
    (image,) = library.store.read(pictures, [photo]).result().values()
    part = FilmPart(photo, image, 9.0, 0.0, 9.0)
    library.store.write(store_frames, part, 9.0, [Frame(3.0, other)]).result()
    at_once, whole = (library.searching.explain(photo, Query.build("red"), when).result() for when in (3.0, None))
    assert (place_in_words(at_once.heat), place_in_words(whole.heat)) == ("on the right", "on the left")
    assert strength(at_once.score) == strength(whole.score) != "weak"


def test_words_and_a_photo_are_needed(library: Session) -> None:
    with pytest.raises(PhotonError, match="nothing to explain"):
        library.searching.explain(find(library, "two.jpg"), Query.build("  ")).result()
    with pytest.raises(PhotonError, match="hasn't been indexed"):
        library.searching.explain(999_999, Query.build("red")).result()


class TwoSided(ColourEncoding):
    """A starter to which all words are the same, and the halves of each photo look like two things.

    Attributes:
        sides: float32 (2, 384), what the left and the right half look like.
    """

    knowledge = encoders.shared_knowledge()
    dimension = 384

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self.id = starter.encoder_id()
        some = np.random.default_rng(2).normal(size=(300, 384)).astype(np.float32)
        shares = starter.caption_memory().speak_of_places(some, [left, right])
        self.sides = some[(shares - shares[:, ::-1]).argmax(axis=0)]

    def texts(self, texts: list[str]) -> np.ndarray:
        return np.tile(np.full(384, 384**-0.5, np.float32), (len(texts), 1))

    def map(self, preview: bytes, window: Window = WHOLE) -> np.ndarray:  # noqa: ARG002 - all photos are alike
        across = window[0] + (np.arange(9) + 0.5) / 9 * (window[2] - window[0])
        return np.tile(self.sides[(across > 0.5).astype(int)], (9, 1, 1))


def test_the_caption_memory_says_where_a_named_thing_is() -> None:
    encoder = TwoSided("o:dog", "o:car")
    explaining, meaning = Explaining(encoder), encoder.sides.mean(axis=0)
    peaks = []
    for words in ("dog", "a car"):
        asked = words, explaining.vector(words)
        peaks.append(explaining.preview(b"", asked, np.zeros((0, 0), np.float32), meaning).peak[0])
    assert peaks[0] < 0.5 < peaks[1]


# -- any file ------------------------------------------------------------------------------------------


@pytest.fixture
def explained(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Explanation]:
    """Explain a file by the encoder of colours, with a library that need not exist."""
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", ColourEncoding)
    monkeypatch.setattr("photon.app.search.explaining.Decoders", DecodersHere)

    def explain(file: Path, words: str, out: Path) -> Explanation:
        return explain_file(tmp_path / "library", str(file), words, out, lambda _share, _sentence: None)

    return explain


Explain = Callable[..., Explanation]


def test_without_a_library_a_file_is_scored_against_everyday_photos(explained: Explain, tmp_path: Path) -> None:
    photo = halves(tmp_path / "two.png", "red", "blue", (400, 300))
    explanation = explained(photo, "red", tmp_path / "map.png")
    assert not explanation.by_library
    assert place_in_words(explanation.heat) == "on the left"
    with Image.open(tmp_path / "map.png") as picture:
        assert (picture.format, picture.size) == ("PNG", (400, 300))
        assert sum(picture.getpixel((60, 100))) > 1.5 * sum(picture.getpixel((340, 100)))
    assert list(tmp_path.glob(".*")) == [], "nothing half written is left"


def test_another_file_is_scored_against_the_library(library: Session, explained: Explain, tmp_path: Path) -> None:
    score = explained(draw(tmp_path / "outside.jpg", "red"), "red", tmp_path / "map.png").score
    assert strength(score) == "strong"
    score = explained(draw(tmp_path / "outside.jpg", "blue"), "red", tmp_path / "map.png").score
    assert strength(score) == "weak"


def test_photos_are_never_overwritten(library: Session, explained: Explain, tmp_path: Path) -> None:
    photo, outside = tmp_path / "photos" / "two.jpg", draw(tmp_path / "outside.jpg", "red")
    link, other = tmp_path / "link.png", tmp_path / "photos" / "0.jpg"
    link.symlink_to(outside)
    hard = tmp_path / "hard.png"
    os.link(outside, hard)
    before = {path: hashlib.sha256(path.read_bytes()).digest() for path in (photo, outside, other)}
    for out, words in (
        (outside, "itself"),
        (link, "itself"),
        (hard, "itself"),
        (other, "in one of your photo folders"),
    ):
        with pytest.raises(PhotonError, match=words):
            explained(outside, "red", out)
    with pytest.raises(PhotonError, match="itself"):
        explained(photo, "red", tmp_path / "photos" / ".." / "photos" / "two.jpg")
    assert {path: hashlib.sha256(path.read_bytes()).digest() for path in before} == before


def test_another_existing_picture_is_replaced(explained: Explain, tmp_path: Path) -> None:
    out = tmp_path / "map.png"
    out.write_bytes(b"an older map")
    explained(draw(tmp_path / "photo.jpg"), "red", out)
    with Image.open(out) as picture:
        assert picture.format == "PNG"


def test_invalid_requests_are_refused_with_a_message_and_write_nothing(explained: Explain, tmp_path: Path) -> None:
    photo, out = draw(tmp_path / "photo.jpg"), tmp_path / "map.png"
    text = tmp_path / "text.jpg"
    text.write_text("no picture", encoding="utf-8")
    for file, words, place, sentence in (
        (tmp_path / "nowhere.jpg", "red", out, "nowhere.jpg: "),
        (text, "red", out, "text.jpg: "),
        (tmp_path, "red", out, f"{tmp_path}: "),
        (photo, " \n", out, "nothing to explain"),
        (photo, "red", tmp_path / "none" / "map.png", "couldn't be saved"),
        (photo, "red", tmp_path, "is a folder"),
        (photo, "red", Path(os.devnull), "isn't a regular file"),
    ):
        with pytest.raises(PhotonError, match=sentence) as caught:
            explained(file, words, place)
        assert caught.value.message
    assert not out.exists()


def test_an_encoder_without_maps_is_reported(
    explained: Explain, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("photon.app.encoding.encoder_client.InProcessEncoder", MaplessEncoding)
    with pytest.raises(PhotonError, match="This model can't show where"):
        explained(draw(tmp_path / "photo.jpg"), "red", tmp_path / "map.png")
    assert not (tmp_path / "map.png").exists()
