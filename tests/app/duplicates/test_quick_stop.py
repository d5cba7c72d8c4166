"""Stopping Photon while it compares copies: no further pair is compared, and what was found is kept."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pytest
from PIL import Image, ImageOps

from photon.app import session as sessions
from photon.app.duplicates import pair_comparing
from photon.app.duplicates.pair_stage import PairStage
from photon.app.indexing.style_stage import StyleStage
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.session import Session
from photon.domain.photo.likeness import Likeness
from photon.library import open_library
from photon.library.duplicates import fingerprints, picture_pairs
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.media.read.exposure_traces import read_traces
from photon.media.read.neighbouring_views import compare_views
from photon.media.read.preview_alignment import PreviewPair, compare_previews
from photon.media.read.reading import read
from photon.media.read.turned_comparison import compare_turned
from tests.app.conftest import until
from tests.cli.kit.test_commands import photon
from tests.decoders_here import DecodersHere
from tests.fakes import ColourEncoding

COMPARING = (compare_previews, read_traces, compare_turned, compare_views)
BEFORE = 3
"""Comparisons after which Photon is closed."""


def _noise(seed: int, size: tuple[int, int]) -> Image.Image:
    small = np.random.default_rng(seed).integers(0, 256, (12, 12 * size[0] // size[1], 3), np.uint8)
    return Image.fromarray(small).resize(size, Image.Resampling.BICUBIC)


def _draw_copies(place: Path) -> None:
    """Draw copies of one size and of others, mirrored ones, and overlapping views of one camera."""
    place.mkdir()
    one, scene = _noise(0, (320, 240)), _noise(9, (1800, 360))
    for number in range(2):
        one.resize((240 + 8 * number, 180 + 6 * number)).save(place / f"small{number}.jpg", quality=90)
        ImageOps.mirror(one).resize((300 + 4 * number, 225 + 3 * number)).save(place / f"turned{number}.jpg")
    for number in range(3):
        one.save(place / f"same{number}.jpg", quality=90 - number)
        exif = Image.Exif()
        exif[0x010F] = "Makers"
        exif.get_ifd(0x8769)[0x9003] = f"2020:05:01 10:00:{10 + 4 * number}"
        scene.crop((300 * number, 0, 300 * number + 480, 360)).save(place / f"view{number}.jpg", exif=exif)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    place = tmp_path / "photos"
    _draw_copies(place)
    store = LibraryThreads(tmp_path / "library")
    folder = store.write(lambda lib: folders.add(lib, str(place))).result().id
    found = [(Found(folder, path.name, 1, 1), read(str(path))) for path in sorted(place.iterdir())]
    store.write(lambda lib: files.record(lib, found) and None).result()
    yield store
    store.close()


class _Stopping(DecodersHere):
    """Decoders that do one task at a time; Photon is stopped at the first call of a function."""

    def __init__(self, at: Callable[..., Any] | None) -> None:
        super().__init__()
        self.at, self.is_stopped = at, False
        self.compared = dict.fromkeys(COMPARING, 0)
        self.late = 0

    def run(self, function: Callable[..., Any], *arguments: Any, **limits: Any) -> Future[Any]:
        if function in self.compared:
            self.compared[function] += len(arguments[0])
            self.late += len(arguments[0]) if self.is_stopped else 0
        self.is_stopped = self.is_stopped or function is self.at
        return super().run(function, *arguments, **limits)


def _compare_all(store: LibraryThreads, at: Callable[..., Any] | None = None) -> _Stopping:
    decoders = _Stopping(at)
    stages = (
        StyleStage(store, decoders, lambda: None),  # type: ignore[arg-type]
        PairStage(store, decoders, lambda: decoders.is_stopped),  # type: ignore[arg-type]
    )
    for stage in stages:
        steps = 0
        while stage.step() and steps < 5:
            steps += 1
    return decoders


@pytest.mark.parametrize("at", COMPARING)
def test_no_pair_is_compared_after_the_stop(
    store: LibraryThreads, monkeypatch: pytest.MonkeyPatch, at: Callable[..., Any]
) -> None:
    if at is not read_traces:  # files are compared one by one, however many previews are compared at once
        monkeypatch.setattr(pair_comparing, "_TASK", 1)
    stopped = _compare_all(store, at)
    assert stopped.is_stopped
    assert stopped.late == 0
    kept, left = picture_pairs.all_likenesses(store.here()), fingerprints.count_unpaired(store.here())
    assert left == 10
    whole = _compare_all(store)
    assert whole.compared[at] > 0
    assert fingerprints.count_unpaired(store.here()) == 0
    assert kept.items() <= picture_pairs.all_likenesses(store.here()).items()
    assert len(kept) > 0


class _Watch:
    """What is known of the comparisons of a session; functions that are pickled have no other way to tell."""

    began: ClassVar[list[bool]] = []
    is_closing: ClassVar[Callable[[], bool]] = staticmethod(lambda: False)


def _compare(pairs: Sequence[PreviewPair]) -> list[Likeness | None]:
    _Watch.began.append(_Watch.is_closing())
    if len(_Watch.began) == BEFORE:  # under way when Photon stops
        until(_Watch.is_closing)
    return compare_previews(pairs)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of photos, and comparisons that are watched."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    monkeypatch.setattr(pair_comparing, "_TASK", 1)
    monkeypatch.setattr(pair_comparing, "compare_previews", _compare)
    monkeypatch.setattr(_Watch, "began", [])
    opening = Session.open

    def opened(*arguments: Any, **options: Any) -> Session:
        session = opening(*arguments, **options)
        _Watch.is_closing = session.work.background.is_interrupted
        return session

    monkeypatch.setattr(Session, "open", opened)
    _draw_copies(tmp_path / "photos")
    return tmp_path / "photos"


def _close(library: Path, place: Path) -> None:
    session = Session.open(library, background=True)
    session.work.add_folder(str(place)).result()
    until(lambda: len(_Watch.began) >= BEFORE)
    session.close()


def _interrupt(library: Path, place: Path) -> None:
    def sleep(_: float) -> None:
        if len(_Watch.began) >= BEFORE:
            raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("photon.cli.index.time", SimpleNamespace(sleep=sleep))
        photon(library, "index", str(place), code=130)


@pytest.mark.parametrize("end", [_close, _interrupt])
def test_closing_and_ctrl_c_begin_no_further_round(
    tmp_path: Path, place: Path, end: Callable[[Path, Path], None]
) -> None:
    library = tmp_path / "library"
    end(library, place)
    assert sum(_Watch.began) < count_cpus()  # those of the round that was under way
    before = len(_Watch.began)
    with open_library(library, writable=False) as opened:
        kept = picture_pairs.all_likenesses(opened)
        assert len(kept) > 0
        assert fingerprints.count_unpaired(opened) == 10
    _Watch.is_closing = staticmethod(lambda: False)
    photon(library, "index")
    with open_library(library, writable=False) as opened:
        assert fingerprints.count_unpaired(opened) == 0
        assert kept.items() <= picture_pairs.all_likenesses(opened).items()
        assert len(_Watch.began) - before < len(picture_pairs.all_likenesses(opened))
