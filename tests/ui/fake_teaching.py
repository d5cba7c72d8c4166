"""Fake taught tags; questions are about photos in order of their ids."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Any

from photon.domain import Changes, PhotonError, changed
from photon.domain.metadata.learned_tag import FEWEST_TO_TELL, Ask, Estimate, Taught
from photon.domain.metadata.tag import TagPath

Do = Callable[[Callable[[], Any]], Future[Any]]
Said = dict[int, bool]


class FakeTeaching:
    """Answers about photos are kept by tag; everything can be undone."""

    def __init__(self, do: Do, photos: Callable[[], Sequence[int]], tell: Callable[[Changes], None]) -> None:
        self._do, self._photos, self._tell = do, photos, tell
        self.done: list[dict[TagPath, Said]] = []  # the states before each step
        self.said: dict[TagPath, Said] = {}
        self.kinds: dict[TagPath, str] = {}

    def all_taught(self) -> Future[Any]:
        return self._do(lambda: [self._counts(path) for path in self.said])

    def teach(
        self, path: TagPath, yes: Sequence[int] = (), no: Sequence[int] = (), kind: str | None = None
    ) -> Future[Any]:
        def act() -> Taught:
            if len(path) > 3:
                raise PhotonError("This tag is too deep.", "Use fewer levels.")
            self.done.append(dict(self.said))
            self.kinds[path] = self.kinds.get(path, "") if kind is None else kind
            self.said[path] = {**self.said.get(path, {}), **dict.fromkeys(yes, True), **dict.fromkeys(no, False)}
            self._tell(changed("tags"))
            return self._counts(path)

        return self._do(act)

    def answer(self, path: TagPath, yes: Sequence[int] = (), no: Sequence[int] = ()) -> Future[Any]:
        if path not in self.said:
            return self._refuse()
        return self.teach(path, yes, no)

    def next(self, path: TagPath, count: int = 20) -> Future[Any]:
        def ask() -> list[Ask]:
            free = [photo for photo in self._photos() if photo not in self.said[path]]
            return [Ask(photo, 0.5, "unsure") for photo in free[:count]]

        return self._do(ask) if path in self.said else self._refuse()

    def estimate(self, path: TagPath) -> Future[Any]:
        def ask() -> Estimate:
            shown = sum(self.said[path].values())
            told = (0.8, 0.6, 0.9) if shown >= FEWEST_TO_TELL else (None, 0.0, 1.0)
            return Estimate(shown, len(self._photos()) - len(self.said[path]), *told)

        return self._do(ask)

    def forget(self, path: TagPath) -> Future[Any]:
        def act() -> Changes:
            self.done.append(dict(self.said))
            self.said.pop(path)
            self._tell(changed("tags"))
            return changed("tags")

        return self._do(act)

    def _counts(self, path: TagPath) -> Taught:
        said = self.said[path]
        return Taught(path, sum(said.values()), sum(not one for one in said.values()), self.kinds.get(path, ""))

    def undo(self) -> str | None:
        """Undo the last step."""
        if not self.done:
            return None
        self.said = self.done.pop()
        self._tell(changed("tags"))
        return "teaching"

    def _refuse(self) -> Future[Any]:
        def fail() -> None:
            raise PhotonError("Photon does not learn this tag (any more).")

        return self._do(fail)
