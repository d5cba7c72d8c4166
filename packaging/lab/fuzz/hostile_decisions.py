"""Files of decisions as attackers, full disks and other programs produce them, and the results of importing them."""

import json
import random
from pathlib import Path
from typing import Any

from lab.fuzz.mutations import mutate_bytes, mutate_text

from photon.domain import PhotonError
from photon.library import Library, open_library
from photon.library.decisions.decision_export import decision_lines
from photon.library.decisions.decision_import import merge_portion, read_portions
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.undoing import undo_step

_AT = "2026-01-05T10:00:00.000Z-0001"
_PHOTO = {"path": "/a/1.jpg", "at": _AT, "device": "d1", "by": "person"}
_LINES: tuple[dict[str, Any], ...] = (
    {"what": "tag", "tag": ["Places", "Oslo"], "state": "confirmed", "certainty": 0.5, "run": "r1", **_PHOTO},
    {"what": "tag", "tag": ["Places", "Rome"], "state": "none", **_PHOTO},
    {"what": "tag", "tag": ["Dog"], "state": "rejected", **_PHOTO},
    {"what": "tag", "tag": ["Ann"], "state": "example", "regions": [[0.1, 0.2, 0.3, 0.4]], **_PHOTO},
    {"what": "caption", "title": "A title", "text": "By the sea.", "origin": "edited", **_PHOTO},
    {"what": "fits", "caption_hash": "0011", **_PHOTO},
    {"what": "declined", "text": "A dog.", **_PHOTO},
    {"what": "rating", "stars": 3, **_PHOTO},
    {"what": "favourite", "on": True, **_PHOTO},
    {"what": "agreed", "file": "1.jpg", "known": {"keywords": [["Dog"]], "rating": 3}, "sidecars": 5, **_PHOTO},
    {"what": "branch", "tag": ["Places", "Oslo", "Harbour"], "learned": True, "kind": "place", "at": _AT},
    {"what": "branch", "tag": ["Places"], "on": False, "at": _AT},
    {"what": "word", "tag": ["Birds", "Wren"], "synonyms": ["Jenny"], "own": True, "at": _AT},
    {"what": "search", "name": "Sea", "query": "sea rating:>=3", "folder": "/a", "at": _AT},
    {"what": "setting", "name": "hide_sensitive", "value": True, "at": _AT},
    {"what": "folder", "folder": "/a/photos", "unnamed": True, "at": _AT},
    {"what": "skip", "pattern": "*.tmp", "at": _AT},
    {"what": "run", "run": "r1", "kind": "confirm", "title": "x", "made": "2026-01-05", "photos": 3, "at": _AT},
)
_KEPT = frozenset({None, "run", "agreed"})  # the heading, and what undo does not revert
_SIGNATURE = frozenset({"at", "by", "device", "made"})
_HEADING = {"photon": "decisions", "format": 1, "library": "x", "device": "d1", "made": _AT}
_ODD: tuple[Any, ...] = (
    *(None, True, -1, 0, 5, 6, 1 << 40, 1 << 63, 1 << 2000, 0.5, -0.0, 1e308, float("nan"), float("inf")),
    *("", " ", "\0", "\ud800", "a" * 70_000, "../../../etc/passwd", "%s'\"; DROP TABLE tags; --", "\x1b]0;x\x07", "/"),
    *("9999-12-31T23:59:59.999Z-ffff", "0001-01-01T00:00:00.000Z-0000", "2026-13-45", "00" * 16, "ff" * 16, "zz"),
    *([], [[]], [""], ["a"] * 3000, ["Places", "Places", "Places"], ["Places", "rome"], [["a", ["b"]]], {}, {"a": {}}),
    *([[0, 0, 1, 1]], [[-1, 0, 2, 5]], ["Places/Rome"], ["Dog", "\u0301"], ["\u202eevil"], "sensitive", "confirmed"),
)


def forge_decisions(chance: random.Random) -> bytes:
    """Return a file of decisions about the photos of ``filled_library``, partly valid and partly damaged.

    Args:
        chance: Random generator.
    """
    lines = [_line(chance) for _ in range(chance.randint(1, 40))]
    text = "\n".join(lines) + chance.choice(("\n", "", "\n\n", "\r\n"))
    kind = chance.random()
    if kind < 0.2:
        return mutate_bytes(text.encode("utf-8", "surrogatepass"), chance)
    return (
        mutate_text(text.encode("utf-8", "replace").decode(), chance) if kind < 0.3 else text.encode("utf-8", "replace")
    )


def _line(chance: random.Random) -> str:
    known = dict(chance.choice((*_LINES, _HEADING)) if chance.random() < 0.9 else _HEADING)
    if "path" in known:
        hashed = chance.randrange(25).to_bytes(16, "big").hex()  # 20 of these photos exist
        known |= {"hash": hashed, "image": chance.choice((hashed, ""))}
    if "at" in known:
        known["at"] = f"20{chance.randrange(10, 26)}-01-05T10:00:00.000Z-{chance.randrange(1 << 16):04x}"
    for _ in range(chance.choice((0, 0, 1, 1, 2))):
        field = chance.choice([*known, "unknown"])
        if chance.random() < 0.2:
            known.pop(field, None)
        else:
            known[field] = chance.choice(_ODD)
    if chance.random() < 0.01:
        return "[" * 100_000
    return json.dumps(known, ensure_ascii=chance.random() < 0.5)


def imported(directory: Path, forged: Path) -> tuple[str, bool]:
    """Return the outcome of an import, and whether it is a fault.

    It is also a fault if rows refer to missing rows, if a second import of the same file changes something, or if the
    decisions differ from the original ones after undoing the import.

    Args:
        directory: A library that nothing else uses.
        forged: The file of decisions.
    """
    try:
        with open_library(directory, writable=True) as library:
            before = _decided(library)
            step, taken = _merge(library, forged)
            if library.db.execute("PRAGMA foreign_key_check").fetchall():
                return "imported rows that refer to none", True
            if again := _merge(library, forged)[1]:
                return f"importing the same again changed {again}", True
            if step:
                undo_step(library, step)
            if taken and _decided(library) != before:
                return f"not as before after undoing the import of {taken}", True
    except PhotonError:
        return "refused with a sentence", False
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return f"error while importing: {error!r:.200}", True
    return "decisions imported" if taken else "nothing to import", False


def _merge(library: Library, forged: Path) -> tuple[int, list[str]]:
    """Import a file; return the step and the kinds of decisions that were imported."""
    report, step = DecisionReport(), 0
    with forged.open("rb") as file:
        for lines in read_portions(file, report):
            with library.transaction():
                library.journal.sign("decisions", "imported decisions", step=step)
                merge_portion(library, lines, report)
                step = library.journal.step
    return (step if report.taken.total() else 0), sorted(+report.taken)


def _decided(library: Library) -> set[str]:
    """Return the decisions that can be undone, without their time and author."""
    found, waiting = set(), {row[0] for row in library.db.execute("SELECT line FROM waiting_decisions")}
    for text, _ in decision_lines(library):
        for line in text.splitlines():
            known = json.loads(line)
            if line not in waiting and known.get("what") not in _KEPT and _is_something(known):
                found.add(json.dumps({key: value for key, value in known.items() if key not in _SIGNATURE}))
    return found


def _is_something(known: dict[str, Any]) -> bool:
    """Return whether a line has any content."""
    match known.get("what"):
        case "caption":
            return bool(known["title"] or known["text"])
        case "rating":
            return bool(known["stars"])
        case "fits":
            return bool(known["caption_hash"])
        case "setting":
            return bool(known["value"] is not None)
        case "tag":
            return bool(known["state"] != "none")
        case _:
            return bool(known.get("on", True))
