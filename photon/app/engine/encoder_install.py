"""The use cases of encoders: list, install, choose, remove, measure.

The functions serve one command of the terminal. ``EncoderLibrary`` serves a session, where the library is open and
other threads continue to search.
"""

import contextlib
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from photon.app.encoding.encoder_info import EncoderInfo
from photon.app.encoding.prompt_vectors import encode_prompts
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_states import choose_encoder, find_id, leave_encoder, states_of
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, PhotonError, changed
from photon.domain.encoders.encoder_info import EncoderCard, EncoderState, Installing, Offer
from photon.language import tr, tr_n
from photon.library import Library, open_library
from photon.library.db.integrity import CATALOG
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import chosen
from photon.quick_dataclass import dataclass
from photon.vision.clip.catalog import encoder_cards
from photon.vision.clip.catalog.weight_pairs import every_pair
from photon.vision.clip.convert import probe
from photon.vision.clip.convert.installing import InstallRequest, check_converter, check_name, install
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.kit.built_in_names import BUILT_IN

T = TypeVar("T")
Progress = Callable[[float, str], None]
Stop = Callable[[], bool]

_CHECKED = 200  # photos for comparing an encoder's settings
_EVERY = 0.2  # seconds between two progress messages
_DOWNLOADED = 0.8  # the download's share of an installation
_WORDS = 0.1  # the share of the words of tags in the rest


def list_encoders(directory: Path | None) -> list[EncoderState]:
    """List every installed or recommended encoder, with its role in the library, if there is one."""
    with _library(directory) as library:
        return states_of(library)


def offer_encoder(name: str) -> Offer:
    """Describe a download; requests only the sizes from the network.

    Raises:
        PhotonError: There is no such encoder, or the network cannot be reached.
    """
    from photon.vision.clip.catalog import download  # urllib.request

    check_converter()
    card = encoder_cards.card_of(name)
    remote = download.look_up(card)
    return Offer(card, remote.bytes, download.found_bytes(remote, _downloads(card)))


def install_encoder(directory: Path | None, name: str, progress: Progress, is_stopped: Stop) -> str:
    """Download and install an encoder, without asking for confirmation.

    Args:
        directory: Library with photos for comparing settings, if there are any.
        name: Recommended name, or ARCHITECTURE/TAG.
        progress: Called with the share done 0..1 and the current step.
        is_stopped: Polled often. Downloaded data is kept and resumed next time.

    Returns:
        The name under which it is installed.

    Raises:
        PhotonError: It cannot be installed, with the reason; nothing was installed.
    """
    from photon.vision.clip.catalog import download  # urllib.request

    check_converter()
    card = encoder_cards.card_of(name)
    check_name(card.name)  # before anything is downloaded
    folder = _downloads(card)
    remote = download.look_up(card)
    folder.mkdir(parents=True, exist_ok=True)
    download.fetch(remote, folder, lambda share, sentence: progress(_DOWNLOADED * share, sentence), is_stopped)
    _check_stop(is_stopped)
    rest = 1 - _DOWNLOADED
    order = InstallRequest(card, folder, (), count_cpus())
    _install(directory, order, lambda share, sentence: progress(_DOWNLOADED + rest * share, sentence), is_stopped)
    shutil.rmtree(folder, ignore_errors=True)
    return card.name


@dataclass(frozen=True, slots=True)
class FromFile:
    """Weights on this computer.

    Attributes:
        weights: A checkpoint or an open_clip folder; it is only read.
        card: See ``card_for_file``.
        exact: Use only float32, even if other formats are faster and find the same photos.
    """

    weights: Path
    card: EncoderCard
    exact: bool = False


def install_encoder_file(directory: Path | None, source: FromFile, progress: Progress, is_stopped: Stop) -> str:
    """Install an encoder from a checkpoint or an open_clip folder on this computer; nothing is downloaded.

    Args:
        directory: Library with photos for comparing settings, if there are any.
        source: The weights.
        progress: Called with the share done 0..1 and the current step.
        is_stopped: Polled often.

    Returns:
        The name under which it is installed.

    Raises:
        PhotonError: It cannot be installed, with the reason; nothing was installed.
    """
    check_converter()
    weights, card = source.weights, source.card
    if not weights.exists():
        raise PhotonError(tr("{path} doesn't exist.", path=weights), tr("Check the spelling."))
    order = InstallRequest(card, weights, (), count_cpus(), source.exact)
    _install(directory, order, progress, is_stopped)
    return card.name


def card_for_file(weights: Path, architecture: str, name: str) -> EncoderCard:
    """Create the card of an encoder from a file.

    Args:
        weights: The file or folder.
        architecture: Its name in open_clip; empty for a folder with its own configuration.
        name: Its name; if empty, it is named after the architecture or the folder.
    """
    called = name or (architecture or weights.stem).lower()
    about = tr("From {name}, on this computer.", name=weights.name)
    return EncoderCard(called, name or architecture or weights.stem, architecture=architecture, about=about)


def use_encoder(directory: Path | None, name: str) -> str:
    """Choose the encoder of a library; return a sentence about what happens now.

    Raises:
        PhotonError: There is no such encoder, or the library cannot be written.
    """
    with open_library(directory or default_library(), writable=True) as library:
        choose_encoder(library, name)
        now = chosen(library)
        waiting = vectors.count_pending(library, EncoderInfo(now.coming or now.answering).id)
    title = EncoderInfo(now.coming or now.answering).title
    if now.coming:
        old = EncoderInfo(now.answering).title
        return tr_n(
            "{title} will be used after indexing {count:,} photo: this happens in the open window, or run: photon index"
            "\nUntil then, {old} is used.",
            "{title} will be used after indexing {count:,} photos: this happens in the open window, or run: photon "
            "index\nUntil then, {old} is used.",
            waiting,
            title=title,
            old=old,
        )
    sentence = tr("Now searching with {title}.", title=title)
    if not waiting:
        return sentence
    rest = tr_n(
        "{count:,} photo waiting to be indexed; run: photon index",
        "{count:,} photos waiting to be indexed; run: photon index",
        waiting,
    )
    return f"{sentence}\n{rest}"


def remove_encoder(directory: Path | None, name: str) -> str:
    """Delete an encoder from this computer and its vectors from the library; return a sentence about what answers now.

    Raises:
        PhotonError: There is no such encoder, or it comes with Photon.
    """
    _check_removable(name)
    library_folder = directory or default_library()
    sentence = ""
    if (library_folder / CATALOG).exists():
        with open_library(library_folder, writable=True) as library:
            did_answer = chosen(library).answering == name
            leave_encoder(library, name)
            if did_answer:
                sentence = tr("Now searching with {title}.", title=EncoderInfo(chosen(library).answering).title)
    encoder_shelf.remove(name)
    return f"{tr('Removed {name} from this computer.', name=name)} {sentence}".strip()


def measure_encoder(name: str, progress: Progress, is_stopped: Stop = bool) -> float:
    """Measure how many photos per second an encoder would reach here; takes about ten seconds and downloads nothing.

    Raises:
        PhotonError: There is no such encoder, or it cannot be measured.
    """
    if name in BUILT_IN:
        raise PhotonError(tr("Models that come with Photon don't need to be measured; they are always fast enough."))
    installed = encoder_shelf.find(name)
    architecture = (installed.card if installed else encoder_cards.card_of(name)).architecture
    if not architecture:
        raise PhotonError(tr("open_clip doesn't know the architecture of “{name}”.", name=name))
    return probe.measure(architecture, progress, is_stopped, count_cpus())


class EncoderLibrary:
    """The window's operations on encoders. Methods that return a Future don't block; it may raise PhotonError.

    Changes of the kind "encoders" are sent after every change here, including progress.
    """

    def __init__(self, store: LibraryThreads, encoders: ActiveEncoders, follow: Callable[[], object]) -> None:
        """Create the worker thread; ``follow`` makes the session apply a changed choice."""
        self._store, self._encoders, self._follow = store, encoders, follow
        self._worker = ThreadPoolExecutor(1, "photon-encoders")
        self._stop = threading.Event()
        self._closing = False
        self._reported = 0.0
        self.going_on: Installing | None = None

    def all_encoders(self) -> Future[list[EncoderState]]:
        """List every installed or recommended encoder."""
        return self._store.read(states_of)

    def offer(self, name: str) -> Future[Offer]:
        """See ``offer_encoder``."""
        return self._worker.submit(offer_encoder, name)

    def install(self, name: str) -> Future[EncoderState]:
        """Download and install an encoder, without asking for confirmation."""
        return self._work(
            name, lambda: self._state(install_encoder(self._place, name, self._report_progress(name), self._stopped))
        )

    def install_file(self, path: str, architecture: str, name: str = "") -> Future[EncoderState]:
        """Install an encoder from a file or folder."""
        weights = Path(path).expanduser()
        card = card_for_file(weights, architecture, name)
        tell = self._report_progress(card.name)
        return self._work(
            card.name,
            lambda: self._state(install_encoder_file(self._place, FromFile(weights, card), tell, self._stopped)),
        )

    def cancel(self) -> None:
        """Cancel the current operation."""
        self._stop.set()

    def use(self, name: str) -> Future[Changes]:
        """See ``choose_encoder``."""
        return self._store.write(self._use, name)

    def _use(self, library: Library, name: str) -> Changes:
        changes = choose_encoder(library, name)
        self._follow()
        return changes

    def remove(self, name: str) -> Future[Changes]:
        """Delete an encoder from this computer and its vectors from this library."""

        def leave(library: Library) -> Changes:
            changes = leave_encoder(library, name)
            self._follow()
            return changes

        def act() -> Changes:
            _check_removable(name)
            changes = self._store.write(leave).result()
            encoder_shelf.remove(name)
            return changes

        return self._work(name, act)

    def drop_vectors(self, name: str) -> Future[Changes]:
        """Delete the vectors of an encoder that is not used here, by name or id."""
        return self._store.write(self._drop_vectors, name)

    def _drop_vectors(self, library: Library, name: str) -> Changes:
        id_ = find_id(name) or name
        if name in chosen(library) or id_ in {engine.encoder.id for engine in self._encoders.everyone}:
            raise PhotonError(
                tr("This model is in use, so its index can't be deleted."), tr("Switch to another model first.")
            )
        return vectors.drop(library, id_)

    def measure(self, name: str) -> Future[float]:
        """See ``measure_encoder``."""
        return self._work(name, lambda: measure_encoder(name, self._report_progress(name), self._stopped))

    def architectures(self) -> Future[list[str]]:
        """Return the names of open_clip's architectures, for loading weights from a file."""

        def ask(_: Library) -> list[str]:
            return sorted({pair.architecture for pair in every_pair()})

        return self._store.read(ask)

    def close(self) -> None:
        """Cancel the current operation and end the thread."""
        self._closing = True
        self._stop.set()
        self._worker.shutdown(wait=True, cancel_futures=True)

    @property
    def _place(self) -> Path:
        return self._store.directory

    def _stopped(self) -> bool:
        return self._stop.is_set()

    def _work(self, name: str, action: Callable[[], T]) -> Future[T]:
        def run() -> T:
            self._stop.clear()
            if self._closing:  # checked after clearing the flag, so that closing is never missed
                self._stop.set()
            self.going_on = Installing(name, 0.0, "")
            try:
                return action()
            finally:
                self.going_on = None
                self._store.events.send(changed("encoders"))

        return self._worker.submit(run)

    def _report_progress(self, name: str) -> Progress:
        def tell(share: float, sentence: str) -> None:
            self.going_on = Installing(name, share, sentence)
            now = time.monotonic()
            if now - self._reported >= _EVERY:
                self._reported = now
                self._store.events.send(changed("encoders"))

        return tell

    def _state(self, name: str) -> EncoderState:
        self._store.write(lambda _: self._follow()).result()  # it may be the chosen encoder that was missing
        states = self._store.read(states_of).result()
        return next(state for state in states if state.card.name == name)


def _install(directory: Path | None, order: InstallRequest, progress: Progress, is_stopped: Stop) -> None:
    with _library(directory) as library:
        pictures = _some_previews(library)
    request, name = replace(order, pictures=pictures), order.card.name
    install(request, lambda share, sentence: progress((1 - _WORDS) * share, sentence), is_stopped)
    with contextlib.suppress(PhotonError):  # it is installed; a library tries again, and tells the reason
        encode_prompts(name, lambda share, sentence: progress(1 - _WORDS * (1 - share), sentence), is_stopped)


def _some_previews(library: Library | None) -> Sequence[bytes]:
    """Return previews of photos from the whole time span of a library."""
    if library is None:
        return ()
    ids = photos.in_order(library, "newest")
    return list(photos.previews(library, ids[:: max(1, len(ids) // _CHECKED)][:_CHECKED]).values())


def _downloads(card: EncoderCard) -> Path:
    """Return the folder for the files of a download until it is installed."""
    return encoder_shelf.encoders_folder() / f".download-{card.name}"


def _library(directory: Path | None) -> "contextlib.AbstractContextManager[Library | None]":
    folder = directory or default_library()
    if not (folder / CATALOG).exists():
        return contextlib.nullcontext()
    return open_library(folder, writable=False)


def _check_stop(is_stopped: Stop) -> None:
    if is_stopped():
        raise PhotonError(tr("Stopped; nothing was installed."), tr("The partial download is kept."))


def _check_removable(name: str) -> None:
    """Check that an encoder can be removed; called before its vectors are deleted.

    Raises:
        PhotonError: There is no such encoder, or it comes with Photon.
    """
    if name in BUILT_IN:
        title = EncoderInfo(name).title
        raise PhotonError(tr("{title} comes with Photon and can't be removed.", title=title))
    encoder_shelf.check_there(name)
