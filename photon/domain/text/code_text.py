"""What a QR code or another code says, in words: networks and visiting cards come as lists of fields."""

import re

from photon.domain.unseen_characters import clean_line

WIFI = "WIFI:"
"""How the text of a Wi-Fi code begins; the name follows and, after a comma, the kind of the key, and the key."""
_FIELD = re.compile(r"(\w+):((?:\\.|[^;\\])*);", re.DOTALL)  # of WIFI: and MECARD:, where \ comes before ; : , and \
_CARD = re.compile(r"^(FN|N|ORG|TITLE|TEL|EMAIL|URL|ADR|NOTE)(?:;[^:\n]*)?:(.*)$", re.MULTILINE | re.IGNORECASE)
_FOLDED = re.compile(r"\r?\n[ \t]")  # a line of a card that goes on in the next one (RFC 6350)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def code_text(content: str) -> str:
    """Return the content of a code as one line, without control and bidirectional characters; in no language.

    Args:
        content: As the code has it: a text, an address, a Wi-Fi network (``WIFI:``), a card (``MECARD:`` or vCard).
    """
    content = content.strip()
    kind, _, rest = content.partition(":")
    if kind.upper() == "WIFI":
        fields = {name.upper(): _plain(value) for name, value in _FIELD.findall(f"{rest};")}
        key = f", {fields.get('T') or 'WPA'}: {fields['P']}" if fields.get("P") else ""
        return clean_line(f"{WIFI} {fields['S']}{key}" if "S" in fields else content)
    values = list[str]()
    if kind.upper() == "MECARD":
        values = [value for _, value in _FIELD.findall(f"{rest};")]
    elif content[:11].upper() == "BEGIN:VCARD":
        found = _CARD.findall(_FOLDED.sub("", content))
        has_name = any(name.upper() == "FN" for name, _ in found)
        values = [value for name, value in found if not (has_name and name.upper() == "N")]
    return _joined(values) or clean_line(content)


def _joined(values: list[str]) -> str:
    parts = (re.sub(r"(?<!\\);+", " ", value) for value in values)
    return clean_line(", ".join(dict.fromkeys(text for part in parts if (text := _plain(part).strip()))))


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
