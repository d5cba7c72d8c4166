"""After all databases are deleted, importing a file of decisions and reading the photos again restores the library."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from photon.app.session import Session
from photon.domain import Activity, Changes
from photon.library.tags.tag_settings import SUGGEST
from tests.app.conftest import settle
from tests.app.scenes import KINDS, draw_scene
from tests.media.packets import bag, packet


def _lines(file: Path) -> list[dict[str, Any]]:
    found = [json.loads(line) for line in file.read_text("utf-8").splitlines()[1:]]
    decided = [line for line in found if line["what"] != "folder"]  # which is added by hand
    return sorted(decided, key=lambda line: json.dumps(line, sort_keys=True))


def _keywords(path: Path, *words: str) -> None:
    path.with_suffix(".jpg.xmp").write_bytes(packet(bag("dc:subject", *words), attributes="xmp:Rating='2'"))


def test_a_library_is_restored_after_all_databases_were_deleted(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    for number, kind in enumerate(KINDS.values()):
        draw_scene(tmp_path / "photos" / f"{number}.jpg", kind, number)
    _keywords(tmp_path / "photos" / "0.jpg", "kept", "taken away")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    paths = session.browsing.paths([1, 2, 3, 4]).result()
    at = {Path(path).stem: photo for photo, path in paths.items()}
    session.tags.mark([at["0"]], [("taken away",)], None).result()
    session.tags.mark([at["0"], at["1"]], [("Places", "Lisbon")], "confirmed").result()
    session.tags.mark([at["2"]], [("Places", "Lisbon")], "rejected").result()
    session.marking.rate([at["0"], at["2"]], 5).result()
    session.marking.favour([at["3"]], True).result()
    session.captions.write([at["1"]], title="Title", text="A caption").result()
    session.searches.save("best", "rating:5", None).result()
    session.vocabularies.choose(SUGGEST, False).result()
    file, again = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    session.decisions.export_to(file).result()
    session.close()

    shutil.rmtree(tmp_path / "library")
    session = open_session()
    report = session.decisions.import_from(file).result()
    assert (report.kept_here, report.damaged, report.folders) == (0, 0, [str(tmp_path / "photos")])
    session.work.add_folder(report.folders[0]).result()
    settle(session)
    session.decisions.export_to(again).result()
    assert _lines(again) == _lines(file)
    (photo,) = [one for one, path in session.browsing.paths([1, 2, 3, 4]).result().items() if Path(path).stem == "0"]
    assert {one.path for one in session.tags.tags_for_photos([photo]).result()[photo] if one.state == "confirmed"} == {
        ("kept",),
        ("Places", "Lisbon"),
    }


def test_a_setting_that_is_only_left_off_is_told_to_all_views(
    open_session: Callable[..., Session], tmp_path: Path
) -> None:
    file, heard = tmp_path / "left off.jsonl", list[Changes | Activity]()
    file.write_text(json.dumps({"what": "setting", "name": "draft_captions", "value": True}) + "\n")
    session = open_session()
    session.store.events.subscribe(heard.append)
    report = session.decisions.import_from(file).result()
    assert (report.taken.total(), len(report.left_off)) == (0, 1)
    assert any(isinstance(one, Changes) and "vocabulary" in one.kinds for one in heard)
