"""Bytes to text, where nobody can be trusted to have said which characters they are.

Metadata declare their character set rarely, and wrongly at times. UTF-8 is tried first: text in another set that
happens to be valid UTF-8 is practically always plain ASCII. What remains is taken for Windows-1252, the set of most
programs that wrote without declaring, and which holds Latin-1.
"""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins like UTF-16's: comes before it
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(r"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# not allowed in XML 1.0, not even as references
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_MOST_RUBBISH = 0.1  # of the characters; a camera's private numbers are far above


def guessed(raw: bytes, declared: str = "") -> str:
    """The text of a field.

    Args:
        raw: Its bytes.
        declared: The character set that its file declares; believed where the bytes are valid in it.
    """
    for charset in filter(None, (declared, "utf-8")):
        try:
            return raw.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", "replace")


def utf16(raw: bytes) -> str:
    """Text in UTF-16 of unknown byte order.

    The order is told by a mark, else by variety: in any language the high bytes of the characters vary less than
    the low ones.
    """
    for mark, charset in _BOMS[3:]:
        if raw.startswith(mark):
            return raw[2:].decode(charset, "replace")
    little = len(set(raw[1::2])) <= len(set(raw[0::2]))
    return raw.decode("utf-16-le" if little else "utf-16-be", "replace")


def user_comment(raw: bytes) -> str:
    """EXIF's UserComment: eight bytes name the character set, and are often wrong."""
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
    """Text as people wrote it: line ends as one sign, without what cannot be seen; empty when it was never text."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip("\0 \t\n")
    clean = _CONTROLS.sub("", text)
    if len(text) - len(clean) + clean.count("\ufffd") > _MOST_RUBBISH * len(text):
        return ""
    return clean.strip()


def xml_safe(text: str) -> str:
    """Text without the characters that XML does not know, and with line ends as one sign."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def xml_text(raw: bytes) -> str:
    """The text of an XML document, without mark, declaration, padding, and characters that XML does not know."""
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
