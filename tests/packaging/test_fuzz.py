"""The fuzzer: a case depends only on seed and number, every kind occurs, and faults are found."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from lab.fuzz import fuzz
from lab.fuzz.fuzz import Case, Report, main, run
from lab.fuzz.hostile_decisions import forge_decisions
from lab.fuzz.mutations import mutate_bytes, mutate_text
from lab.fuzz.odd_queries import odd_query

ROOT = Path(__file__).parents[2]


def test_a_case_can_be_repeated() -> None:
    for make in (
        lambda chance: mutate_bytes(bytes(range(256)) * 9, chance, b"other"),
        lambda chance: mutate_text(fuzz.PACKET, chance),
        odd_query,
        forge_decisions,
    ):
        made = [[make(random.Random(f"1 {n}")) for n in range(30)] for _ in range(2)]  # noqa: S311 - no secret
        assert made[0] == made[1]
        assert len({str(one) for one in made[0]}) > 20


def fuzzed(*arguments: str) -> str:
    """Return the output of the script in a separate process, whose memory it measures."""
    command = [sys.executable, "-m", "lab.fuzz.fuzz", *arguments, "--seed", "1"]
    paths = os.pathsep.join((str(ROOT), str(ROOT / "packaging")))
    ended = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_queries_and_backups_pass() -> None:
    output = fuzzed("queries", "--count", "40") + fuzzed("backups", "--count", "25")
    assert "seed 1, 40 cases" in output
    outcomes = {line[11:] for line in output.splitlines()}
    assert {f"{one}, library used" for one in ("restored", "decisions imported", "refused with a sentence")} <= outcomes


@pytest.mark.slow
def test_files_and_sidecars_pass() -> None:
    output = fuzzed("files", "sidecars", "--count", "60")
    assert {"refused: damaged", "read", "sidecar refused"} <= {line[11:] for line in output.splitlines()}


def test_a_fault_is_reported_and_its_cause_is_kept(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(cases: Iterator[Case], place: Path, _: Path | None, report: Report) -> None:
        for number, _chance in cases:
            report.add(number, "error: it broke", is_fault=number == 7)
            report.add_time(number, 3.0, 2.0 if number == 5 else 4.0)

    monkeypatch.setitem(fuzz.PARTS, "queries", fail)
    assert run("queries", 1, range(5, 8)).faults == ["case 5: took 3.0 s", "case 7: error: it broke"]
    assert "FAULT case 7: error: it broke" in capsys.readouterr().out
    assert main(["queries", "--first", "8", "--count", "2"]) == 0
