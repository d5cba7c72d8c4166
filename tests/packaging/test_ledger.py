"""The size ledger: every part above 5 MB of the app has a reason and a budget."""

from pathlib import Path

import pytest
from bundle import contents, ledger

LISTING = [
    ("photon", 9_000_000),
    ("_internal/PySide6/Qt/lib/libicudata.so.73", 5_000_000),
    ("_internal/PySide6/Qt/lib/libQt6Gui.so.6", 11_000_000),
    ("_internal/photon/resources/starter-prepared/text.onnx", 21_000_000),
    ("_internal/photon/resources/starter-prepared/manifest.json", 600),
    ("_internal/photon/resources/text-reader/PP-OCRv6_det_small.onnx", 9_900_000),
    ("_internal/photon/resources/places/names.npz", 4_900_000),
    ("_internal/numpy.libs/libscipy_openblas64_-32a4b2a6.so", 20_000_000),
    ("_internal/numpy/_core/_multiarray_umath.so", 9_000_000),
    ("_internal/libsqlite3.so.0", 1_400_000),
    ("_internal/photon/resources/help/start.md", 3_000),
]


def test_each_file_counts_for_one_part() -> None:
    parts, others = ledger.weigh_parts(LISTING)
    assert parts["ICU"] == 5_000_000
    assert parts["text reader"] == 9_900_000
    assert parts["places"] == 4_900_000
    assert parts["Qt: the window"] == 11_000_000
    assert parts["starter: text tower"] == 21_000_000
    assert parts["starter: the rest"] == 600
    assert parts["OpenBLAS"] == 20_000_000
    assert parts["numpy"] == 9_000_000
    assert parts["Python"] == 9_000_000
    assert others == {"libsqlite3.so.0": 1_400_000, "photon/resources": 3_000}
    assert sum(parts.values()) + sum(others.values()) == sum(size for _, size in LISTING)
    assert ledger.find_faults(parts, others) == []


def test_parts_that_are_too_large_or_have_no_reason_are_faults() -> None:
    added = [("_internal/torch/lib/libtorch.so", 600_000_000), ("_internal/lxml/etree.so", 11_000_000)]
    parts, others = ledger.weigh_parts([*LISTING, *added])
    faults = ledger.find_faults(parts, others)
    assert faults[:2] == ["lxml takes 11.0 of 7 MB.", "torch/lib takes 600.0 MB and has no reason."]
    assert faults[2].startswith("The app takes 702.2 of 650 MB")


def test_the_budgets_fit_into_the_total() -> None:
    names = [part.name for part in ledger.PARTS]
    assert len(set(names)) == len(names)
    assert all(part.reason and part.budget > 0 for part in ledger.PARTS)
    assert sum(part.budget for part in ledger.PARTS) * ledger.MB <= ledger.INSTALLED
    lines = list(ledger.write_table(*ledger.weigh_parts(LISTING)))
    assert len(lines) == len(names) + 3
    assert "text tower" in lines[1], "the largest comes first"


def test_a_folder_and_its_archives_are_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    app = tmp_path / "app" / "_internal"
    app.mkdir(parents=True)
    (app / "libsqlite3.so.0").write_bytes(b"1" * 100)
    (app / "link").symlink_to("libsqlite3.so.0")
    package = tmp_path / "photon.deb"
    package.write_bytes(b"")
    assert ledger.main([str(tmp_path / "app"), str(package)]) == 0
    with package.open("r+b") as file:
        file.truncate(ledger.PACKED + 1)
    assert ledger.main([str(tmp_path / "app"), str(package)]) == 1
    assert "photon.deb is above 270 MB." in capsys.readouterr().out
    assert dict(ledger.files_of(tmp_path / "app")) == {"_internal/libsqlite3.so.0": 100}


@pytest.mark.parametrize(
    "path",
    [
        "onnxruntime/capi/libonnxruntime.so.1.32.0",
        "onnxruntime/capi/onnxruntime_providers_cuda.dll",
        "PySide6/Qt/qml/QtQuick/libqtquick2plugin.so",
        "PySide6\\plugins\\tls\\qopensslbackend.dll",
        "PySide6/Qt/translations/qt_de.qm",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "qtawesome/fonts/remixicon-2.5.0.ttf",
        "libstdc++.so.6",
        "libdbus-1.so.3",
        "PySide6/QtMultimediaWidgets.abi3.so",
        "lxml/etree.h",
    ],
)
def test_unused_files_are_excluded(path: str) -> None:
    assert not contents.is_used(path)


@pytest.mark.parametrize(
    "path",
    [
        "onnxruntime/capi/onnxruntime_pybind11_state.so",
        "onnxruntime/capi/libonnxruntime_providers_shared.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/QtMultimedia.abi3.so",
        "libfreetype.so.6",
        "PIL/_imagingft.cpython-311-x86_64-linux-gnu.so",
        "pillow.libs/libfreetype-57f805ba.so.6.20.6",
        "PySide6/Qt/translations/qtbase_de.qm",
        "qtawesome/fonts/phosphor-1.3.0.ttf",
        "qtawesome/fonts/phosphor-charmap-1.3.0.json",
        "photon/resources/starter/adapter.safetensors",
        "photon/resources/help/de/start.md",
    ],
)
def test_used_files_stay(path: str) -> None:
    assert contents.is_used(path)
