"""Write the frequency of each subject into the vocabulary of subjects.

    python -m lab.captions.count_subjects one.txt other.txt [--vocabulary resources/vocabularies/subjects.txt]

The files contain captions, one per line; none of them may be used in a benchmark that uses the vocabulary. The number
after each name is twice the base-10 logarithm of its mentions plus one, rounded.
"""

import argparse
import math
import re
from collections import Counter
from pathlib import Path

from lab.starter.starter_data import read_sentences

_WORD = re.compile(r"[a-z]+")


def main() -> None:
    """Read the captions and update the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("captions", type=Path, nargs="+")
    parser.add_argument("--vocabulary", type=Path, default=Path("resources/vocabularies/subjects.txt"))
    parser.add_argument("--without", type=Path, help="a file of captions that are left out, one per line")
    arguments = parser.parse_args()
    left_out = set(read_sentences([arguments.without])) if arguments.without else set()
    mentions = _count([line for line in read_sentences(arguments.captions) if line not in left_out])
    lines = []
    for line in arguments.vocabulary.read_text(encoding="utf-8").splitlines():
        group, colon, names = line.partition(":")
        if colon and not line.startswith("#"):
            lines.append(f"{group}: " + ", ".join(_marked(name, mentions) for name in names.split(",")))
        else:
            lines.append(line)
    arguments.vocabulary.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _count(captions: list[str]) -> Counter[str]:
    """Count each sequence of one to four words."""
    found = Counter[str]()
    for caption in captions:
        words = _WORD.findall(caption.lower())
        for length in range(1, 5):
            found.update(" ".join(words[at : at + length]) for at in range(len(words) - length + 1))
    return found


def _marked(entry: str, mentions: Counter[str]) -> str:
    name = entry.strip().rstrip("0123456789").strip()
    number = mentions[name.lower()] + mentions[f"{name.lower()}s"]
    return f"{name} {round(2 * math.log10(1 + number))}"


if __name__ == "__main__":
    main()
