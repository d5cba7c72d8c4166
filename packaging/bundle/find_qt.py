"""Run before the app's program in place of PyInstaller's hooks for PySide6 and inspect: says where Qt's plug-ins are.

Those hooks import both: every process that reads photos would have Qt in memory, and would start later by it.
"""

import os
import sys
from pathlib import Path

_app = Path(getattr(sys, "_MEIPASS", ""))
_qt = _app / "PySide6" if sys.platform == "win32" else _app / "PySide6" / "Qt"
os.environ["QT_PLUGIN_PATH"] = str(_qt / "plugins")
