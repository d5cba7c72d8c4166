"""Detect the kind of a film by its first bytes.

Only these reach the player: FFmpeg would also take texts such as playlists, which name other files.
"""

HEAD = 512
_PLAIN = (
    (b"\0\0\x01\xba", "MPEG"),
    (b"\0\0\x01\xb3", "MPEG"),
    (b"0&\xb2u\x8ef\xcf\x11", "WMV"),
    (b"FLV\x01", "FLV"),
    (b"OggS", "OGV"),
    (b"\x06\x0e\x2b\x34", "MXF"),
)
_QUICKTIME = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}  # files of the nineties have no brand
_PACKETS = ((0, 188), (4, 192))  # where the first packet of a transport stream begins, and how long packets are


def kind_of_film(head: bytes) -> str | None:
    """Return the kind of a film as people call it, such as ``MP4``; None if it is none.

    Args:
        head: The first HEAD bytes of the file.
    """
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return "MOV" if brand == b"qt  " else "3GP" if brand.startswith(b"3g") else "MP4"
    if head[4:8] in _QUICKTIME:
        return "MOV"
    if head.startswith(b"\x1aE\xdf\xa3"):
        return "WebM" if b"webm" in head[:64] else "MKV"
    if head[:4] == b"RIFF" and head[8:12] == b"AVI ":
        return "AVI"
    if any(head[start::length][:2] == b"GG" for start, length in _PACKETS):
        return "MTS"
    return next((kind for begin, kind in _PLAIN if head.startswith(begin)), None)
