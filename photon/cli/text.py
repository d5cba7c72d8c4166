"""``photon text``: read what is written in pictures."""

import click

from photon.annotate.text.document_fields import fields_of
from photon.annotate.text.document_kind import kind_of
from photon.app.text.file_texts import FileText, texts_of
from photon.app.text.text_languages import languages_of
from photon.cli.kit.options import common, echo_json, path_text
from photon.domain.photo.page_text import TextLine
from photon.language import tr_n


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@common
def text(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001 - click passes flags
    """Read the text in each FILE: a receipt, a sign, a page, a screenshot.

    The files need not be in the library and are never changed. The exit code is 1 if one of them could not be read.
    """
    failed = False
    for found in texts_of(files):
        if as_json:
            echo_json(_as_dict(found))
        else:
            _print(found, is_named=len(files) > 1)
        failed = failed or found.problem is not None
    if failed:
        context.exit(1)


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
