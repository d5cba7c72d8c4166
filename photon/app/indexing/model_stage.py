"""Background stages in which a model looks at pictures, in a process of its own, so that no search waits for it."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from photon.app.indexing.preview_stage import DecoderStage, P
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.runtime.worker_process import WorkerEnded, WorkerTooSlow
from photon.domain import Activity, PhotonError
from photon.media.decode.decoding import Fit
from photon.media.read.picture import Picture

A = ParamSpec("A")
R = TypeVar("R")


class UnreadablePicture(Exception):  # noqa: N818 - it says what happened
    """The model's process ended on a picture."""


class UnusableModel(PhotonError):  # noqa: N818 - it says what happened
    """The model can't be opened; no photo is at fault."""


class ModelStage(DecoderStage[P, Picture], Generic[P]):
    """Lets a model look at the pictures that decoders made."""

    size = 1
    woken_by = frozenset({"photos", "folders", "vocabulary"})

    def __init__(
        self,
        store: LibraryThreads,
        decoders: Decoders,
        on_lost: Callable[[], None],
        process: EncoderProcess,
        progress: Progress | None = None,
    ) -> None:
        """Create the stage; see ``DecoderStage``. ``process`` is that of the model."""
        super().__init__(store, decoders, on_lost)
        self._process, self._id, self._progress = process, process.order.model.id, progress
        self._put_off: set[int] = set()  # photos whose file is away, until there is news

    def follow_news(self) -> None:
        """Files that were away may be back, and a model that could not be opened may have been mended."""
        self._put_off.clear()
        self.notice = ""

    def run(self, batch: Sequence[P]) -> None:
        """Work on a batch and store the results; a photo that ends the model's process affects no other."""
        try:
            self.use_model(batch)
        except UnusableModel as error:  # all else goes on without it
            self.notice = str(error)
            if self._progress is not None:
                self._progress.show(Activity("idle", note=self.notice))

    def use_model(self, batch: Sequence[P]) -> None:
        """Work on a batch; may raise UnusableModel."""
        super().run(batch)

    def ask_model(
        self, capability: str, method: Callable[Concatenate[Any, A], R], *arguments: A.args, **named: A.kwargs
    ) -> R:
        """Ask the model; where a picture ends its process each time, the picture is at fault.

        Args:
            capability: What the model must have declared.
            method: The method, as the capability's protocol has it.
            *arguments: Its arguments.
            **named: More of them.

        Raises:
            UnreadablePicture: The process ended, or hung.
            UnusableModel: The model can't be opened, or Photon is being closed.
        """
        try:
            return self._process.ask(capability, method, *arguments, **named)
        except PhotonError as error:
            if isinstance(error.__cause__, WorkerEnded | WorkerTooSlow):
                raise UnreadablePicture(str(error)) from error
            raise UnusableModel(error.message, error.hint) from error

    def is_away(self, item: P, picture: Picture, fit: Fit) -> bool:
        """Return whether a picture is a preview because the file is away; it may also be damaged, or a smaller one."""
        wanted = fit.size(picture.full_width, picture.full_height)
        is_preview = max(picture.width, picture.height) < max(wanted)
        return is_preview and not Path(self.originals([item])[0].path).exists()

    def rest(self, unused: float) -> None:
        """End the model's process if it was unused for so many seconds, to free its memory; see ``MemoryUser``."""
        self._process.rest(unused)

    def close(self) -> None:
        """End the model's process for good."""
        self._process.close()


class LaterModelStage(ModelStage[P], Generic[P]):
    """Lets a model look at pictures once another stage, which comes first, has nothing to do."""

    def __init__(
        self,
        store: LibraryThreads,
        decoders: Decoders,
        on_lost: Callable[[], None],
        process: EncoderProcess,
        before: Backlog[Any],
    ) -> None:
        """Create the stage; see ``ModelStage``. ``before`` is the stage that comes first."""
        super().__init__(store, decoders, on_lost, process)
        self._before = before

    @property
    def is_waiting(self) -> bool:
        """Whether the stage that comes first has work."""
        return not self._before.idle
