"""``photon text``: read what is written in pictures."""

import click

from photon.annotate.text.document_fields import fields_of
from photon.annotate.text.document_kind import kind_of
from photon.app.text.file_texts import FileText, texts_of
from photon.app.text.text_languages import languages_of
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.selection import Selection
from photon.domain.photo.page_text import TextLine
from photon.domain.text.stated_facts import FIELD_NAMES, KIND_NAMES, FactField
from photon.domain.unseen_characters import line_written_out
from photon.language import tr_n


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@click.option("--facts", is_flag=True, help="Of photos in the library, show what you confirmed and Photon suggests.")
@common
def text(context: click.Context, files: tuple[str, ...], as_json: bool, facts: bool) -> None:  # noqa: FBT001 - click passes flags
    """Read the text in each FILE: a receipt, a sign, a page, a screenshot.

    The files need not be in the library, except with --facts, and are never changed. The exit code is 1 if one of them
    could not be read.
    """
    if facts:
        _print_facts(context, files, as_json=as_json)
        return
    failed = False
    for found in texts_of(files):
        if as_json:
            echo_json(_as_dict(found))
        else:
            _print(found, is_named=len(files) > 1)
        failed = failed or found.problem is not None
    if failed:
        context.exit(1)


def _print_facts(context: click.Context, files: tuple[str, ...], *, as_json: bool) -> None:
    with open_session(context) as session:
        photos = Selection(files, None, None, None).photos(session)
        paths, found = session.browsing.paths(photos).result(), session.texts.facts.facts_of(photos).result()
    for photo in photos:
        path, own = path_text(paths[photo]), found.get(photo, {})
        if as_json:
            values = {
                field: {"value": one.value, "confidence": round(one.confidence, 3), "confirmed": one.is_confirmed}
                for field, one in own.items()
            }
            echo_json({"path": path, "facts": values})
        else:
            texts = [
                f"{FIELD_NAMES[field]}: {_shown(field, one.value)}{' ✓' * one.is_confirmed}"
                for field, one in own.items()
            ]
            click.echo("\n  ".join([path, *map(line_written_out, texts)]))


def _shown(field: FactField, value: str) -> str:
    return KIND_NAMES.get(value, value) if field == "kind" else value


def _print(found: FileText, *, is_named: bool) -> None:
    path = path_text(found.path)
    if found.problem is not None:
        click.echo(f"{path}: {found.problem.message} {found.problem.hint}".rstrip(), err=True)
        return
    lines = [line.text for line in found.page.lines]
    if is_named:
        lines = [path, *(f"  {line}" for line in lines)]
    for line in lines:
        click.echo(line)
    if found.page.unreadable:
        notice = tr_n(
            "{path}: {count:,} line in a script that Photon can't read",
            "{path}: {count:,} lines in a script that Photon can't read",
            found.page.unreadable,
            path=path,
        )
        click.echo(notice, err=True)


def _as_dict(found: FileText) -> dict[str, object]:
    lines, problem = found.page.written, found.problem
    return {
        "path": path_text(found.path),
        "text": [line.text for line in lines],
        "boxes": [_box(line) for line in lines],
        "languages": list(languages_of(lines)),
        "kind": None if problem else kind_of(found.page),
        "fields": {
            name: {"value": one.value, "confidence": round(one.confidence, 3)}
            for name, one in fields_of(found.page).items()
        },
        "codes": [{"format": line.code, "text": line.text, "box": _box(line)} for line in found.page.codes],
        "confidence": [round(line.confidence, 3) for line in lines],
        "unreadable": found.page.unreadable,
        "error": f"{problem.message} {problem.hint}".rstrip() if problem else None,
    }


def _box(line: TextLine) -> list[float]:
    return [round(share, 4) for share in line.corners]
