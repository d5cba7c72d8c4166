"""The matrix is complete: each of the forty cases has a row, and a test that the row names."""

import re
from pathlib import Path

HERE = Path(__file__).parent
ROW = re.compile(r"^\| (\d+) \|[^|]*\|([^|]*)\| `(\w+\.py)` \| (?:`([\w/]+\.py)` )?\|$", re.MULTILINE)


def test_every_case_has_its_row_and_its_tests() -> None:
    rows = ROW.findall((HERE / "README.md").read_text("utf-8"))
    assert [int(number) for number, *_ in rows] == list(range(1, 41))
    for number, proofs, name, also in rows:
        names = re.findall(r"^def test((?:_\d\d)+)_\w+\(", (HERE / name).read_text("utf-8"), re.MULTILINE)
        assert any(f"_{int(number):02}" in cases for cases in names), number
        assert re.fullmatch(r"( P[1-7])+ ", proofs), number
        assert not also or (HERE.parents[1] / also).is_file(), also
