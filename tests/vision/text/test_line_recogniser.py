"""What the network answers becomes safe text, and very long lines are divided between words."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from photon.vision.text import line_recogniser
from photon.vision.text.line_cutting import HEIGHT
from photon.vision.text.line_recogniser import LineRecogniser

KNOWN = ["<", "b", ">", "=", "1", "\u202e", "\x1b", "\u200b", "\ud800", "Ａ"]


class Answering:
    """A network that answers with characters of ``KNOWN``, each for one column."""

    def __init__(self, answer: str) -> None:
        self.answer = answer

    def get_modelmeta(self) -> "Answering":
        return self

    @property
    def custom_metadata_map(self) -> dict[str, str]:
        return {"character": "\n".join(KNOWN)}

    def run(self, _: None, given: dict[str, np.ndarray]) -> list[np.ndarray]:
        chances = np.zeros((len(given["x"]), 2 * len(self.answer), len(KNOWN) + 2), np.float32)
        for at, character in enumerate(self.answer):
            chances[:, 2 * at, KNOWN.index(character) + 1] = 0.9
            chances[:, 2 * at + 1, 0] = 1
        return [chances]


def recogniser(monkeypatch: pytest.MonkeyPatch, answer: str) -> LineRecogniser:
    monkeypatch.setattr(line_recogniser, "open_graph", lambda *_: Answering(answer))
    return LineRecogniser(Path("recogniser.onnx"), 1)


def test_characters_that_turn_or_hide_text_are_left_out_and_signs_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Image.new("RGB", (200, HEIGHT))
    (found,) = recogniser(monkeypatch, "<b>=1\u202e\x1b\u200b\ud800Ａ").read([line])
    assert found.text.replace("?", "").split() == ["<b>=1", "A"]
    assert found.confidence == pytest.approx(0.9)


def test_a_very_long_line_is_divided_in_gaps_and_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Image.new("RGB", (6000, HEIGHT), "white")
    for left in range(0, 6000, 100):
        ImageDraw.Draw(line).rectangle((left + 10, 8, left + 85, 40), fill="black", width=3)
    parts = line_recogniser._parts_of(line)
    assert sum(part.width for part in parts) == line.width
    assert max(part.width for part in parts) <= 2400
    ends = np.cumsum([part.width for part in parts])[:-1] % 100
    assert all(end <= 10 or end >= 85 for end in ends), "between words"
    (found,) = recogniser(monkeypatch, "b1").read([line])
    assert found.text == " ".join(["b1"] * len(parts))
    assert found.confidence == pytest.approx(0.9)
