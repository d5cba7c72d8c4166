"""Fake encoders: installations that progress as the test requests, and no network."""

from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from photon.domain import Changes, PhotonError, changed
from photon.domain.encoders.encoder_info import FALLBACK, EncoderCard, EncoderState, Installing, Offer

if TYPE_CHECKING:
    from tests.ui.fake_session import FakeSession

STARTER_CARD = EncoderCard(
    FALLBACK, "Starter", tier="To get started",
    about="Included with Photon and works offline; finds everyday things.", licence="Apache-2.0", languages=("en",),
    is_built_in=True,
)  # fmt: skip
CLIP_CARD = EncoderCard(
    "clip-b-32", "CLIP B/32", "ViT-B-32-256", "datacomp_s34b_b86k", "For laptops",
    "Fast without a graphics card; understands far more words than the starter.", 512, 605, "MIT",
    "MIT (open_clip)", ("en",),
)  # fmt: skip
SIGLIP_CARD = EncoderCard(
    "siglip2-b-32", "SigLIP 2 B/32", "ViT-B-32-SigLIP2-256", "webli", "For many languages",
    "Understands many languages and is nearly as fast as CLIP B/32, but larger.", 768, 1507,
    "Apache-2.0", "MIT (open_clip), Apache-2.0 (timm)",
)  # fmt: skip
STOPPED = PhotonError("Stopped; nothing was installed.", "The partial download is kept.")


class FakeEncoders:
    """Implements the interface of ``session.encoders``; ``calls`` records the requests."""

    def __init__(self, session: "FakeSession") -> None:
        self._session = session
        self.calls: list[tuple[str, ...]] = []
        self.going_on: Installing | None = None
        self.refusal: PhotonError | None = None
        self._pending: Future[Any] | None = None
        self.states: dict[str, EncoderState] = {
            FALLBACK: EncoderState(STARTER_CARD, "starter-1", installed=True, role="answering", disk=120),
            "clip-b-32": EncoderState(CLIP_CARD),
            "siglip2-b-32": EncoderState(SIGLIP_CARD),
        }

    # -- for tests ---------------------------------------------------------------------------------

    def put(self, name: str, **facts: Any) -> None:
        """Set the state of an encoder."""
        self.states[name] = replace(self.states[name], **facts)
        self._session.tell(changed("encoders"))

    def put_there(self, name: str, **facts: Any) -> None:
        """Mark an encoder as installed."""
        self.put(name, id=f"{name}-1", installed=True, disk=1240, setting="runs on the processor", **facts)

    def proceed(self, share: float, sentence: str) -> None:
        """Set the progress of the current task."""
        assert self.going_on is not None
        self.going_on = replace(self.going_on, share=share, sentence=sentence)
        self._session.tell(changed("encoders"))

    def finish(self, error: PhotonError | None = None) -> None:
        """End the current task."""
        assert self.going_on is not None
        assert self._pending is not None
        name, pending = self.going_on.name, self._pending
        self.going_on = self._pending = None
        if error is not None:
            pending.set_exception(error)
        elif self.calls[-1][0] == "measure":
            self.put(name, per_second=30.4)
            pending.set_result(30.4)
        else:
            self.states.setdefault(name, EncoderState(EncoderCard(name, name)))
            self.put_there(name)
            pending.set_result(self.states[name])
        self._session.tell(changed("encoders"))

    def take_over(self) -> None:
        """Let the coming encoder take over, as if it had encoded all photos."""
        for name, state in self.states.items():
            role: Literal["", "answering"] = "answering" if state.role == "coming" else ""
            self.states[name] = replace(state, role=role)
        self._session.tell(changed("encoders", "vectors"))

    # -- the interface -----------------------------------------------------------------------------

    def all_encoders(self) -> Future[list[EncoderState]]:
        def ask() -> list[EncoderState]:
            photos = len(self._session._photos)
            whole = {"answering"}
            found = [
                replace(s, photos=s.photos or photos, searchable=s.searchable or (photos if s.role in whole else 0))
                for s in self.states.values()
            ]
            return sorted(found, key=lambda state: not state.installed)

        return self._session._do(ask)

    def architectures(self) -> Future[list[str]]:
        return self._session._do(lambda: ["RN50", "ViT-B-16", "ViT-B-32", "ViT-B-32-256"])

    def offer(self, name: str) -> Future[Offer]:
        def ask() -> Offer:
            self.calls.append(("offer", name))
            if self.refusal is not None:
                raise self.refusal
            return Offer(self.states[name].card, self.states[name].card.megabytes * 1_000_000)

        return self._session._do(ask)

    def install(self, name: str) -> Future[EncoderState]:
        return self._begin("install", name)

    def install_file(self, path: str, architecture: str, name: str = "") -> Future[EncoderState]:
        self.calls.append(("file", path, architecture, name))
        return self._begin("install", name or architecture.lower())

    def cancel(self) -> None:
        self.finish(STOPPED)

    def use(self, name: str) -> Future[Changes]:
        def act() -> Changes:
            self.calls.append(("use", name))
            for other, state in self.states.items():
                if other == name:
                    role = "answering" if state.role == "answering" else "coming"
                else:
                    role = "answering" if state.role == "answering" else ""
                self.states[other] = replace(state, role=role)  # type: ignore[arg-type]
            self._session.tell(changed("encoders"))
            return changed("encoders")

        return self._session._do(act)

    def remove(self, name: str) -> Future[Changes]:
        def act() -> Changes:
            self.calls.append(("remove", name))
            was = self.states[name]
            self.states[name] = EncoderState(was.card)
            if was.role == "answering":
                self.states[FALLBACK] = replace(self.states[FALLBACK], role="answering")
            self._session.tell(changed("encoders"))
            return changed("encoders")

        return self._session._do(act)

    def drop_vectors(self, name: str) -> Future[Changes]:
        def act() -> Changes:
            self.calls.append(("drop", name))
            self.put(name, searchable=0)
            return changed("vectors")

        return self._session._do(act)

    def measure(self, name: str) -> Future[float]:
        return self._begin("measure", name)

    def _begin(self, what: str, name: str) -> Future[Any]:
        self.calls.append((what, name))
        self._pending = Future()
        self._pending.set_running_or_notify_cancel()
        self.going_on = Installing(name, 0.0, "")
        self._session.tell(changed("encoders"))
        return self._pending
