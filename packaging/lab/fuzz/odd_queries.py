"""Malformed and random search queries."""

import random

from photon.search.query_tokens import HELP

_VALUES = (
    *(
        "",
        "x",
        "2024",
        "2024-13",
        "0000-00-00",
        "2020..1999",
        "..",
        ">",
        ">=5",
        "<-1",
        "1e999",
        "NaN",
        "-0",
        "٣",
        "5km",
    ),
    *(
        "91,181",
        "48,2,0km",
        "999999999999999999999",
        "*",
        "%",
        "_",
        "a/b/c",
        "/" * 50,
        "\\",
        "\0",
        "'; DROP TABLE x",
    ),
    *("“open", "ä" * 300, "\u202e", "none", "any", "me", "IMG_0001.jpg", "C:\\x", "~/x", "../..", "#1", "#0.1,0.2,0.3"),
    *("like:#1", "f/0", "1/0", "iso:", "0.0000001", "\U0001f469\u200d\U0001f467"),
)
_GLUE = (
    *(" ", "  ", ",", " or ", " not ", "-", "--", "(", ")", "((", "))", '"', "“", "«", "|", "&", ":", "::", "*", "2*"),
    *("-3.5*", "0*", "\t", "\n", "\u3000", "，"),
)
_WORDS = ("dog", "red car at night", "ohne", "without", "AND", "und", "的", "Straße", "e\u0301", "\ud800", "\x1b[31m")
_LENGTHS = (1, 3, 10, 40, 400, 5_000)


def odd_query(chance: random.Random) -> str:
    """Return fields, values, words and punctuation in random order, occasionally of great length."""
    fields = (*HELP, "tags", "person", "http", "unknown", "")
    parts: list[str] = []
    for _ in range(chance.choice(_LENGTHS)):
        match chance.randrange(4):
            case 0:
                parts.append(f"{chance.choice(fields)}:{chance.choice(_VALUES)}")
            case 1:
                parts.append(chance.choice(_GLUE))
            case 2:
                parts.append(chance.choice(_WORDS))
            case _:
                parts.append(
                    "".join(chr(chance.choice((chance.randrange(32, 127), chance.randrange(0xD800)))) for _ in "four")
                )
    return chance.choice(("", " ", " ")).join(parts)
