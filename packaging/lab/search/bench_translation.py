r"""Measure queries in other languages: how many of the first eight photos of its English twin each query finds.

    python -m lab.search.bench_translation LIBRARY [--languages de fr …] [--worst 10]

``queries_CODE.txt`` has 60 pairs for its language, written before the lexicons: ``Katze ohne Menschen = cat -people``.
The first column of figures is the share with translation, the second (the baseline) without.
"""

import argparse
from dataclasses import replace
from pathlib import Path

from photon.app.one_shot_search import OneShotSearch
from photon.domain import Query
from photon.search.query_language import parse

_FIRST = 8


def main() -> None:
    """Print the share of the twin's first photos, by language."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library", type=Path)
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--worst", type=int, default=0, help="also print so many queries with the lowest shares")
    arguments = parser.parse_args()
    files = sorted(Path(__file__).parent.glob("queries_??.txt"))
    with OneShotSearch(arguments.library, lambda *_: None) as search:
        for file in files:
            code = file.stem.removeprefix("queries_")
            if not arguments.languages or code in arguments.languages:
                _measure(search, code, file, arguments.worst)


def _measure(search: OneShotSearch, code: str, file: Path, worst: int) -> None:
    rows = []
    for line in file.read_text(encoding="utf-8").splitlines():
        query, _, twin = line.partition(" = ")
        wanted = set(_first(search, parse(twin).query)[0])
        found, english = _first(search, parse(query).query)
        plain, _ = _first(search, replace(parse(query).query, is_literal=True))
        rows.append((len(wanted & set(found)) / _FIRST, len(wanted & set(plain)) / _FIRST, query, english, twin))
    share, untranslated = sum(row[0] for row in rows) / len(rows), sum(row[1] for row in rows) / len(rows)
    print(f"{code}  {len(rows)} queries  {share:.1%}  untranslated {untranslated:.1%}")
    for found_share, _, query, english, twin in sorted(rows)[:worst]:
        print(f"    {found_share:.2f}  {query}  →  {english or '-'}   (twin: {twin})")


def _first(search: OneShotSearch, query: Query) -> tuple[list[int], str]:
    answer = search.search(replace(query, top=_FIRST))
    return [hit.photo for hit in answer.hits], answer.translation


if __name__ == "__main__":
    main()
