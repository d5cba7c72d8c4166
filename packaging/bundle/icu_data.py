"""Reduces the ICU data library to the part that Qt uses: from 32 MB to 5 MB.

Qt uses ICU for collation and for some time zone data. Qt has its own data for dates, numbers and language names, and
its own text segmentation. Photon uses no text encodings other than Unicode.

python packaging/bundle/icu_data.py LIBRARY TARGET     writes the needed part of LIBRARY, libicudata.so, to TARGET
"""

import re
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

_KIND = b"CmnD"  # marks data with a table of contents, in the header
_KIND_AT = 12
_ALIGNED = 16
_ORDER = b"coll/"
_LANGUAGE = re.compile(rb"[a-z]{2,3}(_\w+)*\.res")
_LEFT_OUT = (b".cnv", b".spp", b".cfu", b"unames.icu")  # encodings, domain names, confusables, character names
_LIBRARY = """
.section .rodata
.balign 16
.globl {symbol}
.type {symbol}, @object
{symbol}:
.incbin "{data}"
.size {symbol}, . - {symbol}
.section .note.GNU-stack, "", @progbits
"""


def is_needed(name: bytes) -> bool:
    """Return whether Qt uses an item of ICU's data: collation for all languages, and language-independent items.

    Args:
        name: Name in the table of contents, such as ``icudt73l/coll/de.res``.
    """
    inner = name.split(b"/", 1)[1]
    if b"/" in inner:
        return inner.startswith(_ORDER)
    return not inner.endswith(_LEFT_OUT) and not _LANGUAGE.fullmatch(inner)


def read_archive(data: bytes) -> tuple[bytes, dict[bytes, bytes]]:
    """Read ICU's data.

    Args:
        data: The archive, or a library that contains it.

    Returns:
        Its header, and its items by name. The last item may include other content of the library after its end.

    Raises:
        ValueError: The data has no table of contents.
    """
    base = data.find(_KIND) - _KIND_AT
    if base < 0:
        raise ValueError("there is no table of contents of ICU's data")
    (length,) = struct.unpack_from("<H", data, base)
    table = base + length
    (count,) = struct.unpack_from("<I", data, table)
    entries = [struct.unpack_from("<II", data, table + 4 + 8 * row) for row in range(count)]
    names = [data[table + name : data.index(b"\0", table + name)] for name, _ in entries]
    begins = [table + begin for _, begin in entries]
    ends = [*begins[1:], len(data)]
    return data[base:table], {name: data[begin:end] for name, begin, end in zip(names, begins, ends, strict=True)}


def write_archive(header: bytes, items: dict[bytes, bytes]) -> bytes:
    """Return ICU's data as an archive.

    Args:
        header: The header that ``read_archive`` returned.
        items: Items by name.
    """
    names = sorted(items)
    name_at = 4 + 8 * len(names)
    texts = b"".join(name + b"\0" for name in names)
    item_at = name_at + len(texts)
    room = -(len(header) + item_at) % _ALIGNED
    item_at += room
    table, body = [struct.pack("<I", len(names))], []
    for name in names:
        table.append(struct.pack("<II", name_at, item_at))
        item = items[name] + bytes(-len(items[name]) % _ALIGNED)
        body.append(item)
        name_at, item_at = name_at + len(name) + 1, item_at + len(item)
    return b"".join((header, *table, texts, bytes(room), *body))


def shrink_library(library: Path, target: Path) -> None:
    """Write a library with the needed part of ICU's data.

    Args:
        library: The whole ``libicudata.so.VERSION``.
        target: The file to write.

    Raises:
        ValueError: The library contains no ICU data, or the end of a needed item is unknown.
        subprocess.CalledProcessError: There is no compiler, or it failed.
    """
    header, items = read_archive(library.read_bytes())
    kept = {name: item for name, item in items.items() if is_needed(name)}
    if max(items) in kept:
        raise ValueError("the last item, whose end is not known, would be kept")
    folder = next(iter(items)).split(b"/")[0].decode("ascii")  # icudt73l; the symbol lacks the byte-order letter
    with tempfile.TemporaryDirectory() as room:
        data, source = Path(room) / "icu.dat", Path(room) / "icu.s"
        data.write_bytes(write_archive(header, kept))
        source.write_text(_LIBRARY.format(symbol=f"{folder[:-1]}_dat", data=data), "ascii")
        options = ["-shared", "-nostdlib", f"-Wl,-soname,{library.name},--build-id=none"]
        subprocess.run(["cc", *options, "-o", str(target), str(source)], check=True)  # noqa: S607


if __name__ == "__main__":
    shrink_library(Path(sys.argv[1]), Path(sys.argv[2]))
