"""Photon and the packages that it is built on, as they are installed here."""

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from photon import __version__
from photon.quick_dataclass import dataclass
from photon.resource_files import resource

if TYPE_CHECKING:
    from importlib.metadata import Distribution, PackageMetadata

_LONGEST = 160  # characters; some packages put the whole text of their licence there
_NAME = re.compile(r"[\w.-]+")
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*$", re.IGNORECASE)
_PYTHON_ONLY = (".py", ".pyc", ".pyi")
FILES = "files.json"  # in the resources of the built app: bytes of each file, by its path
NOTICES = "notices.json"  # in the resources of the built app: what it contains, native libraries included


@dataclass(frozen=True, slots=True)
class SoftwarePart:
    """An installed package.

    Attributes:
        name: As its makers write it.
        version: Its version.
        licence: As its own metadata names it; empty if it names none.
    """

    name: str
    version: str
    licence: str


def version_text() -> str:
    """Photon, Python, Qt and the system, for a report."""
    import platform
    from importlib.metadata import version

    parts = (f"Photon {__version__}", f"Python {platform.python_version()}", f"Qt {version('pyside6-essentials')}")
    return " · ".join((*parts, platform.platform()))


def self_test_command() -> list[str]:
    """Program and arguments that run the self-test of this installation and print JSON Lines."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "photon"]
    return [*program, "self-test", "--json"]


def damaged_files() -> list[str]:
    """Paths of files that the built app lacks or has in another size; a checkout has no list to compare with."""
    try:
        listed = json.loads(resource(FILES).read_text(encoding="utf-8"))
        return [path for path, size in listed.items() if _size_of(Path(sys._MEIPASS) / path) != size]  # type: ignore[attr-defined] # noqa: SLF001
    except FileNotFoundError:
        return [FILES] if getattr(sys, "frozen", False) else []
    except (ValueError, AttributeError):
        return [FILES]


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def installed_software() -> list[SoftwarePart]:
    """What Photon is built on, in order of names: in the built app all that it contains, as the build wrote it down.

    Elsewhere the packages that Photon needs and those that they need; without metadata of Photon itself, all
    installed packages.
    """
    notices = _read_notices()
    if notices is not None:
        return [part for part, _ in notices]
    parts = {part_of(one) for one in _needed()}
    return sorted(parts, key=lambda part: part.name.casefold())


def licence_texts() -> str:
    """The licence files of all that Photon is built on, below each other, each under the name of its part.

    Elsewhere than in the built app, the files of all packages are read: that takes most of a second.
    """
    notices = _read_notices()
    if notices is None:
        texts = {part_of(one): licence_text(one) for one in _needed()}
        notices = sorted(texts.items(), key=lambda entry: entry[0].name.casefold())
    line = "=" * 80
    parts = ((f"{part.name} {part.version}".rstrip(), text) for part, text in notices if text)
    return "\n\n\n".join(f"{line}\n{title}\n{line}\n\n{text}" for title, text in parts)


def _read_notices() -> list[tuple[SoftwarePart, str]] | None:
    """What the built app contains, with the licence texts; None elsewhere, and in a damaged app."""
    try:
        notices = json.loads(resource(NOTICES).read_text(encoding="utf-8"))
        parts = [(SoftwarePart(one["name"], one["version"], one["licence"]), one["text"]) for one in notices["parts"]]
        return parts + [(SoftwarePart(name, "", name), text) for name, text in notices["licences"].items()]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _needed() -> "list[Distribution]":
    """The packages that Photon needs and those that they need; without metadata of Photon itself, all packages."""
    from importlib.metadata import distributions

    found: dict[str, Distribution] = {}
    _add("photon", found)
    return [one for key, one in found.items() if key != "photon"] or list(distributions())


def licence_of(metadata: "PackageMetadata") -> str:
    """What a package says of its licence, in a few words."""
    stated = [metadata[name].strip() for name in ("License-Expression", "License") if name in metadata]
    named = next(filter(None, stated), "")
    if named.upper() not in ("", "UNKNOWN") and "\n" not in named and len(named) <= _LONGEST:
        return named
    kinds = [one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    return ", ".join(kinds)


def licence_text(package: "Distribution") -> str:
    """The licence files that a package brings along, each once; empty if it has none."""
    files = [Path(str(package.locate_file(file))) for file in package.files or [] if _LICENCE_FILE.search(str(file))]
    texts = [_text_of(path) for path in files if path.suffix not in _PYTHON_ONLY]
    return "\n\n".join(dict.fromkeys(filter(None, texts)))


def part_of(one: "Distribution") -> SoftwarePart:
    """Name, version and licence of a package, as its own metadata states them."""
    metadata = one.metadata  # parsed once: that takes 1 ms a package
    return SoftwarePart(metadata["Name"], metadata["Version"], licence_of(metadata))


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _add(name: str, found: "dict[str, Distribution]") -> None:
    """Add a package and what it needs; what is not installed here is not needed here."""
    from importlib.metadata import PackageNotFoundError, distribution

    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return
    try:
        found[key] = distribution(name)
    except PackageNotFoundError:
        return
    for requirement in found[key].requires or []:
        match = _NAME.match(requirement)
        if match and "extra ==" not in requirement:
            _add(match[0], found)
