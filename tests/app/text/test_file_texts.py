"""Reading the text of files: in processes, in order, and a bad one costs only itself."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.runtime import file_looks
from photon.app.text.file_texts import texts_of
from photon.app.text.text_languages import languages_of
from photon.domain import PhotonError
from photon.domain.photo.page_text import PageText, TextLine
from tests.vision.text.drawn_text import draw_lines

CORNERS = (0.0, 0.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0)


def line(text: str) -> TextLine:
    return TextLine(text, CORNERS, 0.9)


class ReaderHere:
    """Tells the size of pictures in place of their text; crashes on narrow ones."""

    def __init__(self, order: object) -> None:
        del order

    def ask(self, capability: str, method: object, pictures: list[np.ndarray]) -> list[PageText]:
        del method
        if pictures[0].shape[1] < 10:
            raise PhotonError("The model's process crashed.", "Try again.")
        return [PageText((line(f"{capability} {one.shape[1]} x {one.shape[0]}"),)) for one in pictures]

    def close(self) -> None:
        """Nothing was started."""


def test_a_bad_file_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_looks, "EncoderProcess", ReaderHere)
    good, bad, narrow, turned = (tmp_path / name for name in ("a.png", "b.jpg", "c.png", "d.jpg"))
    Image.new("RGB", (40, 30)).save(good)
    bad.write_bytes(b"\xff\xd8\xffrubbish")
    Image.new("RGB", (5, 30)).save(narrow)
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 30)).save(turned, exif=exif)
    found = list(texts_of(map(str, (bad, good, narrow, tmp_path / "gone.png", tmp_path, turned))))
    assert [[one.text for one in file.page.lines] for file in found] == [
        [], ["read 40 x 30"], [], [], [], ["read 30 x 40"],
    ]  # fmt: skip
    assert [file.problem.message if file.problem else "" for file in found] == [
        found[0].problem.message if found[0].problem else "", "", "The model's process crashed.",
        "This file doesn't exist.", "This is a folder.", "",
    ]  # fmt: skip
    assert found[0].problem is not None


def test_large_scans_are_made_smaller_before_they_leave_the_decoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_looks, "EncoderProcess", ReaderHere)
    Image.new("L", (6000, 5000)).save(tmp_path / "scan.png")
    (found,) = texts_of([str(tmp_path / "scan.png")])
    assert [one.text for one in found.page.lines] == ["read 3871 x 3226"]


@pytest.mark.slow
def test_real_processes_read_a_file(tmp_path: Path, processes: None) -> None:
    draw_lines("Gate C14").save(tmp_path / "pass.png")
    (found,) = texts_of([str(tmp_path / "pass.png")])
    assert [one.text for one in found.page.lines] == ["Gate C14"]


def test_languages_are_told_by_their_words_and_scripts() -> None:
    german = ["Die Fähre fährt um neun", "Wir warten auf das Schiff", "Bitte nicht rauchen"]
    assert languages_of(map(line, german)) == ("de",)
    assert languages_of(map(line, ["The ferry leaves at nine", "12.50"])) == ("en",)
    assert languages_of(map(line, ["ポイ捨て禁止", "港区"])) == ("ja",)
    assert languages_of(map(line, ["北京大学图书馆"])) == ("zh",)
    assert languages_of(map(line, ["RE16 TGK", "12.50"])) == ()
