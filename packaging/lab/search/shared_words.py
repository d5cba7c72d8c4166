r"""Write resources/lexicons/shared.txt: words of the lexicons that are also English, or names of people and places.

    python -m lab.search.shared_words --wordnet DICT --captions coco_captions.txt … --names names.txt

A query of such words alone (gift, chat, son) does not show its language. Run it after lexicons have changed.
"""

import argparse
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from photon.resource_files import resource
from photon.search.lexicons.lexicon import find_word, folded_lexicon, lexicon_codes, load_lexicon, without_accents

_WORD = re.compile(r"[^\W\d_]+")
# In WordNet only as names or rare loans, but everyday words elsewhere: they do show the language.
_NOT_SHARED_LINES = """
amarillo artifice baum bola burg canard capra chapeau chemise conduit couverture donne essen fille frau gallina gens
hombre hoy junto kip klimt kopje kura lapin leer luge malt mange mantel mariposa molto morgen mutter nad neve paseo
pelota plage primer quarto rood rote rucksack sandburg serviette sind sulla tasse twee ultimo veld verdure visage
zimmer
"""
_NOT_SHARED = frozenset(_NOT_SHARED_LINES.split())
_HEAD = """# Words of the lexicons that are also English, or names: they do not show in which language a query is.
# Made by packaging/lab/search/shared_words.py from captions, WordNet 3.0 and a list of names.
"""


def main() -> None:
    """Write the list."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--captions", type=Path, nargs="+", required=True)
    parser.add_argument("--names", type=Path, required=True)
    arguments = parser.parse_args()
    words = {word for path in arguments.captions for word in _words(path)} | set(_wordnet(arguments.wordnet))
    names = set(_words(arguments.names))
    known = {word for word in words | names if any(_is_known(code, word) for code in lexicon_codes())}
    known |= {word for word in names if any(find_word(code, word) for code in lexicon_codes())}  # also joined words
    shared = sorted(known - _NOT_SHARED)
    body = textwrap.fill(" ".join(shared), 120, break_long_words=False, break_on_hyphens=False)
    resource("lexicons/shared.txt").write_text(f"{_HEAD}{body}\n", encoding="utf-8")


def _is_known(code: str, word: str) -> bool:
    return bool(load_lexicon(code).find(word) or folded_lexicon(code).find(without_accents(word)))


def _words(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from (word.lower() for word in _WORD.findall(line))


def _wordnet(folder: Path) -> Iterator[str]:
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"index.{part}").read_text(encoding="ascii").splitlines():
            lemma = line.partition(" ")[0]
            if lemma.isalpha():
                yield lemma


if __name__ == "__main__":
    main()
