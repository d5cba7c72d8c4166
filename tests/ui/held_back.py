"""Answers of a session that arrive when a test allows, in the order that it chooses."""

from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication


class HeldBack:
    """Holds back the answers of one method; each answer reflects the moment of its request.

    Attributes:
        waiting: By its number (0 for the first request): the Future that was returned, and its answer.
        questions: The arguments of each request.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, asked: object, method: str) -> None:
        self.waiting: dict[int, tuple[Future[Any], Future[Any]]] = {}
        self.questions: list[tuple[object, ...]] = []
        answer = getattr(asked, method)

        def ask(*arguments: object, **named: object) -> Future[Any]:
            handed_out: Future[Any] = Future()
            known = answer(*arguments, **named)
            known.exception()  # waits, so that later changes are not in it
            self.waiting[self.asked] = (handed_out, known)
            self.questions.append(arguments)
            return handed_out

        monkeypatch.setattr(asked, method, ask)

    @property
    def asked(self) -> int:
        """The number of requests."""
        return len(self.questions)

    def let_go(self, *numbers: int) -> None:
        """Deliver these answers, one after the other; without arguments, all pending ones."""
        for number in numbers or sorted(self.waiting):
            handed_out, known = self.waiting.pop(number)
            error = known.exception()
            if error is None:
                handed_out.set_result(known.result())
            else:
                handed_out.set_exception(error)
            QApplication.processEvents()
