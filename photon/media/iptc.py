"""The date in IPTC blocks, which scanners and press agencies write instead of EXIF."""

_RESOURCE = 0x0404
_DATE, _TIME = 55, 60


def written(photoshop: bytes) -> str:
    """Date and time of creation as ``YYYY-MM-DD HH:MM:SS+HH:MM``, empty when there is none.

    Args:
        photoshop: Photoshop's image resources, as JPEG files carry them in APP13.
    """
    date = time = ""
    for number, value in _datasets(_iptc(photoshop)):
        if number == _DATE and not date:
            date = value
        elif number == _TIME and not time:
            time = value
    if len(date) != 8 or not date.isdigit():
        return ""
    clock = f"{time[:2]}:{time[2:4]}:{time[4:6]}{time[6:]}" if time[:6].isdigit() else "00:00:00"
    return f"{date[:4]}-{date[4:6]}-{date[6:]} {clock}"


def _iptc(photoshop: bytes) -> bytes:
    at = 0
    while photoshop[at : at + 4] == b"8BIM":
        kind = int.from_bytes(photoshop[at + 4 : at + 6], "big")
        name = photoshop[at + 6] if at + 6 < len(photoshop) else 0
        start = at + 6 + (name + 2) // 2 * 2
        size = int.from_bytes(photoshop[start : start + 4], "big")
        if kind == _RESOURCE:
            return photoshop[start + 4 : start + 4 + size]
        at = start + 4 + (size + 1) // 2 * 2
    return b""


def _datasets(iptc: bytes) -> list[tuple[int, str]]:
    found = []
    at = 0
    while iptc[at : at + 1] == b"\x1c" and at + 5 <= len(iptc):
        size = int.from_bytes(iptc[at + 3 : at + 5], "big")
        if iptc[at + 1] == 2:
            found.append((iptc[at + 2], iptc[at + 5 : at + 5 + size].decode("latin-1").strip()))
        at += 5 + size
    return found
