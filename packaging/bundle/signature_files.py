"""Unpacks and compiles the Python files that PySide6 keeps as text inside its library, so that the app starts sooner.

``import PySide6`` compiles them anew in each process, which takes 40 of its 75 ms of processor time. It prefers a
folder ``files.dir`` beside its library, which it writes itself if the environment variable ``SBK_EMBED`` is 0: see
``signature_bootstrap.py`` in PySide6.

python packaging/bundle/signature_files.py TARGET     writes TARGET/files.dir
"""

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from py_compile import PycInvalidationMode

NAME = "files.dir"
GENERATOR = Path("shibokensupport", "signature", "lib", "pyi_generator.py")
_STUB = '"""PySide6 imports this module, which generates type stubs, and never uses it in an app."""\n'


def write_signature_files(target: Path) -> Path:
    """Write the files, with their bytecode, as the library of PySide6 in this Python contains them.

    The generator of type stubs is left out: to import it takes as long as half of the other files.

    Args:
        target: The folder that gets a folder ``files.dir``.

    Returns:
        The folder ``files.dir``.

    Raises:
        RuntimeError: This PySide6 keeps the files in another way.
    """
    spec = find_spec("shiboken6")
    if spec is None or spec.origin is None:
        raise RuntimeError("PySide6 is not installed")
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "shiboken6"
        shutil.copytree(Path(spec.origin).parent, copied)
        surroundings = {**os.environ, "SBK_EMBED": "0", "PYTHONPATH": folder}
        subprocess.run([sys.executable, "-c", "import shiboken6"], env=surroundings, check=True)
        found = copied / NAME
        if not (found / GENERATOR).is_file():
            raise RuntimeError(f"PySide6 did not write {GENERATOR}")
        for cache in found.rglob("__pycache__"):
            shutil.rmtree(cache)
        (found / GENERATOR).write_text(_STUB, "utf-8")
        made = target / NAME
        shutil.rmtree(made, ignore_errors=True)
        shutil.copytree(found, made)
    # Not checked against the files: a package changes their times.
    if not compileall.compile_dir(made, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH):
        raise RuntimeError(f"the files in {made} can't be compiled")
    return made


if __name__ == "__main__":
    write_signature_files(Path(sys.argv[1]))
