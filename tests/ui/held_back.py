"""Answers of a session that come when a test says so, in the order that it says."""

from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication


class HeldBack:
    """Holds back what one method answers; each answer is as of the moment when it was asked for.

    Attributes:
        waiting: By its number (0 for the first question): the Future that was handed out, and its answer.
        questions: What each question was about.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, asked: object, method: str) -> None:
        self.waiting: dict[int, tuple[Future[Any], Future[Any]]] = {}
        self.questions: list[tuple[object, ...]] = []
        answer = getattr(asked, method)

        def ask(*arguments: object, **named: object) -> Future[Any]:
            handed_out: Future[Any] = Future()
            known = answer(*arguments, **named)
            known.exception()  # waits: what changes afterwards is not in it
            self.waiting[self.asked] = (handed_out, known)
            self.questions.append(arguments)
            return handed_out

        monkeypatch.setattr(asked, method, ask)

    @property
    def asked(self) -> int:
        """How many questions there were."""
        return len(self.questions)

    def let_go(self, *numbers: int) -> None:
        """Answer these questions, one after the other; all that wait where none is named."""
        for number in numbers or sorted(self.waiting):
            handed_out, known = self.waiting.pop(number)
            error = known.exception()
            if error is None:
                handed_out.set_result(known.result())
            else:
                handed_out.set_exception(error)
            QApplication.processEvents()
