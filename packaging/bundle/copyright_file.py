"""Writes the copyright file of the Debian package and all licence texts, from the notices that the build wrote.

python packaging/bundle/copyright_file.py NOTICES FOLDER     fills FOLDER with copyright and third-party-notices.gz
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_MIT = (Path(__file__).resolve().parents[2] / "LICENSE").read_text("utf-8")
_HEAD = f"""Photon is free software under this licence:

{_MIT}
The package also contains software by others, under licences of their own. Because x265 and the JPEG XL plug-in are
among it, the package as a whole may be passed on under the terms of the GNU General Public License, version 3 or later.
Their full texts are in /usr/share/doc/photon/third-party-notices.gz; common licences are also in
/usr/share/common-licenses: GPL-2, GPL-3, LGPL-2.1, LGPL-3, Apache-2.0.

"""


def write_summary(notices: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the copyright file.

    Args:
        notices: The output of ``notices.py``.
    """
    yield _HEAD
    for part in notices["parts"]:
        yield f"{part['name']} {part['version']}".rstrip() + f"\n    Licence: {part['licence'] or 'see its text'}\n"


def write_texts(notices: dict[str, Any]) -> Iterator[str]:
    """Yield all licence texts, each below the name of its software.

    Args:
        notices: The output of ``notices.py``.
    """
    texts = {f"{part['name']} {part['version']}".rstrip(): part["text"] for part in notices["parts"]}
    for name, text in {**texts, **notices["licences"]}.items():
        if text:
            yield f"{'=' * 100}\n{name}\n{'=' * 100}\n\n{text}\n\n"


def main(notices: Path, folder: Path) -> None:
    """Write both files."""
    read = json.loads(notices.read_text("utf-8"))
    (folder / "copyright").write_text("".join(write_summary(read)), "utf-8")
    with (
        (folder / "third-party-notices.gz").open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed,
    ):
        packed.write("".join(write_texts(read)).encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
