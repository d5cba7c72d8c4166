"""Decode bytes to text when the declared character set cannot be trusted.

Metadata rarely declares its character set, and sometimes wrongly. UTF-8 is tried first: text in another character set
that happens to be valid UTF-8 is practically always plain ASCII. The fallback is Windows-1252, used by most programs
that declare nothing, and a superset of Latin-1.
"""

import codecs
import re

from photon.domain.unseen_characters import readable_text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is a prefix of this
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Not allowed in XML 1.0, not even as character references.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOST_RUBBISH = 0.1  # maximum fraction of invalid characters; binary data is far above


def guessed(raw: bytes, declared: str = "") -> str:
    """Decode the text of a field.

    Args:
        raw: Its bytes.
        declared: Character set declared by the file; used if the bytes are valid in it.
    """
    for charset in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


def utf16(raw: bytes) -> str:
    """Decode UTF-16 of unknown byte order.

    Without a byte order mark, the order is guessed: in any language, the high bytes vary less than the low ones.

    Args:
        raw: The bytes.
    """
    for mark, charset in _BOMS[3:]:
        if raw.startswith(mark):
            return raw[2:].decode(charset, "replace")
    little = len(set(raw[1::2])) <= len(set(raw[0::2]))
    return raw.decode("utf-16-le" if little else "utf-16-be", "replace")


def user_comment(raw: bytes) -> str:
    """Decode EXIF's UserComment, whose first eight bytes name the character set, often wrongly.

    Args:
        raw: The bytes of the field.
    """
    name, body = raw[:8].rstrip(b"\0 ").upper(), raw[8:]
    if name == b"UNICODE":
        text = utf16(body[: len(body) // 2 * 2])
    elif name == b"JIS":
        text = guessed(body.rstrip(b"\0"), "iso2022_jp")
    elif name in {b"ASCII", b""}:
        text = guessed(body.strip(b"\0"))
    else:
        text = guessed(raw.rstrip(b"\0"))  # written without the name
    return readable(text)


def readable(text: str) -> str:
    """Normalise line ends and remove control characters; empty if the result was no text.

    Args:
        text: The text of a field.
    """
    text = text.replace("\r\n", "\n").strip("\0 \t\r\n")
    clean = readable_text(text)
    if len(text) - len(clean) + clean.count("\ufffd") > _MOST_RUBBISH * len(text):
        return ""
    return clean.strip()


def xml_safe(text: str) -> str:
    """Remove characters that XML does not allow, and normalise line ends.

    Args:
        text: Any text.
    """
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def xml_text(raw: bytes) -> str:
    """Decode an XML document, without byte order mark, declaration, padding, and characters that XML does not allow.

    Args:
        raw: The document.
    """
    text = _decoded(raw)
    text = _DECLARATION.sub("", text, count=1)
    return _FORBIDDEN.sub("", text).strip()


def _decoded(raw: bytes) -> str:
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(charset, "replace")
    head = raw[:4]
    for start, charset in ((b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"),
                           (b"\0<", "utf-16-be")):  # fmt: skip
        if head.startswith(start):
            return raw.decode(charset, "replace")
    declared = _DECLARED.match(raw[:200].decode("latin-1"))
    return guessed(raw, declared[1] if declared else "")
