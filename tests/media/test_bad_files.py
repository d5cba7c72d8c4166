"""Any file under a photo's name gives a message, never a crash or a hang."""

import io
import os
import pickle
import shutil
import socket
import struct
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pillow_heif
import pillow_jxl  # registers JPEG XL with Pillow, for writing
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from photon.domain import Reading, UnreadableFile
from photon.media.file.file_kinds import is_photo, is_video
from photon.media.read.picture import render
from photon.media.read.reading import read
from tests.media.drawn import drawn

pillow_heif.register_heif_opener()
assert pillow_jxl
Save = Callable[..., str]


def refused(path: Path | str) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(str(path))
    error = caught.value
    assert error.message[0].isupper()
    assert error.message.endswith(".")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it comes back from decoder processes
    assert (again.kind, again.message, again.hint) == (error.kind, error.message, error.hint)
    return error


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "empty"),
        (b"\0" * 70_000, "damaged"),
        (b"\xff" * 4096, "unsupported"),
        (b"<html><body>404</body></html>", "unsupported"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "video"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "damaged"),
        (b"RIFF\0\0\0\0AVI LIST", "video"),
    ],
)
def test_content_that_is_not_a_picture(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "x.jpg"
    path.write_bytes(content)
    assert refused(path).kind == kind


def test_special_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, pipe, link, plug = (tmp_path / f"{name}.jpg" for name in ("folder", "pipe", "link", "plug"))
    folder.mkdir()
    link.symlink_to(link)
    assert refused(folder).kind == "not-a-file"
    assert refused(link).kind == "loop"
    assert refused(tmp_path / "gone.jpg").kind == "vanished"
    assert refused(tmp_path / ("long" * 100 + ".jpg")).kind == "name"
    assert refused(str(tmp_path / "a\0b.jpg")).kind == "name"
    assert refused(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.jpg")).kind == "name"
    if hasattr(os, "mkfifo"):
        os.mkfifo(pipe)
        assert refused(pipe).kind == "not-a-file"
        with socket.socket(socket.AF_UNIX) as server:
            monkeypatch.chdir(tmp_path)  # the address of a socket has a limited length
            server.bind(plug.name)
            assert refused(plug).kind == "not-a-file"
        assert refused("/dev/zero").kind == "not-a-file"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read everything")
def test_file_without_permission(save: Save) -> None:
    path = save(drawn(), "a.jpg")
    Path(path).chmod(0)
    assert refused(path).kind == "unreadable"


def test_disk_errors(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(drawn(), "a.jpg")

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("photon.media.file.source._read_source", fail)
    assert refused(path).kind == "unreadable"
    monkeypatch.undo()
    monkeypatch.setattr("os.open", lambda *_, **__: (_ for _ in ()).throw(PermissionError(13, "Permission denied")))
    assert refused(path).kind == "unreadable"


def _png_header(width: int, height: int, depth: int = 8, kind: int = 2) -> bytes:
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    data = zlib.compress(bytes(1000))
    idat = struct.pack(">I", len(data)) + b"IDAT" + data + struct.pack(">I", zlib.crc32(b"IDAT" + data))
    return b"\x89PNG\r\n\x1a\n" + chunk + idat + b"\0\0\0\0IEND\xaeB`\x82"


def test_bombs_are_refused_by_their_header(tmp_path: Path) -> None:
    bombs = {
        "a.png": _png_header(30_000, 30_000, 1, 0),
        "b.png": _png_header(2**31 - 1, 2**31 - 1),
        "c.png": _png_header(20_000, 10_000),  # 200 megapixels, which would take 800 MB in Pillow
        "a.gif": b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\2\2\x44\1\0;",
        "a.bmp": b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, 40_000, 40_000, 1, 24, 0, 0, 0, 0, 0, 0),
    }
    for name, content in bombs.items():
        (tmp_path / name).write_bytes(content)
        assert refused(tmp_path / name).kind == "too-large", name


def test_a_huge_jpeg_is_refused_and_a_large_panorama_is_not(save: Save) -> None:
    grey = Image.new("L", (20_000, 5500), 90)
    reading = read(save(grey, "panorama.jpg", quality=50))
    assert (reading.facts.width, reading.facts.height) == (20_000, 5500)
    assert 0x545454 <= reading.colour <= 0x5F5F5F
    path = save(grey.resize((2000, 1000)), "bomb.jpg")
    data = Path(path).read_bytes()
    at = data.index(b"\xff\xc0")
    Path(path).write_bytes(data[: at + 5] + struct.pack(">HH", 65_000, 65_000) + data[at + 9 :])
    assert refused(path).kind == "too-large"


def test_a_truncated_jpeg_is_shown_and_marked(save: Save, tmp_path: Path) -> None:
    noise = Image.effect_noise((800, 600), 80).convert("RGB")
    data = Path(save(noise, "a.jpg")).read_bytes()
    cut = tmp_path / "cut.jpg"
    cut.write_bytes(data[: len(data) * 6 // 10])
    reading = read(str(cut))
    assert reading.damage is not None
    assert "% of the image" in reading.damage
    assert (reading.facts.width, reading.facts.height) == (800, 600)
    assert render(str(cut), 300).width == 300
    cut.write_bytes(data[: len(data) // 20])
    assert refused(cut).kind == "damaged"


def test_lenient_decoding_ends_with_its_file(save: Save, tmp_path: Path) -> None:
    data = Path(save(drawn(800, 600), "a.jpg", quality=95)).read_bytes()
    (tmp_path / "cut.jpg").write_bytes(data[: len(data) * 9 // 10])
    read(str(tmp_path / "cut.jpg"))
    data = Path(save(Image.effect_noise((100, 100), 50), "a.png")).read_bytes()
    (tmp_path / "cut.png").write_bytes(data[: len(data) // 2])
    assert refused(tmp_path / "cut.png").kind == "damaged"


@pytest.mark.parametrize("name", ["a.dng", "a.NEF", "a.cr2", "a.raw"])
def test_a_raw_extension_never_shows_the_tiff_thumbnail(save: Save, tmp_path: Path, name: str) -> None:
    shutil.copy(save(drawn(8, 8), "a.tif"), tmp_path / name)
    assert refused(tmp_path / name).kind == "damaged"


def test_reading_never_writes(save: Save) -> None:
    path = Path(save(drawn(), "a.jpg"))
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    read(str(path))
    render(str(path), 50)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in path.parent.iterdir()] == ["a.jpg"]


def test_file_is_opened_once(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save(drawn(), "a.jpg")
    read(path)
    count = 0
    real = os.open

    def counted(*args: object, **options: object) -> int:
        nonlocal count
        count += 1
        return real(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr("os.open", counted)
    monkeypatch.setattr("builtins.open", lambda *_, **__: pytest.fail("a second opening"))
    read(path)
    assert count == 1


def _samples() -> dict[str, bytes]:
    found = {}
    exif = Image.Exif()
    exif[0x0110] = "camera"
    exif.get_ifd(0x8825)[1] = "N"
    for name, kind in (
        ("jpg", "JPEG"), ("png", "PNG"), ("webp", "WebP"), ("tif", "TIFF"), ("gif", "GIF"), ("bmp", "BMP"),
        ("heic", "HEIF"), ("avif", "AVIF"), ("jxl", "JXL"),
    ):  # fmt: skip
        out = io.BytesIO()
        drawn(40, 30).save(out, kind, **({"exif": exif.tobytes()} if kind not in {"GIF", "BMP"} else {}))
        found[name] = out.getvalue()
    return found


SAMPLES = _samples()


def _anything(path: Path) -> Reading | None:
    try:
        return read(str(path))
    except UnreadableFile:
        return None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(SAMPLES)), share=st.floats(0, 1))
def test_every_truncation_gives_a_picture_or_a_message(tmp_path: Path, name: str, share: float) -> None:
    path = tmp_path / f"cut.{name}"
    path.write_bytes(SAMPLES[name][: int(len(SAMPLES[name]) * share)])
    _anything(path)


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(SAMPLES)), data=st.data())
def test_flipped_bytes_give_a_picture_or_a_message(tmp_path: Path, name: str, data: st.DataObject) -> None:
    content = bytearray(SAMPLES[name])
    for place in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=6)):
        content[place] = data.draw(st.integers(0, 255))
    path = tmp_path / f"flipped.{name}"
    path.write_bytes(content)
    _anything(path)


def test_every_truncation_of_a_jpeg(tmp_path: Path) -> None:
    whole = SAMPLES["jpg"]
    path = tmp_path / "cut.jpg"
    shown = 0
    for length in range(1, len(whole)):
        path.write_bytes(whole[:length])
        shown += _anything(path) is not None
    assert shown < len(whole) // 2


def test_names_of_photos_and_videos() -> None:
    assert all(is_photo(name) for name in ("a.JPG", "b.heic", "/x/c.Nef", "d.e.webp", "é.jxl"))
    assert not any(is_photo(name) for name in ("a.mov", "jpg", ".jpg", "a.jpg.xmp", "a.pdf", "a.", "/x/.jpg", "a.psd"))
    assert is_video("A.MOV")
    assert is_video("b.mp4")
    assert not is_video("a.jpg")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


@cache
def _bomb(name: bytes) -> bytes:
    """Return the content of a chunk with this name: 70 MB of zeros in 300 kB, over the limit for unpacked texts."""
    begin, start, end = {
        b"zTXt": (b"Comment\0\0", b"", b""),
        b"iTXt": (b"XML:com.adobe.xmp\0\1\0\0\0", b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>", b"</x:xmpmeta>"),
        b"iCCP": (b"profile\0\0", b"", b""),
    }[name]
    return begin + zlib.compress(start + bytes(70_000_000) + end, 1)


@pytest.mark.parametrize("behind", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("in_memory", [True, False], ids=["small", "large"])
@pytest.mark.parametrize("name", [b"zTXt", b"iTXt", b"iCCP"])
def test_a_text_that_is_a_bomb_affects_only_itself(
    save: Save, name: bytes, behind: bool, in_memory: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(save(drawn(), "a.png"))
    plain, preview = path.read_bytes(), read(str(path)).preview
    bomb = _bomb(name)
    if not in_memory:
        monkeypatch.setattr("photon.media.file.source.IN_MEMORY", 1000)
    at = len(plain) - 12 if behind else 33
    words = _chunk(b"tEXt", b"Title\0" + b"x" * 1000)
    path.write_bytes(plain[:at] + words + _chunk(name, bomb) + plain[at:])
    assert read(str(path)).preview == preview
    assert render(str(path), None).rgb == drawn().tobytes()


def test_a_colour_profile_of_normal_size_is_kept(save: Save) -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    path = Path(save(drawn(), "a.png", icc_profile=profile))
    plain = path.read_bytes()
    path.write_bytes(plain[:33] + _chunk(b"tEXt", b"Title\0lake") + plain[33:])
    from photon.media.decode.image_header import open_with_pillow
    from photon.media.file.source import opened

    with opened(str(path)) as source:
        assert open_with_pillow(source, "PNG").image.info["icc_profile"] == profile


def test_a_file_larger_than_any_photo_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    with path.open("wb") as file:
        file.write(b"\xff\xd8\xff\xe0")
        file.truncate((4 << 30) + 1)  # a sparse file
    monkeypatch.setattr("photon.media.file.source._read_source", None)
    error = refused(path)
    assert error.kind == "too-large"
    assert "4.3 GB" in error.message
