"""Photon and the packages that it is built on, as they are installed here."""

import platform
import re
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageMetadata, PackageNotFoundError, distribution, distributions, version

from photon import __version__

_LONGEST = 160  # characters; some packages put the whole text of their licence there
_NAME = re.compile(r"[\w.-]+")


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
    parts = (f"Photon {__version__}", f"Python {platform.python_version()}", f"Qt {version('pyside6-essentials')}")
    return " · ".join((*parts, platform.platform()))


def installed_software() -> list[SoftwarePart]:
    """The packages that Photon needs and those that they need, in order of their names.

    Without metadata of Photon itself, all installed packages are named.
    """
    found: dict[str, Distribution] = {}
    _add("photon", found)
    needed = [one for key, one in found.items() if key != "photon"] or list(distributions())
    parts = {_part(one.metadata) for one in needed}
    return sorted(parts, key=lambda part: part.name.casefold())


def licence_of(metadata: PackageMetadata) -> str:
    """What a package says of its licence, in a few words."""
    stated = [metadata[name].strip() for name in ("License-Expression", "License") if name in metadata]
    named = next(filter(None, stated), "")
    if named.upper() not in ("", "UNKNOWN") and "\n" not in named and len(named) <= _LONGEST:
        return named
    kinds = [one.rpartition(" :: ")[2] for one in metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    return ", ".join(kinds)


def _part(metadata: PackageMetadata) -> SoftwarePart:
    """Read from metadata that is parsed once: that takes 1 ms a package."""
    return SoftwarePart(metadata["Name"], metadata["Version"], licence_of(metadata))


def _add(name: str, found: dict[str, Distribution]) -> None:
    """Add a package and what it needs; what is not installed here is not needed here."""
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
