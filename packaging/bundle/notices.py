"""The third-party notices of the app, from the files that PyInstaller puts into it.

The PyInstaller recipe calls this; the result is ``photon/resources/notices.json``, which the About page shows and from
which the copyright file of the Debian package is made. A native library without a known licence stops the build.
"""

import json
import re
import subprocess
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import Distribution, distributions
from pathlib import Path
from platform import python_version

from photon.app.software import licence_of, licence_text

# Native libraries that wheels contain besides their own code: part of the file name, name, licence.
NATIVE = (
    ("libx265", "x265", "GPL-2.0-or-later"),
    ("libheif", "libheif", "LGPL-3.0-or-later"),
    ("libde265", "libde265", "LGPL-3.0-or-later"),
    ("libaom", "AOM AV1", "BSD-2-Clause"),
    ("libdav1d", "dav1d", "BSD-2-Clause"),
    ("libavif", "libavif, with dav1d, AOM AV1 and libyuv", "BSD-2-Clause, BSD-3-Clause"),
    ("libavcodec", "FFmpeg", "LGPL-2.1-or-later"),
    ("libavformat", "FFmpeg", "LGPL-2.1-or-later"),
    ("libavutil", "FFmpeg", "LGPL-2.1-or-later"),
    ("libswresample", "FFmpeg", "LGPL-2.1-or-later"),
    ("libswscale", "FFmpeg", "LGPL-2.1-or-later"),
    ("libbrotli", "Brotli", "MIT"),
    ("libfreetype", "FreeType", "FTL"),
    ("libharfbuzz", "HarfBuzz", "MIT"),
    ("libjpeg", "libjpeg-turbo", "IJG AND BSD-3-Clause"),
    ("liblcms2", "Little CMS", "MIT"),
    ("liblzma", "XZ Utils", "0BSD"),
    ("libopenjp2", "OpenJPEG", "BSD-2-Clause"),
    ("libpng", "libpng", "libpng-2.0"),
    ("libsharpyuv", "libwebp", "BSD-3-Clause"),
    ("libtiff", "LibTIFF", "libtiff"),
    ("libwebp", "libwebp", "BSD-3-Clause"),
    ("libxcb", "XCB", "MIT"),
    ("libXau", "libXau", "MIT"),
    ("libzstd", "Zstandard", "BSD-3-Clause"),
    ("libjasper", "JasPer", "JasPer-2.0"),
    ("libraw", "LibRaw", "LGPL-2.1-only OR CDDL-1.0"),
    ("libgomp", "GCC's run-time library", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libgfortran", "GCC's run-time library", "GPL-3.0-or-later WITH GCC-exception-3.1"),
    ("libquadmath", "GCC's run-time library", "LGPL-2.1-or-later"),
    ("openblas", "OpenBLAS", "BSD-3-Clause"),
    ("libicu", "ICU", "Unicode-3.0"),
    ("libpython", "Python", "PSF-2.0"),  # where Python itself is a shared library, and no package of the system
    ("libQt6", "Qt", "LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only"),
)
_UNSTATED = {"hnswlib": "Apache-2.0"}  # its metadata names no licence, but its source does
_IN_WHEELS = re.compile(r"\.libs/|/Qt/lib/")
_PYTHON_ONLY = (".py", ".pyc", ".pyi")
_COMMON = Path("/usr/share/common-licenses")
_SHARED_TEXTS = ("Apache-2.0", "GPL-2", "GPL-3", "LGPL-2.1", "LGPL-3")
_WEIGHTS = (
    ("EfficientNet-Lite2", "Apache-2.0", "weights of the image tower"),
    ("all-MiniLM-L6-v2", "Apache-2.0", "weights of the text tower"),
    ("Universal Sentence Encoder Multilingual 3", "Apache-2.0", "weights for other languages"),
    ("YuNet, copyright Shiqi Yu", "MIT", "weights that find faces"),
    ("SFace, by Yaoyao Zhong and Weihong Deng", "Apache-2.0", "weights that tell faces apart"),
    ("MediaPipe Face Mesh, copyright The MediaPipe Authors", "Apache-2.0", "weights that see whether eyes are open"),
    ("GeoNames (geonames.org), changed by Photon", "CC-BY-4.0", "towns and their names: resources/places"),
    ("WordNet 3.0, copyright 2006 Princeton University", "WordNet", "what things are: resources/explore"),
    ("Natural Earth", "public domain", "outlines of countries: resources/places"),
)


@dataclass(slots=True)
class ContainedSoftware:
    """Third-party software that the app contains.

    Attributes:
        name: Name as its authors write it.
        version: Its version; empty if unknown.
        licence: Its licence, as an SPDX identifier if possible.
        files: Its files in the app: paths in the bundle, without Python modules.
        text: Its own licence file; empty if it has none.
    """

    name: str
    version: str
    licence: str
    files: list[str] = field(default_factory=list)
    text: str = ""


def list_contents(entries: Iterable[tuple[str, str]], root: Path) -> list[ContainedSoftware]:
    """Return the third-party software in the app, sorted by name.

    Args:
        entries: Paths in the bundle, and the files they are copied from.
        root: The checkout, whose files are Photon's own.

    Raises:
        SystemExit: A native library has no licence in ``NATIVE``, or the origin of a file is unknown.
    """
    owners = _owners()
    found: dict[str, ContainedSoftware] = {one.name: one for one in _always()}
    system: dict[str, list[str]] = {}
    for place, source in entries:
        path = Path(source)
        if not path.is_absolute():  # generated, or a name that the recipe set
            continue
        owner = owners.get(path) or owners.get(path.resolve())
        one = _of_wheel(source) or (_described(owner) if owner else None)
        if one is None and _is_standard(path):
            one = found["Python"]
        if one is not None:
            _add(found, one, place)
        elif not path.is_relative_to(root):
            system.setdefault(source, []).append(place)
    for one, places in _system_packages(system):
        for place in places:
            _add(found, one, place)
    return sorted(found.values(), key=lambda one: one.name.casefold())


def native_licence(file: str) -> tuple[str, str]:
    """Return name and licence of a native library.

    Args:
        file: Its file name.

    Raises:
        SystemExit: The library is unknown.
    """
    for part, name, licence in NATIVE:
        if part in file:
            return name, licence
    raise SystemExit(f"{file} is in the app, but packaging/bundle/notices.py does not say under which licence.")


def write_notices(entries: Iterable[tuple[str, str]], root: Path, target: Path) -> None:
    """Write the notices as JSON; see ``list_contents``."""
    parts = [asdict(one) for one in list_contents(entries, root)]
    texts = {name: (_COMMON / name).read_text("utf-8") for name in _SHARED_TEXTS if (_COMMON / name).is_file()}
    target.write_text(json.dumps({"parts": parts, "licences": texts}, ensure_ascii=False, indent=1), "utf-8")


@cache
def _owners() -> dict[Path, Distribution]:
    """Return the package of each installed file, which takes a second."""
    # a checkout that is installed in place also counts as a distribution
    return {path: one for one in distributions() if one.name.casefold() != "photon" for path in _paths_of(one)}


def _always() -> Iterator[ContainedSoftware]:
    text = Path(f"/usr/share/doc/python{'.'.join(python_version().split('.')[:2])}/copyright")
    own = Path(sysconfig.get_path("stdlib"), "LICENSE.txt")
    yield ContainedSoftware("Python", python_version(), "PSF-2.0", [], _read(text) or _read(own))
    yield ContainedSoftware("PyInstaller's start program", "", "GPL-2.0-or-later WITH Bootloader-exception", ["photon"])
    for name, licence, what in _WEIGHTS:
        yield ContainedSoftware(name, "", licence, [what])


def _of_wheel(source: str) -> ContainedSoftware | None:
    """Return the native library that a wheel contains; None if the file is not such a library."""
    if not _IN_WHEELS.search(source):
        return None
    name, licence = native_licence(Path(source).name)
    return ContainedSoftware(name, "", licence)


def _is_standard(path: Path) -> bool:
    return "site-packages" not in path.parts and path.is_relative_to(sysconfig.get_path("stdlib"))


def _add(found: dict[str, ContainedSoftware], one: ContainedSoftware, place: str) -> None:
    kept = found.setdefault(one.name, one)
    if ("/" in place or ".so" in place) and not place.endswith(_PYTHON_ONLY) and "dist-info" not in place:
        kept.files.append(place)


def _paths_of(one: Distribution) -> Iterator[Path]:
    for file in one.files or []:
        yield Path(str(one.locate_file(file)))


def _described(one: Distribution) -> ContainedSoftware:
    licence = licence_of(one.metadata) or _UNSTATED.get(one.name, "")
    return ContainedSoftware(one.metadata["Name"], one.version, licence, [], licence_text(one))


def _read(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _system_packages(files: dict[str, list[str]]) -> Iterator[tuple[ContainedSoftware, list[str]]]:
    """Yield the system packages that files were copied from; on systems other than Debian, the library itself."""
    for source, places in files.items():
        package = _package_of(source)
        if package is None:
            yield ContainedSoftware(*_named(Path(source).name)), places
            continue
        text = _read(Path(f"/usr/share/doc/{package}/copyright"))
        stated = dict.fromkeys(re.findall(r"^License: *(\S.*)$", text, re.MULTILINE))
        licence = ", ".join(stated)[:160] or "see its text"
        yield ContainedSoftware(package, _version_of(package), licence, [], text), places


def _named(file: str) -> tuple[str, str, str]:
    name, licence = native_licence(file)
    return name, "", licence


def _package_of(source: str) -> str | None:
    for path in dict.fromkeys((source, str(Path(source).resolve()), source.removeprefix("/usr"), f"/usr{source}")):
        answer = _dpkg("-S", path)
        if answer:
            return answer.split(":")[0]
    return None


def _version_of(package: str) -> str:
    return _dpkg("-W", "-f", "${Version}", package, program="dpkg-query")


def _dpkg(*arguments: str, program: str = "dpkg") -> str:
    try:
        return subprocess.run([program, *arguments], check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
