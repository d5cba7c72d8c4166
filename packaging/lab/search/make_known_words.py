"""Make the list of English words that Photon knows, by which it tells words that nobody knows.

    python -m lab.search.make_known_words DICT

``DICT`` is the folder of WordNet 3.0. First come common words: those of the starter's tokenizer, in its order, which is
about that of their frequency, and of Photon's own lists. Behind an empty line follow towns of at least 100,000 people,
and the rest of WordNet. Writes ``resources/lexicons/english.gz``.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from photon.annotate.places.place_data import known_towns
from photon.library.db.text_folding import fold
from photon.resource_files import resource
from photon.search.lexicons.known_words import FILE
from photon.vision.kit.bundled_weights import TOKENIZER

_ADDED = Path(__file__).with_name("known_words.txt")
_SHORTEST, _CITY = 3, 100_000
_PARTS = ("noun", "verb", "adj", "adv")
_LISTS = (
    "vocabularies/everyday.txt", "vocabularies/subjects.txt", "explore/hypernyms.txt", "starter/kinds.json",
    "places/countries.txt", "places/regions.txt",
)  # fmt: skip


def main() -> None:
    """Parse the arguments and write the list."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("dict", type=Path)
    vocabulary: dict[str, int] = json.loads(TOKENIZER.path().read_text(encoding="utf-8"))["model"]["vocab"]
    common = _words((*sorted(vocabulary, key=vocabulary.__getitem__), *_own_lines()))
    others = [word for word in _words(_texts(parser.parse_args().dict)) if word not in common]
    path = resource("lexicons") / Path(FILE).name
    text = "\n".join(["", *common, "", *others, ""])
    path.write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(common):,} and {len(others):,} words, {path.stat().st_size:,} bytes")


def _own_lines() -> Iterator[str]:
    for path in (*map(resource, _LISTS), _ADDED):
        yield from (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))


def _texts(wordnet: Path) -> Iterator[str]:
    towns = known_towns()
    yield from (towns.names[row] for row in (towns.populations >= _CITY).nonzero()[0].tolist())
    for path in (wordnet / name.format(part) for name in ("index.{}", "{}.exc") for part in _PARTS):
        lines = path.read_text(encoding="utf-8").splitlines()
        yield from (line.split(" ", 1)[0].replace("_", " ") for line in lines)


def _words(texts: Iterable[str]) -> dict[str, None]:
    words = (word for text in texts if not text.startswith("##") for word in fold(text).split())
    return dict.fromkeys(word for word in words if len(word) >= _SHORTEST and word.isascii() and word.isalpha())


if __name__ == "__main__":
    main()
