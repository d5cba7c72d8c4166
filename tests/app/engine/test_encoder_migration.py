"""One encoder replaces another during searches; two encoders of colours, one of which swaps red and blue."""

import io
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photon.app.engine import encoder_migration
from photon.app.engine.encoder_states import choose_encoder
from photon.app.runtime import decoders
from photon.app.session import Session
from photon.domain import Changes, PhotonError, Query, Reading
from photon.domain.encoders.encoder_info import FALLBACK
from photon.library import open_library
from photon.library.vectors import encoder_choice as choices
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import EncoderChoice
from photon.media.read.reading import read
from photon.vision.kit.encoder import ImageVectors
from tests.app.conftest import settle, until
from tests.decoders_here import WorkerHere
from tests.fakes import ColourEncoding
from tests.pictures import draw

_FAST = 4  # photos that are read at once
_LONGEST = 3  # seconds at the gate: a new photo waits for one batch


_disk = threading.Event()


def read_when_open(path: str) -> Reading:
    """Read a few photos at once, and the others when the disk is ready."""
    if int(Path(path).stem) >= _FAST:
        _disk.wait(20)
        time.sleep(0.1)  # even a busy computer looks at what is unread before all is read
    return read(path)


class Plain(ColourEncoding):
    """The encoder that answers at first."""

    def __init__(self, name: str = FALLBACK) -> None:
        super().__init__(name)
        self.closed = False

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        if self.closed:
            raise PhotonError("Photon is being closed.")
        return super().texts(texts)

    def close(self) -> None:
        self.closed = True


class Swapped(Plain):
    """The same, except that "red" means blue, so each answer shows its encoder. It waits at a gate for each batch."""

    id = "swapped-1"
    title = "Swapped"
    batch = 2

    def __init__(self, name: str = "swapped") -> None:
        super().__init__(name)
        self.gate = threading.Event()
        self.gate.set()

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        self.gate.wait(_LONGEST)
        return super().images(previews)

    def lost(self, previews: Sequence[bytes]) -> ImageVectors:
        self.gate.wait(_LONGEST)
        raise PhotonError(f"{len(previews)} photos cannot be looked at: there is no encoder “swapped”.")

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return super().texts([text.replace("red", "blue") for text in texts])


class Fakes:
    """Opens encoders by name, and records them."""

    def __init__(self) -> None:
        self.opened: list[Plain] = []
        self.closed_gate = False
        self.gone: set[str] = set()

    def __call__(self, name: str = FALLBACK) -> Plain:
        if name not in {FALLBACK, "swapped"} - self.gone:
            raise PhotonError(f"The model “{name}” is not installed on this computer.")
        encoder = Plain() if name == FALLBACK else Swapped()
        if self.closed_gate and isinstance(encoder, Swapped):
            encoder.gate.clear()
        self.opened.append(encoder)
        return encoder

    def open_gates(self) -> None:
        self.closed_gate = False
        for encoder in self.opened:
            if isinstance(encoder, Swapped):
                encoder.gate.set()


@pytest.fixture
def fakes(monkeypatch: pytest.MonkeyPatch) -> Fakes:
    fakes = Fakes()
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", fakes)
    for module in ("encoder_install", "encoder_states"):
        monkeypatch.setattr(f"photon.app.engine.{module}.EncoderInfo", fakes)
    return fakes


@pytest.fixture
def place(tmp_path: Path, fakes: Fakes) -> Path:
    for colour in ("red", "blue", "green"):
        for number in range(4):
            draw(tmp_path / "photos" / colour / f"{number}.jpg", colour, number)
    with _session(tmp_path) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
    return tmp_path


def _session(place: Path) -> Session:
    return Session.open(place / "library")


def _colours(session: Session) -> set[str]:
    hits = session.searching.search(Query.build("red", top=4)).result().hits
    return {Path(hit.path).parent.name for hit in hits}


@pytest.mark.slow
def test_the_old_encoder_answers_until_the_new_one_has_all_photos(place: Path, fakes: Fakes) -> None:
    fakes.closed_gate = True
    with _session(place) as session:
        settle(session)
        heard: list[object] = []
        session.store.events.subscribe(heard.append)
        session.encoders.use("swapped").result()
        until(lambda: session.work.engines.coming)
        assert _colours(session) == {"red"}
        draw(place / "photos" / "red" / "new.jpg", "red", 9)  # a new photo is found immediately, by the old encoder
        until(lambda: session.searching.counts().result().searchable == 13)
        assert _colours(session) == {"red"}
        fakes.open_gates()
        until(lambda: session.work.engines.coming is None)
        settle(session)
        assert _colours(session) == {"blue"}
        assert session.searching.counts().result().searchable == 13
        told = [event for event in heard if isinstance(event, Changes)]
        assert any("encoders" in changes.kinds for changes in told)
        searchable = [changes.photos for changes in told if changes.kinds == {"vectors"}]
        assert len(frozenset().union(*searchable)) == 1  # only the new photo changed the number of searchable photos
    with open_library(place / "library", writable=False) as library:
        assert choices.chosen(library) == EncoderChoice("swapped")
        assert vectors.count(library, Swapped.id) == vectors.count(library, Plain.id) == 13  # the old vectors are kept


def test_no_query_fails_during_the_switch(place: Path, fakes: Fakes) -> None:
    with _session(place) as session:
        settle(session)
        answers: list[set[str]] = []
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                answers.append(_colours(session))

        asking = [threading.Thread(target=ask) for _ in range(3)]
        for thread in asking:
            thread.start()
        for name in ("swapped", FALLBACK, "swapped"):
            session.encoders.use(name).result()
            until(lambda name=name: session.work.engines.current.encoder.name == name)
        stop.set()
        for thread in asking:
            thread.join(20)
        assert all(answer in ({"red"}, {"blue"}) for answer in answers)  # never mixed
        assert {"red"} in answers
        open_ones = [one for one in fakes.opened if not one.closed and one is session.work.engines.current.encoder]
        assert len(open_ones) == 1


def test_it_continues_after_a_restart(place: Path, fakes: Fakes) -> None:
    fakes.closed_gate = True
    with _session(place) as session:
        settle(session)
        session.encoders.use("swapped").result()
        until(lambda: session.work.engines.coming)
        fakes.open_gates()
        session.work.background.pause()
    with _session(place) as session:
        until(lambda: session.work.engines.current.encoder.name == "swapped")
        assert _colours(session) == {"blue"}


def test_a_choice_made_by_another_photon_is_followed(place: Path, fakes: Fakes) -> None:
    with _session(place) as session:
        settle(session)
        with open_library(place / "library", writable=True) as library:
            choices.choose(library, EncoderChoice(FALLBACK, "swapped"))
        until(lambda: session.work.engines.current.encoder.name == "swapped")


def test_a_session_that_cannot_work_waits_for_the_switch_of_another_photon(place: Path, fakes: Fakes) -> None:
    fakes.closed_gate = True
    with _session(place) as window:
        settle(window)
        with Session.open(place / "library", background=False, use="swapped") as command:
            until(lambda: window.work.engines.coming)
            command.start_work()
            until(lambda: command.work.activity.stage == "waiting")
            assert not command.work.up_to_date
            fakes.open_gates()
            settle(command)
            assert _colours(command) == _colours(window) == {"blue"}


def test_without_vectors_the_switch_is_immediate(tmp_path: Path, fakes: Fakes) -> None:
    draw(tmp_path / "photos" / "blue" / "0.jpg", "blue", 0)
    with Session.open(tmp_path / "library", background=False, use="swapped") as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        session.start_work()
        settle(session)
        assert session.work.engines.current.encoder.name == "swapped"
        assert [one.pictures for one in fakes.opened if one.name == FALLBACK] in ([], [0], [0, 0], [0, 0, 0])


def test_what_follows_the_chosen_encoder_needs_neither_the_starter_nor_the_originals_again(
    tmp_path: Path, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[object] = []

    class Counting(WorkerHere):
        def run(self, function: Callable[..., Any], *arguments: object, seconds: float | None = None) -> Any:
            reads.extend(arguments[:1] if function is read else ())
            return super().run(function, *arguments, seconds=seconds)

    monkeypatch.setattr(decoders, "WorkerProcess", Counting)
    for number in range(6):
        draw(tmp_path / "photos" / "blue" / f"{number}.jpg", "blue", number)
    (tmp_path / "photos" / "blue" / "copy.png").write_bytes(_as_png(tmp_path / "photos" / "blue" / "0.jpg"))
    fakes.closed_gate = True
    with Session.open(tmp_path / "library", background=False, use="swapped") as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        session.start_work()
        until(lambda: session.searching.counts().result().photos == 7)
        fakes.open_gates()
        until(lambda: session.searching.counts().result().searchable)
    with _session(tmp_path) as session:  # the first one was interrupted before the stages that follow
        settle(session)
        assert _colours(session) == {"blue"}, "“red” means blue to the chosen encoder"
        sets = [{Path(path).name for path in one.paths} for one in session.duplicates.find_sets().result().sets]
        assert any({"0.jpg", "copy.png"} <= names for names in sets)
        assert not session.work.tagging.anything_left(session.store.here())
    assert len(reads) == 7, "each original is decoded once"
    assert sum(one.pictures for one in fakes.opened if one.name == "swapped") == 7, "and each preview is embedded once"
    assert sum(one.pictures for one in fakes.opened if one.name == FALLBACK) == 0


def _as_png(path: Path) -> bytes:
    out = io.BytesIO()
    Image.open(path).save(out, "PNG")
    return out.getvalue()


def test_a_new_library_goes_on_with_the_chosen_encoder_alone(
    tmp_path: Path, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder_migration, "_RECOUNT", 0.0)
    for number in range(30):
        draw(tmp_path / "photos" / "red" / f"{number:02}.jpg", "red", number)
    monkeypatch.setattr("photon.media.read.reading.read", read_when_open)
    _disk.clear()
    with _session(tmp_path) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        until(lambda: session.searching.counts().result().searchable)  # some are done by the starter, most are not read
        session.encoders.use("swapped").result()
        lowest = session.searching.counts().result().searchable
        _disk.set()
        while session.work.engines.coming is not None:
            now = session.searching.counts().result().searchable
            assert now >= lowest, "no photo may be lost to searches"
            lowest = now
        settle(session)
        assert session.searching.counts().result().searchable == 30
        assert sum(one.pictures for one in fakes.opened if one.name == "swapped") == 30
        assert sum(one.pictures for one in fakes.opened if one.name == FALLBACK) < 20
    with open_library(tmp_path / "library", writable=False) as library:
        assert choices.chosen(library) == EncoderChoice("swapped")


def test_a_missing_chosen_encoder_keeps_the_starter(place: Path, fakes: Fakes) -> None:
    with open_library(place / "library", writable=True) as library:
        choices.choose(library, EncoderChoice("elsewhere", "gone"))
    with _session(place) as session:
        settle(session)
        assert _colours(session) == {"red"}
        assert session.work.engines.missing == "elsewhere"
        assert "“elsewhere”, chosen for this library, is not installed" in session.searching.encoder_notices[0]
    with open_library(place / "library", writable=False) as library:
        assert choices.chosen(library) == EncoderChoice("elsewhere", "gone")  # the user's choice is kept


def test_removing_the_active_encoder_uses_the_starter_until_it_returns(place: Path, fakes: Fakes) -> None:
    with _session(place) as session:
        settle(session)
        session.encoders.use("swapped").result()
        until(lambda: session.work.engines.current.encoder.name == "swapped")
        fakes.gone.add("swapped")
        session.work.engines.current.encoder.closed = True  # its process would have to open it again
        answer = session.searching.search(Query.build("red", top=4)).result()
        assert {Path(hit.path).parent.name for hit in answer.hits} == {"red"}
        assert "“swapped”, chosen for this library, is not installed; searching with the starter" in answer.notices[0]
        fakes.gone.clear()
        session.encoders.use("swapped").result()  # it is installed again
        assert _colours(session) == {"blue"}
        assert not session.searching.search(Query.build("red", top=4)).result().notices
        assert session.searching.encoder_notices == ()


def test_removing_the_coming_encoder_ends_the_switch(place: Path, fakes: Fakes) -> None:
    fakes.closed_gate = True
    with _session(place) as session:
        settle(session)
        session.encoders.use("swapped").result()
        until(lambda: session.work.engines.coming)
        fakes.gone.add("swapped")
        coming = session.work.engines.coming.encoder
        coming.images = coming.lost
        fakes.open_gates()
        until(lambda: session.work.engines.coming is None)
        settle(session)
        assert _colours(session) == {"red"}
        assert session.work.background.failure is None


def test_another_encoder_can_replace_the_starter_while_the_chosen_one_is_missing(place: Path, fakes: Fakes) -> None:
    with open_library(place / "library", writable=True) as library:
        choices.choose(library, EncoderChoice("elsewhere"))
        choose_encoder(library, "swapped")
        assert choices.chosen(library) == EncoderChoice(FALLBACK, "swapped")  # the starter can answer with its vectors


def test_vectors_of_an_inactive_encoder_can_be_deleted(place: Path, fakes: Fakes) -> None:
    with _session(place) as session:
        settle(session)
        with pytest.raises(PhotonError, match="in use"):
            session.encoders.drop_vectors(FALLBACK).result()
        session.encoders.use("swapped").result()
        until(lambda: session.work.engines.current.encoder.name == "swapped")
        session.encoders.drop_vectors(FALLBACK).result()
        assert _colours(session) == {"blue"}
        with pytest.raises(PhotonError, match="is not installed"):
            session.encoders.use("unheard").result()
    with open_library(place / "library", writable=False) as library:
        assert vectors.kept_encoders(library) == [Swapped.id]


def test_the_choice_is_stored_and_reported(tmp_path: Path) -> None:
    with open_library(tmp_path, writable=True) as library:
        assert choices.chosen(library) == EncoderChoice(FALLBACK)
        assert choices.choose(library, EncoderChoice(FALLBACK, "other")).kinds == {"encoders"}
        assert not choices.choose(library, EncoderChoice(FALLBACK, "other"))
        assert choices.chosen(library) == EncoderChoice(FALLBACK, "other")


def test_a_compatible_new_version_encodes_no_photo_again(
    place: Path, fakes: Fakes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sum(encoder.pictures for encoder in fakes.opened) == 12
    fakes.opened.clear()
    monkeypatch.setattr(Plain, "id", "colours-2")
    monkeypatch.setattr(Plain, "shares_looks", lambda _, encoder: encoder == "colours-1")
    monkeypatch.setattr(Plain, "join_looks", lambda _, looks: looks)
    with _session(place) as session:
        settle(session)
        assert _colours(session) == {"red"}
        assert session.searching.counts().result().searchable == 12
    assert sum(encoder.pictures for encoder in fakes.opened) == 0
    with open_library(place / "library", writable=False) as library:
        assert vectors.kept_encoders(library) == ["colours-2"]
