"""Live and motion photos for tests, built byte by byte as phones write them, with films encoded by PyAV."""

import io
import struct
from functools import cache

import av
import numpy as np
from PIL import Image

from tests.media.packets import packet

IDENTIFIER = "5F1C9A3E-0D5B-4B6E-9C55-0123456789AB"
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"


@cache
def film(seconds: float = 1.0, identifier: str = "", kind: str = "mp4") -> bytes:
    """Return a small film; with an identifier, as Apple's key in a MOV."""
    out = io.BytesIO()
    flags = {"movflags": "use_metadata_tags"} if identifier else {}
    with av.open(out, "w", format="mov" if identifier else kind, options=flags) as container:
        if identifier:
            container.metadata["com.apple.quicktime.content.identifier"] = identifier
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        for number in range(round(30 * seconds)):
            shade = np.full((120, 160, 3), (number * 5 % 250, 90, 160), np.uint8)
            shade[::8] = 255 - shade[::8]
            container.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


def still(kind: str = "JPEG", identifier: str = "", xmp: bytes = b"", seed: int = 1) -> bytes:
    """Return a photo, with Apple's maker notes if it has an identifier."""
    pixels = np.random.default_rng(seed).integers(0, 256, (8, 12, 3), np.uint8)
    image = Image.fromarray(pixels).resize((240, 160), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Apple", "iPhone"
    if identifier:
        exif.get_ifd(0x8769)[0x927C] = maker_notes(identifier)
    out = io.BytesIO()
    if kind == "HEIF":
        import pillow_heif

        pillow_heif.from_pillow(image).save(out, exif=exif.tobytes(), xmp=xmp or None)
        return out.getvalue()
    image.save(out, kind, exif=exif)
    return with_app1(out.getvalue(), xmp) if xmp else out.getvalue()


def maker_notes(identifier: str) -> bytes:
    """Return Apple's maker notes: a number, then the identifier; offsets count from their start."""
    text = identifier.encode() + b"\0"
    fields = struct.pack(">HHIi", 0x0001, 9, 1, 14) + struct.pack(">HHII", 0x0011, 2, len(text), 16 + 24 + 4)
    return b"Apple iOS\0\0\1MM" + struct.pack(">H", 2) + fields + bytes(4) + text


def with_app1(jpeg: bytes, xmp: bytes) -> bytes:
    """Return a JPEG with an XMP packet right behind its start."""
    payload = XMP_HEAD + xmp
    return jpeg[:2] + b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload + jpeg[2:]


def micro_video(offset: int) -> bytes:
    """Return what Google's camera wrote before 2020."""
    names = 'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
    return packet(
        "", f'{names} GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="{offset}"'
    )


def container_directory(length: int, semantic: str = "MotionPhoto") -> bytes:
    """Return what the format of motion photos asks for."""
    names = (
        'xmlns:GCamera="http://ns.google.com/photos/1.0/camera/"'
        ' xmlns:Container="http://ns.google.com/photos/1.0/container/"'
        ' xmlns:Item="http://ns.google.com/photos/1.0/container/item/"'
    )
    items = "".join(
        f'<rdf:li rdf:parseType="Resource"><Container:Item {item}/></rdf:li>'
        for item in (
            'Item:Mime="image/jpeg" Item:Semantic="Primary" Item:Length="0" Item:Padding="0"',
            f'Item:Mime="video/mp4" Item:Semantic="{semantic}" Item:Length="{length}" Item:Padding="0"',
        )
    )
    flag = ' GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1"' if semantic == "MotionPhoto" else ""
    body = f"<Container:Directory><rdf:Seq>{items}</rdf:Seq></Container:Directory>"
    return packet(body, names + flag)


def samsung(jpeg: bytes, blocks: dict[bytes, bytes]) -> bytes:
    """Return a JPEG with Samsung's trailer: blocks, their directory, its size, ``SEFT``."""
    out, places = jpeg, []
    for name, content in blocks.items():
        block = struct.pack("<HHI", 0, 0x0A30, len(name)) + name + content
        places.append((len(out), len(block)))
        out += block
    head = b"SEFH" + struct.pack("<II", 106, len(places))
    head += b"".join(struct.pack("<HHII", 0, 0x0A30, len(out) - at, size) for at, size in places)
    return out + head + struct.pack("<I", len(head)) + b"SEFT"


def with_mpvd(heic: bytes, content: bytes) -> bytes:
    """Return a HEIC with a film in a box of its own at the end."""
    return heic + struct.pack(">I", len(content) + 8) + b"mpvd" + content
