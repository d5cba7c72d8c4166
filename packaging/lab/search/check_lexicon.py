r"""Check a lexicon: its size, lines without new information, and missing names of tags.

python -m lab.search.check_lexicon resources/lexicons/fr.txt
"""

import argparse
import re
import sys
from collections import Counter
from pathlib import Path

from photon.annotate.tags.vocabulary_file import everyday
from photon.annotate.tags.word_key import word_key
from photon.resource_files import resource
from photon.search.lexicons.lexicon import WordLexicon

_LONGEST = 120


def main() -> None:
    """Print the faults of a lexicon."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lexicon", type=Path)
    parser.add_argument("--forms", action="store_true", help="also list forms that an earlier line has")
    arguments = parser.parse_args()
    text = arguments.lexicon.read_text(encoding="utf-8")
    WordLexicon.parse(arguments.lexicon.stem, text.lower())
    faults = [*_long_lines(text), *_tag_faults(text), *(_repeated(text) if arguments.forms else ())]
    print("\n".join(faults))
    entries = list(_entries(text))
    senses = {(_first(forms).lower(), english) for _, forms, english in entries}
    print(f"{len(entries)} lines, {len(senses)} different entries")
    sys.exit(bool(faults))


def _entries(text: str) -> list[tuple[str, str, str]]:
    """Return the section, forms and English of each line."""
    found, section = [], ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line[1 : line.index("]")]
        elif line and line[0] not in "#@":
            forms, _, english = line.partition("=")
            found.append((section, forms, english.partition(" / ")[0].strip()))
    return found


def _first(forms: str) -> str:
    return re.split(r"[|,]", forms)[0].strip()


def _long_lines(text: str) -> list[str]:
    return [f"line {n} is too long" for n, line in enumerate(text.splitlines(), 1) if len(line) > _LONGEST]


def _tag_faults(text: str) -> list[str]:
    shown = {english: _first(forms) for section, forms, english in _entries(text) if section == "tag"}
    names = {entry.name for entry in everyday().entries}
    pattern = resource("lexicons/de.txt").read_text(encoding="utf-8")
    wanted = {english for section, _, english in _entries(pattern) if section == "tag"}
    counted = Counter(word_key(shown.get(name, name)) for name in names)
    return [
        *(f"[tag] lacks: {name}" for name in sorted(wanted - shown.keys())),
        *(f"[tag] unknown: {name}" for name in sorted(shown.keys() - names)),
        *(f"[tag] shown twice: {name}" for name, count in counted.items() if count > 1),
    ]


def _repeated(text: str) -> list[str]:
    """Return forms of one meaning to which an earlier line gives another one."""
    seen: dict[str, str] = {}
    faults = []
    for _, forms, english in _entries(text):
        own = {part.strip().lower() for part in re.split(r"[|,]", forms)} - {""}
        faults += [f"{form}: {seen[form]}, not {english}" for form in own if seen.setdefault(form, english) != english]
    return faults


if __name__ == "__main__":
    main()
