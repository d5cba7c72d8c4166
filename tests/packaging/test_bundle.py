"""The app that people double-click: what it contains, how it is packed, and what it does without torch."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from bundle import requirements

from photon.app.engine import encoder_install
from photon.app.engine.encoder_states import states_of
from photon.domain import PhotonError
from photon.vision.clip.convert import installing
from photon.vision.starter import starter_install

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "packaging" / "bundle"


def test_the_light_app_needs_what_photon_needs_without_torch() -> None:
    names = requirements.needed_packages(ROOT)
    assert {"pyside6-essentials", "pillow", "onnxruntime", "hnswlib", "lxml"} <= set(names)
    assert not {"pyside6", "torch", "open-clip-torch", "onnx"} & set(names)
    lines = requirements.requirements(ROOT)
    assert "pillow>=11.3" in lines
    assert "pyside6-essentials>=6.8,<6.12; python_version < '3.12'" in lines


def test_the_recipe_is_python_and_names_files_that_exist() -> None:
    recipe = (BUNDLE / "photon.spec").read_text("utf-8")
    compile(recipe, "photon.spec", "exec")
    assert '"entry.py"' in recipe
    assert (BUNDLE / "entry.py").is_file()
    assert all((ROOT / "resources" / "icons" / name).is_file() for name in ("photon.ico", "photon.icns"))


@pytest.mark.parametrize("script", ["build", "bundle/make_deb"])
def test_the_scripts_are_shell(script: str) -> None:
    subprocess.run(["sh", "-n", str(ROOT / "packaging" / script)], check=True)


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="needs dpkg-deb")
def test_the_debian_package_has_the_app_its_entry_and_icons(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for part in ("packaging", "resources/icons"):
        shutil.copytree(ROOT / part, checkout / part, ignore=shutil.ignore_patterns("__pycache__", "lab"))
    program = checkout / "build" / "app" / "photon" / "photon"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    package = tmp_path / "photon.deb"
    made = ["sh", str(checkout / "packaging/bundle/make_deb"), "1.2.3", "amd64", str(package)]
    subprocess.run(made, check=True, env={**os.environ, "HOME": str(tmp_path)})
    facts = subprocess.run(["dpkg-deb", "--field", str(package)], check=True, capture_output=True, text=True).stdout
    assert "Package: photon\nVersion: 1.2.3\nArchitecture: amd64\n" in facts
    assert "libegl1" in facts
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tmp_path / "root")], check=True)
    usr = tmp_path / "root" / "usr"
    assert (usr / "bin" / "photon").readlink() == Path("../lib/photon/photon")
    entry = (usr / "share/applications/photon.desktop").read_text("utf-8")
    assert "\nExec=photon window %f\n" in entry
    assert str(tmp_path) not in entry
    assert (usr / "share/icons/hicolor/256x256/apps/photon.png").is_file()
    assert "MIT" in (usr / "share/doc/photon/copyright").read_text("utf-8")


def test_without_torch_other_models_are_not_offered_and_a_sentence_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installing, "find_spec", lambda _: None)
    assert {state.card.name for state in states_of(None) if not state.installed} == set()
    for call in (
        lambda: encoder_install.offer_encoder("clip-b-32"),
        lambda: encoder_install.install_encoder(None, "clip-b-32", lambda *_: None, lambda: False),
    ):
        with pytest.raises(PhotonError, match="small app") as caught:
            call()
        assert "packaging/run" in caught.value.hint


def test_a_built_app_uses_the_starter_that_came_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starter_install.sys, "frozen", True, raising=False)
    monkeypatch.setattr(starter_install.sys, "_MEIPASS", str(tmp_path), raising=False)
    prepared = tmp_path / "photon" / "resources" / starter_install.PREPARED
    prepared.mkdir(parents=True)
    assert starter_install.starter_folder() == prepared
    prepared.rmdir()
    with pytest.raises(PhotonError, match="incomplete"):
        starter_install.starter_folder()
