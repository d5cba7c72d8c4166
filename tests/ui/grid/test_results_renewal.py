"""Text that is read in the background renews answers that ask for text, and nothing else."""

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import changed
from photon.search.query_language import parse
from photon.ui.grid.results_renewal import ResultsRenewal


@pytest.mark.parametrize(
    ("typed", "is_renewed"),
    [("", False), ("beach", False), ("is:favourite", False), ("has:gps", False), ("text:gate", True),
     ("-has:text", True), ("has:qr", True), ("is:receipt", True), ("-is:documents", True), ("is:sign", True),
     ("total:>50", True), ("from:bakery OR beach", True)],
)  # fmt: skip
def test_only_answers_about_text_age_by_text_that_was_read(qtbot: QtBot, typed: str, is_renewed: bool) -> None:
    renewal, heard = ResultsRenewal(None), list[str]()  # type: ignore[arg-type]
    renewal.aged.connect(lambda: heard.append("aged"))
    renewal.due.connect(lambda: heard.append("due"))
    query = parse(typed).query if typed else None
    renewal.hear(changed("texts", photos=frozenset({1})), query, "newest")
    qtbot.wait(1)
    assert heard == ["aged"] * is_renewed
