"""``photon search`` and ``photon similar``."""

import json
from pathlib import Path
from typing import TextIO

import click

from photon.app.quick import Quick
from photon.cli.options import common, library_of
from photon.cli.progress_line import ProgressLine
from photon.domain import Answer, Hit, Like, PhotonError, Query
from photon.search import parse


@click.command()
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--like", "likes", multiple=True, metavar="FILE", help="An example picture; may be given several times.")
@click.option("--not", "unwanted", multiple=True, metavar="WORDS", help="What the photo must not show.")
@click.option("--folder", metavar="DIR", help="Only photos below this folder.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="At most this many photos.")
@click.option("--queries", type=click.File(encoding="utf-8"), help="One query per line; answers as JSON Lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
@click.pass_context
def search(
    context: click.Context,
    /,
    queries: TextIO | None,
    as_json: bool,  # noqa: FBT001 - click passes flags
    **given: object,
) -> None:
    """Find photos by words, by example, or by both: photon search a dog on the beach."""
    template = Query.of(
        unwanted=_strings(given["unwanted"]),
        likes=tuple(Like(path) for path in _strings(given["likes"])),
        folder=str(Path(str(given["folder"])).resolve()) if given["folder"] else None,
        top=int(str(given["top"])),
    )
    with _open(context) as quick:
        if queries is not None:
            for line in queries:
                click.echo(_json_line(quick, parse(line, template).query))
        else:
            _print(quick.search(parse(" ".join(_strings(given["words"])), template).query), as_json=as_json)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="At most this many photos.")
@click.option("--all", "show_all", is_flag=True, help="List nearly identical photos one by one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
@click.pass_context
def similar(context: click.Context, file: str, top: int, show_all: bool, as_json: bool) -> None:  # noqa: FBT001
    """Find photos like FILE, which need not be in the library."""
    with _open(context) as quick:
        answer = quick.similar(Query.of(likes=(Like(file),), top=top), fold=not show_all)
        if not as_json:
            _print(answer, as_json=False)
            return
        paths = quick.paths([photo for hit in answer.hits for photo in hit.alike])
        hits = [{**_as_dict(hit), "alike": [paths[p] for p in hit.alike if p in paths]} for hit in answer.hits]
        click.echo(json.dumps(hits, ensure_ascii=False, indent=1))


def _open(context: click.Context) -> Quick:
    line = ProgressLine()
    quick = Quick(library_of(context), line.preparing)
    line.clear()
    return quick


def _strings(given: object) -> tuple[str, ...]:
    return tuple(str(item) for item in given) if isinstance(given, tuple) else ()


def _json_line(quick: Quick, query: Query) -> str:
    """The answer to one of many queries; a query that cannot be answered must not end the others."""
    try:
        answer = quick.search(query)
    except PhotonError as error:
        return json.dumps({"query": query.text, "error": str(error), "hits": []}, ensure_ascii=False)
    hits = [_as_dict(hit) for hit in answer.hits]
    told = {"query": query.text, "sentence": answer.sentence, "notices": answer.notices, "hits": hits}
    return json.dumps(told, ensure_ascii=False)


def _print(answer: Answer, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_as_dict(hit) for hit in answer.hits], ensure_ascii=False, indent=1))
        return
    for notice in answer.notices:
        click.echo(notice, err=True)
    click.echo(answer.sentence)
    for place, hit in enumerate(answer.hits):
        if place == answer.strong and answer.strong:
            click.echo("Less sure:")
        behind = f" (and {len(hit.alike):,} nearly the same)" if hit.alike else ""
        click.echo(f"{hit.score:5.2f}  {hit.path}{behind}")
    if answer.searchable < 1:
        click.echo(f"{answer.searchable:.0%} of your photos can be searched so far.", err=True)


def _as_dict(hit: Hit) -> dict[str, object]:
    return {"path": hit.path, "score": hit.score, "strong": hit.strong, "why": list(hit.why), "photo": hit.photo}
