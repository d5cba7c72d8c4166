"""The active encoder and its coming replacement, kept in step with the choice in the library.

Every query takes the active engine once and keeps it to its end. So an answer never mixes two encoders, and no query
fails because of a switch: a replaced engine is closed when its last query has ended.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.engine.encoder_engine import EncoderEngine
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import FALLBACK
from photon.library import Library
from photon.library.vectors.encoder_choice import EncoderChoice, choose, chosen

Open = Callable[[str], EncoderClient]


class ActiveEncoders:
    """The engines of one session.

    Attributes:
        missing: Name of the encoder that should answer but is not installed on this computer, or empty.
    """

    def __init__(self, library: Library, open_encoder: Open, make: Callable[[EncoderClient], EncoderEngine]) -> None:
        """Open the encoders that are chosen in the library.

        Args:
            library: Contains the choice.
            open_encoder: Opens an encoder by name; raises PhotonError if there is none.
            make: Creates the engine of an encoder.
        """
        self._open, self._make = open_encoder, make
        self._lock = threading.RLock()
        self._using: Counter[int] = Counter()
        self._replaced: list[EncoderEngine] = []
        self._closed = False
        self.missing = ""
        self._current = self._make(self._opened(chosen(library).answering))
        self._coming: EncoderEngine | None = None
        self.follow(library)

    @property
    def current(self) -> EncoderEngine:
        """The engine that answers queries; to keep it open for a whole query, call ``use``."""
        return self._current

    def current_encoder(self) -> EncoderClient:
        """The encoder that answers queries."""
        return self._current.encoder

    @property
    def coming(self) -> EncoderEngine | None:
        """The engine that will take over, or None."""
        return self._coming

    @property
    def everyone(self) -> tuple[EncoderEngine, ...]:
        """The engine that answers and, if there is one, the engine that will take over."""
        with self._lock:
            return tuple(filter(None, (self._current, self._coming)))

    @contextmanager
    def use(self) -> Iterator[EncoderEngine]:
        """Yield the engine that answers; it stays open until the block is left."""
        with self._lock:
            engine = self._current
            self._using[id(engine)] += 1
        try:
            yield engine
        finally:
            with self._lock:
                self._using[id(engine)] -= 1
            self._close_replaced()

    def follow(self, library: Library) -> bool:
        """Apply a change of the choice, made here or in another Photon process; return whether anything changed.

        This also detects an encoder that was uninstalled, and a missing one that was installed.
        """
        wanted = chosen(library)
        with self._lock:
            if self._closed:  # an encoder opened now would never be closed
                return False
            was = self.missing
            news = self._follow_coming(wanted.coming)
            encoder = self._opened(wanted.answering)
            if encoder.id != self._current.encoder.id:
                self._replace(self._make(encoder))
                news = True
            news = news or self.missing != was
        self._close_replaced()
        return news

    def take_over(self, library: Library, coming: EncoderEngine) -> None:
        """Make the coming engine answer from now on; at least as many photos have its vectors as the active one's.

        Args:
            library: Open for writing, because the choice is stored.
            coming: The engine, warmed up.
        """
        with self._lock:
            if coming is not self._coming:  # another encoder was chosen meanwhile
                return
            choose(library, EncoderChoice(coming.encoder.name))
            self.missing = ""
            self._coming = None
            self._replace(coming)
        self._close_replaced()

    def refresh(self, library: Library) -> None:
        """Update all indexes after photos were removed or another process wrote."""
        for engine in self.everyone:
            engine.indexing.refresh(library)

    def rest(self, unused: float) -> None:
        """Release the memory of encoders that was not used for ``unused`` seconds."""
        for engine in self.everyone:
            engine.encoder.rest(unused)

    def close(self) -> None:
        """Close all encoders."""
        with self._lock:
            self._closed = True
            engines = [self._current, *self._replaced, *([self._coming] if self._coming else [])]
        for engine in engines:
            engine.encoder.close()

    def _follow_coming(self, name: str) -> bool:
        old, encoder = self._coming, self._found(name) if name else None
        if (old.encoder.id if old else "") == (encoder.id if encoder else ""):
            return False
        self._coming = self._make(encoder) if encoder else None
        if old is not None:
            self._replaced.append(old)
        return True

    def _opened(self, name: str) -> EncoderClient:
        encoder = self._found(name)
        self.missing = "" if encoder else name
        return encoder or self._open(FALLBACK)

    def _found(self, name: str) -> EncoderClient | None:
        """Open an encoder without starting it; None if it was uninstalled or belongs to another computer."""
        try:
            return self._open(name)
        except PhotonError:
            if name == FALLBACK:
                raise
            return None

    def _replace(self, engine: EncoderEngine) -> None:
        self._replaced.append(self._current)
        self._current = engine

    def _close_replaced(self) -> None:
        with self._lock:
            idle = [engine for engine in self._replaced if not self._using[id(engine)]]
            self._replaced = [engine for engine in self._replaced if engine not in idle]
        for engine in idle:
            engine.encoder.close()
