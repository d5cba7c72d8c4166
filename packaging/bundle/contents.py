"""Files that PyInstaller finds and the app does not use, by paths inside the bundle; and the list of its files.

python packaging/bundle/contents.py FOLDER     lists FOLDER, the app's _internal, again
"""

import json
import sys
from pathlib import Path

UNUSED = (
    # ONNX Runtime is inside its Python module: this is a second copy of the library, and providers for graphics cards.
    "/libonnxruntime.", "/onnxruntime.dll", "onnxruntime_providers_cuda", "onnxruntime_providers_tensorrt",
    # Qt: other platforms, 3D, on-screen keyboards, TLS, databases, printers
    "/qml/", "/libqgtk3", "/libqvnc", "/libqminimalegl", "/libqeglfs", "/libqlinuxfb", "/libqvkkhrdisplay",
    "/plugins/tls/", "/plugins/networkinformation/", "/plugins/sqldrivers/", "/plugins/printsupport/", "/libqpdf",
    "/libQt6QuickC", "/libQt6QuickT", "/libQt6Quick3", "/libQt6Pdf", "/libQt6VirtualKeyboard",
    "/libqtvirtualkeyboard", "/libQt6Sql", "/libQt6Test", "/libQt6EglF", "/libQt6PrintSupport",
    "/libQt6MultimediaQuick", "/libQt6MultimediaWidgets", "/QtMultimediaWidgets.",
    # Every desktop has sound, and the libraries that its client is linked to; Qt needs the client for videos.
    "/libpulse", "/libsndfile.", "/libasyncns.", "/libFLAC.", "/libvorbis", "/libogg.", "/libopus.", "/libmp3lame.",
    "/libmpg123.", "/libapparmor.",
    # Every Linux has these in newer versions, which its graphics drivers need.
    "/libstdc++.so", "/libgcc_s.so", "/libmvec.so",
    # Every desktop has a session bus, and the libraries that it is linked to.
    "/libdbus-1.", "/libsystemd.", "/libgcrypt.", "/libgpg-error.", "/libcap.", "/liblz4.",
    # GLib beyond what Qt is linked with: only the plug-ins for GTK and GNOME's network need it.
    "/libgio-2.0.", "/libgobject-2.0.", "/libgmodule-2.0.", "/libmount.", "/libblkid.", "/libselinux.",
    "/tests/",
)  # fmt: skip
"""Parts of paths; a part that starts with a slash matches the start of a name."""
SOURCES = (".pyx", ".pxd", ".pyi", ".h", ".lib")
_QT_TEXTS = ("/translations/qtbase_de", "/translations/qtbase_en")
_ICON_FONT = "/fonts/phosphor-"


def is_used(path: str) -> bool:
    """Return whether a file belongs in the app.

    Args:
        path: Path inside the bundle, with the separators of any system.
    """
    place = "/" + path.replace("\\", "/")
    if place.endswith(SOURCES) or any(part in place for part in UNUSED):
        return False
    if "/translations/qt" in place:
        return any(part in place for part in _QT_TEXTS)
    return _ICON_FONT in place or "/qtawesome/fonts/" not in place


def list_files(folder: Path) -> None:
    """Write the size of each file, by which an installed app detects damage.

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
