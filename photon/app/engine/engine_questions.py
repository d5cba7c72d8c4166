"""Questions that the encoder in use answers, asked on the library's threads."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Concatenate, ParamSpec, TypeVar

from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.engine.encoder_engine import EncoderEngine
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.library import Library

P = ParamSpec("P")
T = TypeVar("T")
Question = Callable[Concatenate[EncoderEngine, Library, P], T]


class EngineQuestions:
    """Asks the engine of the encoder that answers, which stays open until the question ends. Methods never wait.

    Attributes:
        encoders: The encoder that answers, and the one that is to take over.
    """

    def __init__(self, store: LibraryThreads, encoders: ActiveEncoders, follow_choice: Callable[[], bool]) -> None:
        """Take the tools.

        Args:
            store: The library.
            encoders: The encoder that answers, and the one that is to take over.
            follow_choice: Follows a change of the chosen encoder, and tells whether there was one.
        """
        self._store, self.encoders, self._follow_choice = store, encoders, follow_choice

    def ask(self, question: Question[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
        """Call a function with the engine, the library and these arguments on a reader thread."""
        return self._store.read(self.answer, question, *arguments, **named)

    def answer(self, library: Library, question: Question[P, T], /, *arguments: P.args, **named: P.kwargs) -> T:
        """Call a function with the engine, the library and these arguments here."""
        try:
            with self.encoders.use() as engine:
                return question(engine, library, *arguments, **named)
        except PhotonError:
            if not self._follow_choice():  # else its encoder was removed: another one answers now
                raise
        with self.encoders.use() as engine:
            return question(engine, library, *arguments, **named)
