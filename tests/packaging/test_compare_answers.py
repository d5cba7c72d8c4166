"""Comparing the answers of two installations: order and names exactly, numbers to 0.00001."""

import json
from pathlib import Path
from typing import Any

import pytest
from bundle import compare_answers

HIT = {"path": "/home/ann/photos/one.png", "score": 0.7327, "photo": 5, "why": ["meaning"]}
ANSWER = {"query": "blue", "hits": [HIT, {**HIT, "path": "/home/ann/photos/two.png", "score": 0.592, "photo": 4}]}


def with_hit(**changes: Any) -> dict[str, Any]:
    return {**ANSWER, "hits": [{**HIT, **changes}, ANSWER["hits"][1]]}


@pytest.mark.parametrize("other", [with_hit(path="/elsewhere/photos/one.png", photo=1), with_hit(score=0.73271)])
def test_folders_photo_ids_and_the_fifth_decimal_do_not_count(other: dict[str, Any]) -> None:
    assert list(compare_answers.compare_values(ANSWER, other)) == []


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        (with_hit(score=0.73272), "hits 1 score: 0.7327 and 0.73272"),
        (with_hit(path="/home/ann/photos/six.png"), "hits 1 path: one.png and six.png"),
        (with_hit(why=[]), "hits 1 why: ['meaning'] and []"),
        ({**ANSWER, "query": "red"}, "query: blue and red"),
    ],
)
def test_differences_are_named(other: dict[str, Any], difference: str) -> None:
    assert list(compare_answers.compare_values(ANSWER, other)) == [difference]


def test_another_order_is_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_text(json.dumps(ANSWER) + "\n", "utf-8")
    other.write_text(json.dumps({**ANSWER, "hits": ANSWER["hits"][::-1]}) + "\n\n", "utf-8")
    assert compare_answers.main(one, one) == 0
    assert compare_answers.main(one, other) == 1
    assert "1 answers, 4 differences, numbers differ by 0.140700 at most" in capsys.readouterr().out


def test_empty_answers_prove_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").write_text("", "utf-8")
    assert compare_answers.main(tmp_path / "empty", tmp_path / "empty") == 1
