"""The commands for encoders: output, confirmation before downloading or removing, and exit codes."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photon.cli import encoders as commands
from photon.cli import run
from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard, EncoderState, Offer
from photon.vision.clip.convert import installing
from tests.pictures import draw
from tests.vision.clip.tiny import tiny_clip

pytestmark = pytest.mark.slow

STARTER = EncoderState(
    EncoderCard("starter", "Starter", tier="To get started", licence="Apache-2.0", languages=("en",), is_built_in=True),
    id="starter-1", installed=True, role="answering", searchable=10_000, photos=10_000, disk=120,
)  # fmt: skip
CLIP = EncoderState(
    EncoderCard("clip-b-32", "CLIP B/32", "ViT-B-32-256", "datacomp", "For laptops", "Quick.", 512, 605, "MIT",
                languages=("en",)),
    photos=10_000, per_second=30.2,
)  # fmt: skip
SIGLIP = EncoderState(
    EncoderCard("siglip2", "SigLIP 2", "ViT-B-32-SigLIP2-256", "webli", "For many languages", "Many languages.",
                megabytes=1507, licence="Apache-2.0"),
    photos=10_000,
)  # fmt: skip
THERE = replace(CLIP, id="clip-b-32-1", installed=True, disk=1240, setting="runs on the processor")


class Person(io.StringIO):
    """A user at the terminal who types answers."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def states(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(*found: EncoderState) -> None:
        monkeypatch.setattr(commands, "list_encoders", lambda _: list(found))

    return put


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Records requests to the network; the download itself is recorded, not performed."""
    asked: list[str] = []

    def offer(name: str) -> Offer:
        asked.append(f"offer {name}")
        if name != "clip-b-32":
            raise PhotonError(f"There is no model “{name}”.", "Did you mean clip-b-32?")
        return Offer(CLIP.card, 605_000_000, 120_000_000)

    def install(directory: Path | None, name: str, progress: Callable[[float, str], None], is_stopped: object) -> str:
        asked.append(f"install {name}")
        progress(0.5, "Downloading, 300 of 605 MB")
        return name

    monkeypatch.setattr(commands, "offer_encoder", offer)
    monkeypatch.setattr(commands, "install_encoder", install)
    return asked


def types(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", Person(words))


def photon(*arguments: str) -> int:
    return run(["encoders", *arguments], open_window=lambda *_: 0)


def test_the_list_shows_installed_and_available_encoders(
    states: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    states(STARTER, replace(THERE, role="coming", searchable=3200), SIGLIP)
    assert photon("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("starter    in use")
    for fact in ("being prepared, 3,200 of 10,000 photos", "1.2 GB", "MIT", "English", "about 30 photos per second"):
        assert fact in lines[1]
    assert lines[2:4] == ["", "Recommended, not installed (photon encoders install NAME):"]
    for fact in ("siglip2", "not installed", "1.5 GB", "Apache-2.0", "many languages", "For many languages"):
        assert fact in lines[4]
    assert lines[4].index("not installed") == lines[1].index("being prepared")
    assert photon("list", "--json") == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["card"]["name"] for row in rows] == ["starter", "clip-b-32", "siglip2"]
    assert rows[1]["role"] == "coming"


def test_a_download_is_confirmed_with_size_and_licence(
    network: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, "n\n")
    assert photon("install", "clip-b-32") == 1
    told = capsys.readouterr()
    assert "Download: 605 MB, 120 MB already downloaded" in told.err
    assert "Licence of the weights: MIT" in told.err
    assert "Download 485 MB?" in told.out + told.err
    assert told.err.endswith("Nothing was downloaded.\n")
    assert network == ["offer clip-b-32"]
    types(monkeypatch, "y\n")
    assert photon("install", "clip-b-32") == 0
    assert "photon encoders use clip-b-32" in capsys.readouterr().out
    assert network[-1] == "install clip-b-32"


def test_a_script_must_confirm_beforehand(network: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert photon("install", "clip-b-32") == 1
    assert "Use --yes" in capsys.readouterr().err
    assert network == []
    assert photon("install", "clip-b-32", "--yes") == 0
    assert network == ["install clip-b-32"]


def test_an_unknown_name_gets_a_suggestion(
    network: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    types(monkeypatch, "y\n")
    assert photon("install", "clip-b-23") == 1
    assert "There is no model “clip-b-23”. Did you mean clip-b-32?" in capsys.readouterr().err
    assert network == ["offer clip-b-23"]


def test_a_file_is_installed_without_confirmation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    got: list[commands.FromFile] = []

    def install(directory: object, source: commands.FromFile, progress: object, is_stopped: object) -> str:
        got.append(source)
        return source.card.name

    monkeypatch.setattr(commands, "install_encoder_file", install)
    weights = tmp_path / "mine.pt"
    weights.write_bytes(b"weights")
    assert photon("install", "--arch", "ViT-B-32", "--weights", str(weights)) == 0
    assert got[0].weights == weights
    assert (got[0].card.name, got[0].card.architecture) == ("vit-b-32", "ViT-B-32")
    assert "Installed vit-b-32" in capsys.readouterr().out
    assert photon("install", "--arch", "ViT-B-32", "--weights", str(weights), "--name", "mine", "--exact") == 0
    assert (got[1].card.name, got[1].card.title, got[1].exact) == ("mine", "mine", True)


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("clip-b-32", "--weights", "{file}"),
        ("clip-b-32", "--arch", "ViT-B-32"),
        ("--weights", "absent.pt"),
        ("--weights", "{file}"),
        ("clip-b-32", "--exact"),
    ],
)
def test_contradictory_options_are_usage_errors(words: tuple[str, ...], tmp_path: Path, network: list[str]) -> None:
    file = tmp_path / "mine.pt"
    file.touch()
    assert photon("install", *(word.format(file=file) for word in words)) == 2
    assert network == []


def test_removing_asks_and_names_what_is_deleted(
    states: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    removed: list[str] = []
    monkeypatch.setattr(commands, "remove_encoder", lambda _, name: removed.append(name) or "Gone.")
    states(replace(STARTER, role="", searchable=9_000), replace(THERE, role="answering", searchable=10_000))
    assert photon("remove", "clip-b-32") == 1
    assert "Use --yes" in capsys.readouterr().err
    types(monkeypatch, "n\n")
    assert photon("remove", "clip-b-32") == 1
    told = capsys.readouterr().err
    assert "CLIP B/32 uses 1.2 GB on this computer." in told
    assert "Its index of 10,000 photos in this library is deleted too; the photos are not changed." in told
    assert "Photon will search with the starter. It still has to index 1,000 photos." in told
    assert removed == []
    assert photon("remove", "clip-b-32", "--yes") == 0
    assert removed == ["clip-b-32"]


def test_speeds_are_measured_one_by_one_and_a_failure_is_skipped(
    states: Callable[..., None], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measure(name: str, progress: Callable[[float, str], None]) -> float:
        if name == "siglip2":
            raise PhotonError("There is not enough memory.")
        return 0.4

    monkeypatch.setattr(commands, "measure_encoder", measure)
    states(STARTER, CLIP, SIGLIP)
    assert photon("probe", "clip-b-32") == 0
    assert capsys.readouterr().out == "clip-b-32  about 2 seconds per photo\n"
    assert photon("probe") == 1
    assert capsys.readouterr().out.splitlines()[1] == "siglip2    There is not enough memory."


def test_the_starter_can_be_chosen_but_not_removed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    library = str(tmp_path / "library")
    assert photon("use", "starter", "--library", library) == 0
    assert capsys.readouterr().out == "Now searching with Starter.\n"
    assert photon("use", "absent", "--library", library) == 1
    assert "absent" in capsys.readouterr().err


def test_installing_from_a_folder_searching_and_removing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """End to end with a tiny encoder of random weights."""
    monkeypatch.setenv("PHOTON_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(installing, "PHOTOS", 20)
    monkeypatch.setattr(installing, "SECONDS", 0.05)
    library = ("--library", str(tmp_path / "library"))
    for number, colour in enumerate(("red", "green", "blue")):
        draw(tmp_path / "photos" / f"{colour}.jpg", colour, number, size=(160, 120))
    weights = tiny_clip(tmp_path / "weights")
    assert photon("install", "--weights", str(weights), "--name", "tiny", "--exact", *library) == 0
    assert capsys.readouterr().out == "Installed tiny. To search with it: photon encoders use tiny\n"
    assert photon("list", "--json", *library) == 0
    rows = {row["card"]["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["tiny"]["installed"]
    assert rows["tiny"]["per_second"] > 0
    assert {"starter", "clip-b-32"} < rows.keys()

    window = {"open_window": lambda *_: 0}
    assert run(["index", str(tmp_path / "photos"), "--encoder", "tiny", *library], **window) == 0
    assert capsys.readouterr().out.splitlines() == [
        "3 photos, 3 searchable.",
        "Now searching with tiny.",
    ]
    assert run(["search", "red", "--encoder", "tiny", "--json", *library], **window) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert run(["search", "red", "--encoder", "starter", *library], **window) == 1
    assert "photon index --encoder starter" in capsys.readouterr().err

    assert photon("remove", rows["tiny"]["id"], "--yes", *library) == 1  # a wrong name deletes nothing
    assert "There is no model" in capsys.readouterr().err
    place = tmp_path / "cache" / "installed"
    (place / "tiny").rename(place / ".elsewhere")  # as on another computer
    assert run(["search", "red", *library], **window) == 0
    assert "“tiny”, chosen for this library, is not installed; searching with the starter" in capsys.readouterr().err
    assert run(["index", *library], **window) == 0
    assert "searching with the starter instead. Install it" in capsys.readouterr().out
    assert photon("list", *library) == 0
    assert "tiny" not in capsys.readouterr().out
    (place / ".elsewhere").rename(place / "tiny")

    assert photon("remove", "tiny", "--yes", *library) == 0
    assert capsys.readouterr().out == "Removed tiny from this computer. Now searching with Starter.\n"
    assert photon("use", "tiny", *library) == 1
