"""README and guide are correct about commands, files, filters and environment variables."""

import re
from pathlib import Path

import click
import pytest

from photon.cli.kit.commands import photon
from photon.domain.guide import help_topics
from photon.domain.guide_text import Code, PagePicture, blocks_of
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS

ROOT = Path(__file__).resolve().parents[2]
HELP = ROOT / "resources" / "help"
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(HELP.glob("*.md"))}
GUIDE = "\n".join(PAGES.values())
LINK = re.compile(r"\]\(([^)#:]*)(?:#([^)]*))?\)")
MOST_BYTES = 150_000
SCRIPTS = {"install-desktop", "uninstall-desktop"}


def command_names() -> set[str]:
    """Return every command with an action, such as ``index`` or ``folders list``."""
    names: set[str] = set()
    context = click.Context(photon)
    for name in photon.list_commands(context):
        command = photon.get_command(context, name)
        assert command is not None
        if command.hidden:
            continue
        if isinstance(command, click.Group):
            names |= {f"{name} {inner}" for inner, one in command.commands.items() if not one.hidden}
            names |= {name} if command.invoke_without_command else set()
        else:
            names.add(name)
    return names


def commands_in(text: str) -> list[str]:
    """Return the commands in blocks of code, without the program's name and without comments."""
    lines = [line for block in blocks_of(text) if isinstance(block, Code) for line in block.text.splitlines()]
    found = [match[1].strip() for line in lines if (match := re.match(r"(?:packaging/run|photon)( +[^#]+)", line))]
    return list(filter(None, found))


WRITTEN = sorted({*commands_in(README), *commands_in(GUIDE)})


def test_the_readme_starts_with_the_two_commands_and_is_short() -> None:
    assert re.match(r"# Photon\n\n```sh\npackaging/run .*\npackaging/test .*\n```\n", README)
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("name", sorted(command_names()))
def test_every_command_is_described_in_the_guide(name: str) -> None:
    assert any(written == name or written.startswith(f"{name} ") for written in commands_in(GUIDE))


@pytest.mark.parametrize("name", photon.list_commands(click.Context(photon)))
def test_every_command_is_in_the_list_of_commands(name: str) -> None:
    command = photon.get_command(click.Context(photon), name)
    assert command is not None
    assert command.hidden or re.search(rf"^\| `photon {name}[` ]", PAGES["terminal"], re.MULTILINE)


@pytest.mark.parametrize("written", WRITTEN)
def test_every_described_command_exists(written: str) -> None:
    words = written.split()
    if words[0] in SCRIPTS:
        assert (ROOT / "packaging" / "desktop").is_file()
        return
    assert words[0] in command_names() or " ".join(words[:2]) in command_names()


@pytest.mark.parametrize("written", WRITTEN)
def test_every_described_option_exists(written: str) -> None:
    context = click.Context(photon)
    words = written.split()
    command: click.Command | None = photon.get_command(context, words[0])
    if command is None:
        assert words[0] in SCRIPTS
        return
    if isinstance(command, click.Group) and (words[1:2] and not words[1].startswith("-")):
        command = command.resolve_command(context, words[1:])[1]
        assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word.partition("=")[0] for word in words if word.startswith("--")} <= known


def test_every_file_in_the_readme_exists() -> None:
    pointed = [name for name, _ in LINK.findall(README) if name]
    pointed += re.findall(r"`((?:photon|packaging|resources|tests)/[\w./-]*)`", README)
    assert len(pointed) > 10
    assert [name for name in pointed if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_to_a_page_and_a_heading(page: str) -> None:
    topics = {topic.name: topic for topic in help_topics()}
    for name, anchor in LINK.findall(re.sub(r"!\[[^]]*\]\([^)]*\)", "", PAGES[page])):
        target = topics[name.removesuffix(".md") or page]
        assert not anchor or anchor in target.anchors, f"{page}: {name}#{anchor}"


def test_the_index_links_every_page() -> None:
    assert {topic.name for topic in help_topics()} == PAGES.keys()


def test_every_topic_of_photon_help_exists() -> None:
    named = re.findall(r"photon help ([a-z][\w-]*)", "\n".join([README, GUIDE]))
    assert named
    assert set(named) <= PAGES.keys()


def test_every_picture_exists_is_small_and_is_used() -> None:
    shown = {block.file for text in PAGES.values() for block in blocks_of(text) if isinstance(block, PagePicture)}
    there = {path.relative_to(HELP).as_posix(): path.stat().st_size for path in (HELP / "pictures").iterdir()}
    assert shown == there.keys()
    assert max(there.values()) <= MOST_BYTES


def test_every_environment_variable_is_explained() -> None:
    sources = [*(ROOT / "photon").rglob("*.py"), *(ROOT / "packaging").rglob("*")]
    texts = [path.read_text("utf-8") for path in sources if path.is_file() and path.suffix != ".pyc"]
    read = {name for text in texts for name in re.findall(r"\bPHOTON_[A-Z_]+\b", text)}
    explained = set(re.findall(r"^\| `(PHOTON_[A-Z_]+)`", GUIDE, re.MULTILINE))
    assert read == explained


@pytest.mark.parametrize("field", [kind.name for kind in FILTER_KINDS])
def test_every_filter_is_in_the_table(field: str) -> None:
    assert re.search(rf"^\| [^|]*`{field}:`[^|]* \|", PAGES["filters"], re.MULTILINE)
