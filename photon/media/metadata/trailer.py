"""IPTC after the end of a picture, where press programs store captions without modifying the file.

AFCP (AXS File Concatenation Protocol): the last twelve bytes of the file are ``AXS!`` (or ``AXS*``, little-endian) and
the offset of a table; each entry has a name of four letters, size and offset of a block. FotoStation: blocks, each
followed by ten bytes with its kind, its size including these, and a signature.
"""

from photon.media.file.source import FileSource

AFCP = {b"AXS!", b"AXS*"}
_TAIL, _LINE = 12, 12
FOTOSTATION, _FOOT, _IPTC = b"\xa1\xb2\xc3\xd4", 10, 1
_MOST = 100  # maximum table entries or blocks


def iptc_behind(source: FileSource) -> bytes:
    """Find the IPTC block after a picture; empty if there is none.

    Args:
        source: The file.
    """
    tail = source.slice(max(0, source.size - _TAIL), source.size)
    if tail[:4] in AFCP:
        return _by_afcp(source, tail)
    return _by_fotostation(source) if tail.endswith(FOTOSTATION) else b""


def _by_afcp(source: FileSource, tail: bytes) -> bytes:
    little = tail[:4] == b"AXS*"

    def number(raw: bytes) -> int:
        return int.from_bytes(raw, "little" if little else "big")

    start = number(tail[4:8])
    head = source.slice(start, start + _TAIL)
    if head[:4] != tail[:4]:
        return b""
    for line in range(min(number(head[6:8]), _MOST)):
        at = start + _TAIL + _LINE * line
        entry = source.slice(at, at + _LINE)
        if entry[:4] == b"IPTC":
            offset = number(entry[8:12])
            return source.slice(offset, offset + number(entry[4:8]))
    return b""


def _by_fotostation(source: FileSource) -> bytes:
    end = source.size
    for _ in range(_MOST):
        foot = source.slice(max(0, end - _FOOT), end)
        size = int.from_bytes(foot[2:6], "big")
        if not foot.endswith(FOTOSTATION) or not _FOOT <= size <= end:
            break
        if int.from_bytes(foot[:2], "big") == _IPTC:
            return source.slice(end - size, end - _FOOT)
        end -= size
    return b""
