"""ICU's data is read, reduced and written so that Qt sorts as before."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bundle import icu_data

HEADER = bytes((0x20, 0, 0xDA, 0x27)) + bytes(8) + b"CmnD" + bytes(16)
ITEMS = {
    b"icudt1l/coll/de.res": b"order",
    b"icudt1l/curr/de.res": b"money",
    b"icudt1l/de.res": b"dates",
    b"icudt1l/de_AT.res": b"Austria",
    b"icudt1l/root.res": b"all",
    b"icudt1l/ibm-1.cnv": b"codes",
    b"icudt1l/zu.res": b"the last",
}
SORT = """
import functools, json
from PySide6.QtCore import QCollator, QLocale
words = "z ä a Å ö o ß ss ch cz d 10 9 ı i I 你 好 か カ 한".split()
orders = {}
for name in ("de", "sv", "cs", "tr", "zh", "ja", "ko", "en"):
    collator = QCollator(QLocale(name))
    collator.setNumericMode(True)
    orders[name] = sorted(words, key=functools.cmp_to_key(collator.compare))
print(json.dumps(orders))
"""


def test_written_data_can_be_read() -> None:
    data = b"before" + icu_data.write_archive(HEADER, ITEMS)
    header, items = icu_data.read_archive(data)
    assert header == HEADER
    assert {name: item.rstrip(b"\0") for name, item in items.items()} == ITEMS


def test_collation_and_language_independent_data_are_needed() -> None:
    assert [name for name in ITEMS if icu_data.is_needed(name)] == [b"icudt1l/coll/de.res", b"icudt1l/root.res"]


def test_a_library_without_icu_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "libicudata.so.1").write_bytes(b"nothing")
    with pytest.raises(ValueError, match="table of contents"):
        icu_data.shrink_library(tmp_path / "libicudata.so.1", tmp_path / "target")


def _library() -> Path:
    import PySide6

    found = [*Path(PySide6.__file__).parent.glob("Qt/lib/libicudata.so.*")]
    return found[0] if found else Path()


@pytest.mark.skipif(not sys.platform.startswith("linux") or shutil.which("cc") is None, reason="there is no compiler")
def test_qt_sorts_the_same_with_the_smaller_library(tmp_path: Path) -> None:
    whole = _library()
    if not whole.name:
        pytest.skip("this Qt has no data of ICU")
    smaller = tmp_path / whole.name
    icu_data.shrink_library(whole, smaller)
    assert smaller.stat().st_size < whole.stat().st_size / 4
    runs = [
        subprocess.run([sys.executable, "-c", SORT], env=os.environ | more, capture_output=True, check=True, text=True)
        for more in ({}, {"LD_PRELOAD": str(smaller)})
    ]
    assert [one.stderr for one in runs] == ["", ""]
    orders = [json.loads(one.stdout) for one in runs]
    assert orders[0] == orders[1]
    assert orders[0]["de"] != orders[0]["sv"]
