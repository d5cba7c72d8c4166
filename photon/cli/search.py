"""``photon search`` and ``photon similar``: find photos; arguments that look like options may be part of a query."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TextIO

import click

from photon.app.one_shot_search import OneShotSearch
from photon.app.search.stacked_answer import FoundStack, StackedAnswer
from photon.cli.kit.options import NumberRange, common, echo_json, library_of
from photon.cli.kit.progress_line import ProgressLine
from photon.domain import Answer, Hit, Like, PhotonError, Query
from photon.domain.films.play_time import play_time
from photon.language import number, tr, tr_n
from photon.search.query_language import Parsed, parse, part_text, read_like

_MARK = "\0"  # cannot occur in a command-line argument


class QueryCommand(click.Command):
    """``photon search beach -people -tag:work``: an argument with one dash is part of the query, except ``-h``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Mark these arguments so that click ignores them, then remove the marks."""
        rest = super().parse_args(ctx, _marked(args, self._taking_values()))
        for name, value in ctx.params.items():
            if isinstance(value, tuple):
                ctx.params[name] = tuple(_bare(item) for item in value)
        return rest

    def _taking_values(self) -> frozenset[str]:
        options = [each for each in self.params if isinstance(each, click.Option) and not each.is_flag]
        return frozenset(name for option in options for name in option.opts)


def _marked(arguments: Sequence[str], taking_values: frozenset[str]) -> list[str]:
    marked: list[str] = []
    before, is_query = "", False
    for argument in arguments:
        is_query = is_query or argument == "--"
        one_dash = argument.startswith("-") and argument[1:2] not in ("", "-") and argument != "-h"
        takes = one_dash and not is_query and before not in taking_values
        marked.append(_MARK + argument if takes else argument)
        before = argument
    return marked


def _bare(item: object) -> object:
    return item.removeprefix(_MARK) if isinstance(item, str) else item


_LONGEST_NAMED = 60  # maximum number of characters of a malformed part that are repeated


@click.command(cls=QueryCommand)
@click.argument("words", nargs=-1, metavar="[QUERY]...")
@click.option("--like", "likes", multiple=True, metavar="FILE[#X,Y,W,H | #t=SECONDS]",
              help="Example photo, a part of it, or a moment of a video; can be repeated.")  # fmt: skip
@click.option(
    "--not", "unwanted", multiple=True, metavar="WORDS", help="Exclude photos that show this; can be repeated."
)
@click.option("--folder", metavar="DIR", help="Only photos in this folder and its subfolders.")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="Maximum number of photos.")
@click.option("--balance", type=NumberRange(0, 1), metavar="0..1",
              help="Balance of examples and words: 0 only the examples, 1 only the words.")  # fmt: skip
@click.option("--strength", type=NumberRange(0, 2), metavar="0..2", help="How much words change an example.")
@click.option("--encoder", metavar="NAME", help="Use this model for this search only; for a list: photon encoders list")
@click.option("--no-translation", is_flag=True, help="Search for the words as typed, also where they aren't English.")
@click.option("--left-out", is_flag=True, help="Show what the excluded words leave out instead of what they leave.")
@click.option("--stacks", is_flag=True, help="Show one photo for each stack, and how many photos of the stack match.")
@click.option("--queries", type=click.File(encoding="utf-8"), help="File with one query per line; prints JSON Lines.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def search(
    context: click.Context,
    /,
    queries: TextIO | None,
    stacks: bool,  # noqa: FBT001 - click passes flags
    as_json: bool,  # noqa: FBT001
    **given: object,
) -> None:
    """Find photos by words, by example, or by both: photon search a dog on the beach.

    QUERY may use the query language: beach -people, like:photo.jpg, date:last-summer, (sea OR lake).
    Several arguments are joined with spaces; to use quotation marks in a query, put it into single quotes.
    """
    template = _template(given)
    with _open(context, given["encoder"]) as quick:
        if queries is not None:
            for line in queries:
                click.echo(_json_line(quick, parse(line, template), stacks=stacks))
        else:
            typed = " ".join(_strings(given["words"]))
            parsed = parse(typed, template)
            for mistake in parsed.mistakes:
                what = " ".join(typed[mistake.start : mistake.end].split())[:_LONGEST_NAMED]
                click.echo(_about(what, mistake.message, mistake.hint), err=True)
            if parsed.mistakes and parsed.query.empty:  # that nothing is left to search is no news
                context.exit(1)
            found = _found(quick, parsed.query, stacks=stacks)
            _print(found.answer, as_json=as_json, shown=lambda hit: _record(quick, found, hit, stacks=stacks),
                   stacks=found.stacks)  # fmt: skip
            if not as_json and (words := quick.related_words(parsed.query, found.answer)):
                click.echo(tr("Also: {words}", words=", ".join(words)), err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--top", default=20, show_default=True, type=click.IntRange(1), help="Maximum number of photos.")
@click.option("--encoder", metavar="NAME", help="Use this model for this search only; for a list: photon encoders list")
@click.option("--all", "show_all", is_flag=True, help="List near-duplicates one by one.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array.")
@common
def similar(
    context: click.Context,
    /,
    file: str,
    as_json: bool,  # noqa: FBT001 - click passes flags
    **given: object,
) -> None:
    """Find photos like FILE, which need not be in the library."""
    with _open(context, given["encoder"]) as quick:
        query = Query.build(likes=(Like(file),), top=int(str(given["top"])))
        answer = quick.similar(query, fold=not given["show_all"])
        if not as_json:
            _print(answer, as_json=False, shown=_as_dict)
            return
        paths = quick.paths([photo for hit in answer.hits for photo in hit.alike])
        hits = [{**_as_dict(hit), "alike": [paths[p] for p in hit.alike if p in paths]} for hit in answer.hits]
        echo_json(hits, indent=1)


def _open(context: click.Context, encoder: object) -> OneShotSearch:
    line = ProgressLine()
    quick = OneShotSearch(library_of(context), line.preparing, str(encoder) if encoder else None)
    line.clear()
    return quick


def _strings(given: object) -> tuple[str, ...]:
    return tuple(str(item) for item in given) if isinstance(given, tuple) else ()


def _template(given: Mapping[str, object]) -> Query:
    """Return the query made of the options; the parsed text is added later."""
    query = Query.build(
        unwanted=_strings(given["unwanted"]),
        likes=tuple(_example(text) for text in _strings(given["likes"])),
        folder=str(Path(str(given["folder"])).resolve()) if given["folder"] else None,
        top=int(str(given["top"])),
    )
    balance, strength = given["balance"], given["strength"]
    return replace(
        query,
        balance=balance if isinstance(balance, float) else query.balance,
        strength=strength if isinstance(strength, float) else query.strength,
        is_literal=bool(given["no_translation"]),
        shows_excluded=bool(given["left_out"]),
    )


def _example(text: str) -> Like:
    """Parse an example; an existing file of that name takes precedence over a region of another file."""
    if Path(text).exists():
        return Like(text)
    try:
        return read_like(text)
    except PhotonError as error:
        raise click.BadParameter(str(error), param_hint="--like") from error


def _found(quick: OneShotSearch, query: Query, *, stacks: bool) -> StackedAnswer:
    return quick.search_stacks(query) if stacks else StackedAnswer(quick.search(query))


def _record(quick: OneShotSearch, found: StackedAnswer, hit: Hit, *, stacks: bool) -> dict[str, object]:
    """Return a hit for JSON; with ``stacks``, also the stack that it stands for, or None."""
    if not stacks:
        return _as_dict(hit)
    stack = found.stacks.get(hit.photo)
    if stack is None:
        return {**_as_dict(hit), "stack": None}
    paths = quick.paths(stack.photos)
    named = [paths[photo] for photo in stack.photos if photo in paths]
    return {**_as_dict(hit), "stack": {"matching": stack.matching, "photos": named}}


def _json_line(quick: OneShotSearch, parsed: Parsed, *, stacks: bool) -> str:
    """Return the answer to one of many queries as JSON; an error must not stop the others."""
    query = parsed.query
    record: dict[str, object] = {"query": query.text}
    try:
        found = _found(quick, query, stacks=stacks)
        answer = found.answer
        record |= {
            "sentence": answer.sentence,
            "translation": answer.translation,
            "notices": answer.notices,
            "left_out": answer.excluded,
            "ignored": [
                {"part": part_text(part.part), "message": part.message, "hint": part.hint} for part in answer.ignored
            ],
            "hits": [_record(quick, found, hit, stacks=stacks) for hit in answer.hits],
        }
    except PhotonError as error:
        record |= {"error": str(error), "hits": []}
    record["mistakes"] = [asdict(mistake) for mistake in parsed.mistakes]
    return json.dumps(record, ensure_ascii=False)


def _print(
    answer: Answer,
    *,
    as_json: bool,
    shown: Callable[[Hit], dict[str, object]],
    stacks: Mapping[int, FoundStack] | None = None,
) -> None:
    for ignored in answer.ignored:
        click.echo(_about(part_text(ignored.part), ignored.message, ignored.hint), err=True)
    if as_json:
        translation = {"translation": answer.translation} if answer.translation else {}
        echo_json([{**shown(hit), **translation} for hit in answer.hits], indent=1)
        return
    for notice in answer.notices:
        click.echo(notice, err=True)
    click.echo(answer.sentence)
    for position, hit in enumerate(answer.hits):
        if position == answer.strong and answer.strong:
            click.echo(tr("Possible matches:"))
        click.echo(f"{number(hit.score, 2):>5}  {_named(hit, (stacks or {}).get(hit.photo))}")
    if answer.excluded:
        sentence = tr_n(
            "Left out {count:,} photo that seems to show what you excluded; --left-out shows it.",
            "Left out {count:,} photos that seem to show what you excluded; --left-out shows them.",
            answer.excluded,
        )
        click.echo(sentence, err=True)
    if answer.searchable < 1:
        click.echo(tr("{share:.0%} of your photos are searchable so far.", share=answer.searchable), err=True)


def _about(part: str, message: str, hint: str) -> str:
    return tr("“{part}”: {message}", part=part, message=f"{message} {hint}".strip())


def _named(hit: Hit, stack: FoundStack | None) -> str:
    if stack is not None:
        return f"{hit.path} ({_stack_words(stack)})"
    if hit.missing:
        return tr("{path} (missing)", path=hit.path)
    if hit.moment is not None:
        return tr("{path} (at {time})", path=hit.path, time=play_time(hit.moment))
    if not hit.alike:
        return hit.path
    return tr_n(
        "{path} (and {count:,} near-duplicate)",
        "{path} (and {count:,} near-duplicates)",
        len(hit.alike),
        path=hit.path,
    )


def _stack_words(stack: FoundStack) -> str:
    whole = len(stack.photos)
    if stack.matching >= whole:
        return tr("stack of {count:,} photos", count=whole)
    return tr_n(
        "{count:,} of {whole:,} photos in this stack matches",
        "{count:,} of {whole:,} photos in this stack match",
        stack.matching,
        whole=whole,
    )


def _as_dict(hit: Hit) -> dict[str, object]:
    record = {"path": hit.path, "score": hit.score, "strong": hit.strong, "why": list(hit.why), "photo": hit.photo}
    moments = {"moment": hit.moment, "moments": [asdict(moment) for moment in hit.moments]} if hit.moments else {}
    return {**record, "copies": list(hit.copies), **({"missing": True} if hit.missing else {}), **moments}
