"""Events with known copies, moments and blurred shots, as files with capture times."""

import csv
import io
import random
import tarfile
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image, ImageFilter

EVENTS, SINGLES, BLURRED, GROUPS = 20, 24, 4, 2
_SESSIONS = (9, 14, 19)  # hours at which photos are taken, on each of two days
_GROUP_COLUMNS = ("file", "event", "group", "is_blurred")


def draw_events(shared: Path, place: Path, seed: int = 7) -> None:
    """Write the files of all events into folders below ``place``, and ``events.csv`` that says what they are.

    Each event has single photos, copies of pictures, shots of one moment, and blurred second shots of some photos.

    Args:
        shared: The shared data.
        place: A new folder.
        seed: Decides which photos are in which event.
    """
    draw, rows = random.Random(seed), []  # noqa: S311 - repeatable
    singles = _singles(shared, draw)
    copies, moments = _groups(shared, "same-picture", draw), _groups(shared, "same-moment", draw)
    moments += _groups(shared, "trap", draw)
    for event in range(EVENTS):
        folder = place / f"event{event:02}"
        folder.mkdir(parents=True)
        sets = [*copies[event * GROUPS : (event + 1) * GROUPS], moments[event % len(moments)]]
        scenes: list[tuple[str, list[tuple[str, bytes, bool]]]] = [
            (f"{event}-{number}", [(f"g{at}{path.suffix}", path.read_bytes(), False) for at, path in enumerate(some)])
            for number, some in enumerate(sets)
        ]
        for number in range(SINGLES):
            picture = singles.pop()
            shots = [("s.jpg", picture, False)]
            if number < BLURRED:
                shots.insert(0, ("b.jpg", _blurred(picture), True))
            scenes.append((f"{event}-s{number}", shots))
        draw.shuffle(scenes)
        for at, (group, shots) in enumerate(scenes):
            share = at * 2 * len(_SESSIONS) // len(scenes)
            begun = datetime(2024, 1 + event % 12, 3 + event // 12 * 9, 0, 0)  # noqa: DTZ001 - as cameras write it
            begun += timedelta(
                days=share // len(_SESSIONS), hours=_SESSIONS[share % len(_SESSIONS)], minutes=7 * at % 97
            )
            for number, (name, content, is_blurred) in enumerate(shots):
                file = folder / f"{at:02}-{number}-{name}"
                file.write_bytes(_dated(content, begun + timedelta(seconds=2 * number)))
                rows.append((file.name, event, group, int(is_blurred)))
    with (place / "events.csv").open("w", newline="", encoding="utf-8") as out:
        csv.writer(out).writerows([_GROUP_COLUMNS, *rows])


def _singles(shared: Path, draw: random.Random) -> list[bytes]:
    photos = sorted((shared / "flickr1k/images").iterdir()) + sorted((shared / "imagenet1k/images").iterdir())[::3]
    draw.shuffle(photos)
    found = [path.read_bytes() for path in photos[: EVENTS * (SINGLES - 4)]]
    with tarfile.open(shared / "pictures/coco_val.tar") as tar:
        members = [member for member in tar if member.isfile()][: EVENTS * 4]
        found += [_jpeg(Image.open(io.BytesIO(tar.extractfile(member).read()))) for member in members]  # type: ignore[union-attr]
    draw.shuffle(found)
    return found


def _groups(shared: Path, relation: str, draw: random.Random) -> list[list[Path]]:
    groups: dict[str, list[Path]] = defaultdict(list)
    with (shared / "duplicates/duplicates.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            if row["relation"] == relation:
                groups[row["group"]].append(shared / "duplicates" / row["file"])
    found = [some for some in groups.values() if 2 < len(some) < 10]
    draw.shuffle(found)
    return found


def _blurred(picture: bytes) -> bytes:
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return _jpeg(image.filter(ImageFilter.GaussianBlur(max(image.size) / 90)))


def _jpeg(image: Image.Image, exif: bytes = b"") -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=92, exif=exif)
    return out.getvalue()


def _dated(content: bytes, time: datetime) -> bytes:
    """Return a JPEG with a capture time in place of its EXIF; other formats as they are."""
    if not content.startswith(b"\xff\xd8"):
        return content
    exif = Image.Exif()
    exif[0x0110] = "Lab"
    exif.get_ifd(0x8769)[0x9003] = f"{time:%Y:%m:%d %H:%M:%S}"
    kept, at = b"\xff\xd8", 2
    while content[at : at + 1] == b"\xff" and content[at + 1] in range(0xE0, 0xF0):  # APPn
        length = int.from_bytes(content[at + 2 : at + 4]) + 2
        kept += b"" if content[at + 1] == 0xE1 else content[at : at + length]
        at += length
    block = exif.tobytes()
    return kept[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block + kept[2:] + content[at:]
