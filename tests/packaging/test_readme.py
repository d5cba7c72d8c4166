"""The README tells the truth about commands, files and environment variables."""

import re
from pathlib import Path

import click
import pytest

from photon.cli.kit.commands import photon
from photon.domain.query.filter_fields import FIELDS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CODE = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
PICTURE = "resources/pictures/window.png"


def command_names() -> set[str]:
    """Every command that does something, e.g. ``index`` or ``folders list``."""
    names: set[str] = set()
    context = click.Context(photon)
    for name in photon.list_commands(context):
        command = photon.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            names |= {f"{name} {inner}" for inner in command.list_commands(context)}
        else:
            names.add(name)
    return names


def written_commands() -> list[str]:
    lines = [line for block in CODE for line in block.splitlines()]
    return [match[1] for line in lines if (match := re.match(r"packaging/run +([^#]+)", line))]


def test_it_opens_with_the_two_commands() -> None:
    assert re.match(r"# Photon\n\n```sh\npackaging/run .*\npackaging/test .*\n```\n", README)


@pytest.mark.parametrize("name", sorted(command_names()))
def test_every_command_is_described(name: str) -> None:
    assert any(written == name or written.startswith(f"{name} ") for written in written_commands())


@pytest.mark.parametrize("written", [line for line in written_commands() if line.strip()])
def test_every_described_command_exists(written: str) -> None:
    words = written.split()
    if words[0] in {"install-desktop", "uninstall-desktop"}:
        assert (ROOT / "packaging" / "desktop").is_file()
        return
    assert words[0] in command_names() or " ".join(words[:2]) in command_names()


@pytest.mark.parametrize("written", [line for line in written_commands() if line.strip()])
def test_every_described_option_exists(written: str) -> None:
    context = click.Context(photon)
    words = written.split()
    command: click.Command | None = photon.get_command(context, words[0])
    if command is None:
        assert words[0].endswith("-desktop")
        return
    if isinstance(command, click.Group):
        command = command.get_command(context, words[1])
        assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_every_file_it_points_to_exists() -> None:
    pointed = re.findall(r"\]\(([^)#:]+)\)", README)
    pointed += re.findall(r"`((?:photon|packaging|resources|tests)/[\w./-]*)`", README)
    assert len(pointed) > 10
    assert [name for name in pointed if not (ROOT / name).exists()] == []


def test_the_picture_of_the_window_is_shown_once_there_is_one() -> None:
    assert (PICTURE in README) == (ROOT / PICTURE).exists()


def test_every_environment_variable_is_explained() -> None:
    sources = [*(ROOT / "photon").rglob("*.py"), *(ROOT / "packaging").rglob("*")]
    texts = [path.read_text("utf-8") for path in sources if path.is_file() and path.suffix != ".pyc"]
    read = {name for text in texts for name in re.findall(r"\bPHOTON_[A-Z_]+\b", text)}
    explained = set(re.findall(r"^\| `(PHOTON_[A-Z_]+)`", README, re.MULTILINE))
    assert read == explained


@pytest.mark.parametrize("field", FIELDS)
def test_every_filter_is_in_the_table(field: str) -> None:
    assert re.search(rf"^\| [^|]*`{field}:`[^|]* \|", README, re.MULTILINE)
