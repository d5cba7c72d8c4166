"""Copies of difficult files contain nothing that they must not, checked with ExifTool if it is installed."""

import json
import re
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.domain import UnreadableFile
from photon.domain.metadata.export_recipe import CopyContents, Recipe, Reencode
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.media.copy.copying import make_copy
from photon.media.read.metadata_reading import read_words

KINDS = re.compile(r"^(\./)?(gps|faces|camera|motion)/")
TELLING = re.compile(r"gps|latitude|longitude|location|person|people|regioninfo|city$", re.IGNORECASE)


@pytest.fixture(scope="module")
def files(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(shared("data/corpus/corpus.tar")) as tar:
        for entry in tar:
            if entry.isfile() and KINDS.match(entry.name) and entry.size < 3_000_000:
                tar.extract(entry, folder, filter="data")
    return sorted(one for one in folder.rglob("*") if one.is_file())


@pytest.mark.slow
@pytest.mark.parametrize("redrawn", [None, Reencode("jpeg", 200)])
def test_no_place_and_no_person_is_included(files: list[Path], tmp_path: Path, redrawn: Reencode | None) -> None:
    recipe, made = Recipe(redrawn, CopyContents(places=False, people=False)), []
    files = files[:: 1 if redrawn is None else 3]  # metadata is copied into a re-encoded picture in the same way
    for at, path in enumerate(files):
        place = tmp_path / f"{at}{path.suffix if redrawn is None else '.jpg'}"
        try:
            make_copy(str(path), recipe, str(place))
        except (UnsafeToEmbed, UnreadableFile):
            assert not place.exists()
            continue
        made.append(place)
        read = read_words(str(place))
        assert read.facts is not None
        assert read.facts.gps is None, path
        assert read.metadata is None or (read.metadata.faces, read.metadata.people) == ((), ()), path
    assert len(made) > len(files) * 0.8
    if shutil.which("exiftool"):
        run = subprocess.run(["exiftool", "-j", "-a", "-G1", "-ee", str(tmp_path)], capture_output=True, check=False)
        for one in json.loads(run.stdout):
            assert not [name for name in one if TELLING.search(name.split(":")[-1])], one["SourceFile"]
