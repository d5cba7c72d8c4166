"""Names and searches of a library in memory."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from photon.domain import Changes, Like, PhotonError, changed
from photon.domain.query.concept import Concept
from photon.domain.query.saved_search import SavedSearch

if TYPE_CHECKING:
    from tests.ui.fake_session import FakeSession


class FakeSearches:
    """No search is kept."""

    def __init__(self, do: Callable[[Callable[[], Any]], Future[Any]]) -> None:
        self._do = do

    def saved(self) -> Future[list[SavedSearch]]:
        return self._do(list)

    def note(self, text: str) -> Future[Changes]:  # noqa: ARG002
        return self._do(Changes)


class FakeConcepts:
    """Names in memory; each change can be undone."""

    def __init__(self, session: "FakeSession") -> None:
        self._session = session
        self._taught: dict[str, Concept] = {}
        self._before: list[dict[str, Concept]] = []

    def all_concepts(self) -> Future[list[Concept]]:
        return self._session._do(lambda: sorted(self._taught.values(), key=lambda concept: concept.name.casefold()))

    def teach(self, name: str, kind: str, examples: Sequence[Like]) -> Future[Concept]:
        def act() -> Concept:
            if '"' in name:
                raise PhotonError('A name cannot have " in it.', "Use letters, digits and spaces.")
            concept = Concept(name, kind, tuple(examples))
            self._set({**self._taught, name.casefold(): concept})
            return concept

        return self._session._do(act)

    def forget(self, name: str) -> Future[Changes]:
        others = {key: concept for key, concept in self._taught.items() if key != name.casefold()}
        return self._session._do(lambda: self._set(others))

    def rename(self, name: str, to: str) -> Future[Changes]:
        def act() -> Changes:
            if to.casefold() in self._taught:
                raise PhotonError(f"There is a “{to}” already.")
            others = {key: concept for key, concept in self._taught.items() if key != name.casefold()}
            return self._set({**others, to.casefold(): replace(self._taught[name.casefold()], name=to)})

        return self._session._do(act)

    def undo(self) -> str | None:
        if not self._before:
            return None
        self._taught = self._before.pop()
        self._session.tell(changed("concepts"))
        return "the name"

    def _set(self, taught: dict[str, Concept]) -> Changes:
        self._before.append(self._taught)
        self._taught = taught
        self._session.tell(changed("concepts"))
        return changed("concepts")
