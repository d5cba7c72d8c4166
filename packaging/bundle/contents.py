"""What PyInstaller finds and the app does not use, by paths inside the bundle; and the list of what is in it.

python packaging/bundle/contents.py FOLDER     lists FOLDER, the app's _internal, anew
"""

import json
import sys
from pathlib import Path

UNUSED = (
    # ONNX Runtime is inside its Python module: this is the same library once more, and doors to graphics cards.
    "/libonnxruntime.", "/onnxruntime.dll", "onnxruntime_providers_cuda", "onnxruntime_providers_tensorrt",
    # Qt: other platforms, 3D, keyboards on the screen, encrypted networks, databases, printers
    "/qml/", "/libqgtk3", "/libqvnc", "/libqminimalegl", "/libqeglfs", "/libqlinuxfb", "/libqvkkhrdisplay",
    "/plugins/tls/", "/plugins/networkinformation/", "/plugins/sqldrivers/", "/plugins/printsupport/", "/libqpdf",
    "/libQt6Quick", "/libQt6Qml", "/libQt6Pdf", "/libQt6VirtualKeyboard", "/libqtvirtualkeyboard", "/libQt6Sql",
    "/libQt6Test", "/libQt6EglF", "/libQt6PrintSupport",
    # Every Linux has these, and newer ones, which its graphics drivers ask for.
    "/libstdc++.so", "/libgcc_s.so", "/libmvec.so",
    # Every desktop has a session bus and what it is linked with.
    "/libdbus-1.", "/libsystemd.", "/libgcrypt.", "/libgpg-error.", "/libcap.", "/liblz4.",
    # GLib beyond what Qt is linked with: only the plug-ins for GTK and GNOME's network need it.
    "/libgio-2.0.", "/libgobject-2.0.", "/libgmodule-2.0.", "/libmount.", "/libblkid.", "/libselinux.",
    # what Pillow writes text in pictures with
    "/_imagingft.", "/libfreetype-", "/libharfbuzz-", "/libbrotlicommon-", "/libbrotlidec-",
    "/tests/",
)  # fmt: skip
"""Parts of paths; where one starts with a slash, it starts a name."""
SOURCES = (".pyx", ".pxd", ".pyi", ".h", ".lib")
_QT_TEXTS = ("/translations/qtbase_de", "/translations/qtbase_en")
_ICON_FONT = "/fonts/phosphor-"


def is_used(path: str) -> bool:
    """Whether a file belongs into the app.

    Args:
        path: Inside the bundle, with the separators of any system.
    """
    place = "/" + path.replace("\\", "/")
    if place.endswith(SOURCES) or any(part in place for part in UNUSED):
        return False
    if "/translations/qt" in place:
        return any(part in place for part in _QT_TEXTS)
    return _ICON_FONT in place or "/qtawesome/fonts/" not in place


def list_files(folder: Path) -> None:
    """Write down the bytes of each file, with which an installed app finds out that it is damaged.

    Args:
        folder: The app's ``_internal``.
    """
    target = folder / "photon" / "resources" / "files.json"
    target.unlink(missing_ok=True)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}
    target.write_text(json.dumps(sizes, indent=0), "utf-8")


if __name__ == "__main__":
    list_files(Path(sys.argv[1]))
