"""``photon vocabulary``: the words that may be suggested as tags."""

import json
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from photon.cli.kit.options import common, open_session
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath, tag_paths, tag_text
from photon.language import tr, tr_n
from photon.library.tags.tag_settings import LANGUAGE

if TYPE_CHECKING:
    from photon.annotate.tags.keyword_lists import KeywordForm
    from photon.annotate.tags.vocabulary import TagVocabulary
    from photon.app.tags.vocabularies import KeywordList, WordsAdded

FORMS = ("lightroom", "digikam", "photon")  # formats of keyword lists


@click.group()
@common
def vocabulary(_: click.Context) -> None:
    """Show and change the words that Photon can suggest as tags."""


@vocabulary.command("list")
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--own", is_flag=True, help="Only words that you added.")
@click.option("--off", is_flag=True, help="Only words that are switched off.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@common
def show(context: click.Context, /, words: tuple[str, ...], own: bool, off: bool, as_json: bool) -> None:  # noqa: FBT001
    """List all words, or those that start with WORD, with their synonyms."""
    with open_session(context) as session:
        known = session.vocabularies.get().result()
        mine = {word.path for word in session.vocabularies.own().result()}
    wanted = " ".join(words).casefold()
    for row, entry in enumerate(known.entries):
        names = (*entry.words, entry.shown)
        if (own and entry.keyword not in mine) or (off and not entry.is_off) or entry.is_grouping:
            continue
        if any(name.casefold().startswith(wanted) for name in names):
            click.echo(_as_line(known, row, as_json=as_json))


@vocabulary.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@common
def off(context: click.Context, words: tuple[str, ...]) -> None:
    """Never suggest WORD; separate several with commas."""
    _switch(context, words, on=False)


@vocabulary.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@common
def on(context: click.Context, words: tuple[str, ...]) -> None:
    """Suggest WORD again."""
    _switch(context, words, on=True)


@vocabulary.command()
@click.argument("words", nargs=-1, metavar="[WORD]...")
@click.option("--file", "files", multiple=True, metavar="FILE",
              help="Import a keyword list from Photon, Lightroom, digiKam or a text editor.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(FORMS),
              help="Format of FILE; detected by default.")  # fmt: skip
@click.option("--folders", is_flag=True, help="Add the names of folders that contain photos.")
@common
def add(
    context: click.Context,
    /,
    words: tuple[str, ...],
    files: tuple[str, ...],
    form: "KeywordForm | None",
    folders: bool,  # noqa: FBT001
) -> None:
    """Add your own words; use / for sub-tags (Pets/Fluffy) and separate several with commas."""
    if not (words or files or folders):
        raise click.UsageError(tr("Nothing to add. Name words, or use --file or --folders."))
    with open_session(context) as session:
        added = session.vocabularies.add_all(" ".join(words), files, form, folder_names=folders).result()
    sources = [*([""] if words else []), *files, *([""] if folders else [])]
    for one, source in zip(added, sources, strict=True):
        _print_added(one, source)


@vocabulary.command()
@click.option("--to", "path", required=True, metavar="FILE", help="The file to write, or - for the terminal.")
@click.option("--format", "form", type=click.Choice(FORMS), default="photon", show_default=True,
              help="Format of the list.")  # fmt: skip
@click.option("--counts", is_flag=True, help="Add the number of photos of each tag; only with --format photon.")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@common
def export(context: click.Context, path: str, form: "KeywordForm", counts: bool, force: bool) -> None:  # noqa: FBT001
    """Export your tags and your own words as a keyword list, without sensitive ones."""
    if counts and form != "photon":
        raise click.UsageError(
            tr("Other programs would read the numbers as keywords. Use --counts only with --format photon.")
        )
    with open_session(context) as session:
        to = sys.stdout if path == "-" else path
        done = session.vocabularies.save(to, form, with_counts=counts, replace=force).result()
    click.echo(_exported(done), err=not done.path)


def _exported(done: "KeywordList") -> str:
    if done.path:
        text = tr_n(
            "Exported {count:,} keyword to {file}.",
            "Exported {count:,} keywords to {file}.",
            done.keywords,
            file=done.path,
        )
    else:
        text = tr_n("Exported {count:,} keyword.", "Exported {count:,} keywords.", done.keywords)
    if not done.left_out:
        return text
    return f"{text} {tr_n('Skipped {count:,} sensitive.', 'Skipped {count:,} sensitive.', done.left_out)}"


@vocabulary.command()
@click.argument("words", nargs=-1, required=True, metavar="WORD...")
@common
def remove(context: click.Context, words: tuple[str, ...]) -> None:
    """Remove your own words; photos keep their tags."""
    with open_session(context) as session:
        mine = [word.path for word in session.vocabularies.own().result()]
        paths = [path for path in tag_paths(" ".join(words)) if path in mine]
        if not paths:
            raise PhotonError(
                tr("None of these is one of your own words."), tr("For a list: photon vocabulary list --own")
            )
        session.vocabularies.remove(paths).result()
    click.echo(tr("Removed {words}. Photos keep their tags.", words=_named(paths)))


@vocabulary.command()
@click.argument("code", required=False)
@common
def language(context: click.Context, code: str | None) -> None:
    """Show or choose the language of suggested tags: photon vocabulary language de."""
    with open_session(context) as session:
        if code:
            session.vocabularies.choose(LANGUAGE, code).result()
        now = session.vocabularies.setting(LANGUAGE).result()
        for one in session.vocabularies.languages():
            click.echo(f"{'*' if one.code == now else ' '} {one.code}  {one.name}")


def _switch(context: click.Context, words: Sequence[str], *, on: bool) -> None:

    with open_session(context) as session:
        known = session.vocabularies.get().result()
        rows = [_find(known, path) for path in tag_paths(" ".join(words))]
        session.vocabularies.switch([known.entries[row].path for row in rows], on).result()
    named = _named([known.keyword(row) for row in rows])
    click.echo(tr("Suggesting again: {words}", words=named) if on else tr("No longer suggesting: {words}", words=named))


def _find(known: "TagVocabulary", path: TagPath) -> int:
    row = known.place_of(path)
    if row is None and len(path) == 1:
        row = known.place(path[0])
    if row is None:
        raise PhotonError(
            tr("The vocabulary has no word “{word}”.", word=tag_text(path)), tr("For a list: photon vocabulary list")
        )
    return row


def _print_added(added: "WordsAdded", source: str) -> None:
    """Print how many words were added, and which lines of a file (or of the arguments) were not understood."""
    for fault in added.faults:
        line, why = fault.line, fault.reason
        if source:
            click.echo(tr("{file}, line {line}: {reason}", file=source, line=line, reason=why), err=True)
        else:
            click.echo(tr("line {line}: {reason}", line=line, reason=why), err=True)
    click.echo(tr_n("Added {count:,} word.", "Added {count:,} words.", added.words))


def _named(paths: Sequence[TagPath]) -> str:
    return ", ".join(tag_text(path) for path in paths)


def _as_line(known: "TagVocabulary", row: int, *, as_json: bool) -> str:
    entry, path = known.entries[row], known.keyword(row)
    if as_json:
        record = {"tag": path[-1], "path": path, "words": entry.words, "on": not entry.is_off}
        return json.dumps({**record, "sensitive": entry.is_sensitive}, ensure_ascii=False)
    others = [word for word in entry.words if word != path[-1]]
    off = f"  {tr('(off)')}" if entry.is_off else ""
    return f"{tag_text(path)}{' = ' if others else ''}{', '.join(others)}{off}"
