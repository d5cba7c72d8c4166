"""``photon facts``: show the metadata of files as Photon reads it."""

import click

from photon.app.metadata.metadata_reading import accounts_of
from photon.cli.kit.options import common, echo_json, path_text
from photon.domain.films.play_time import play_time
from photon.domain.metadata.album import album_text
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.metadata.tag import tag_text
from photon.domain.photo.marks import FLAG_NAMES
from photon.language import tr

_NAMES = {
    "format": tr("format"),
    "size": tr("size"),
    "seconds": tr("length"),
    "taken": tr("taken"),
    "gps": tr("gps"),
    "camera": tr("camera"),
    "lens": tr("lens"),
    "title": tr("title"),
    "caption": tr("caption"),
    "keywords": tr("keywords"),
    "albums": tr("albums"),
    "rating": tr("rating"),
    "label": tr("label"),
    "flag": tr("flag"),
}


@click.command()
@click.argument("files", nargs=-1, metavar="FILE...", required=True)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per file and line.")
@click.option("--no-sidecar", is_flag=True, help="Ignore sidecars (.xmp and .json files).")
@common
def facts(context: click.Context, files: tuple[str, ...], as_json: bool, no_sidecar: bool) -> None:  # noqa: FBT001 - click passes flags
    """Show the metadata of each FILE: size, time, place, keywords, caption, title, marks, camera.

    The files need not be in the library and are never changed. The exit code is 1 if one of them could not be read.
    """
    failed = False
    for account in accounts_of(files, sidecars=not no_sidecar):
        for problem in (*account.passed_over, *filter(None, [account.unused])):
            click.echo(f"{path_text(problem.path)}: {problem.message} {problem.hint}".rstrip(), err=True)
        if as_json:
            echo_json(_as_dict(account))
        else:
            click.echo(_as_text(account))
        failed = failed or account.problem is not None
    if failed:
        context.exit(1)


def _as_dict(account: FileMetadata) -> dict[str, object]:
    facts_, words, problem = account.facts, account.metadata, account.problem
    return {
        "path": path_text(account.path),
        "format": facts_ and facts_.format,
        "width": facts_ and facts_.width,
        "height": facts_ and facts_.height,
        "seconds": account.seconds,
        "taken": facts_ and facts_.taken,
        "gps": list(facts_.gps) if facts_ and facts_.gps else None,
        "keywords": [list(path) for path in words.keywords] if words else [],
        "albums": list(map(album_text, words.albums.paths)) if words else [],
        "caption": words and words.caption,
        "title": words and words.title,
        "rating": _rating(words.rating) if words else None,
        "label": words and words.label,
        "flag": words and words.pick,
        "camera": facts_ and facts_.camera,
        "lens": facts_ and facts_.lens,
        "error": f"{problem.message} {problem.hint}".rstrip() if problem else None,
    }


def _rating(rating: float | None) -> float | None:
    """Return the stars, as an integer if possible."""
    return int(rating) if rating is not None and rating.is_integer() else rating


def _as_text(account: FileMetadata) -> str:
    if account.problem:
        return f"{path_text(account.path)}\n  {account.problem.message} {account.problem.hint}".rstrip()
    record = _as_dict(account)
    words = account.metadata
    record["keywords"] = ", ".join(tag_text(path) for path in words.keywords) if words else ""
    record["albums"] = ", ".join(map(album_text, words.albums.paths)) if words else ""
    record["size"] = f"{record.pop('width')} × {record.pop('height')}"
    if account.facts and account.facts.taken:
        record["taken"] = _time(account.facts.taken)
    record["seconds"] = play_time(account.seconds) if account.seconds else None
    record["flag"] = FLAG_NAMES[words.pick] if words and words.pick else None
    record["gps"] = account.facts and account.facts.gps and "{:.6f}, {:.6f}".format(*account.facts.gps)
    lines = [path_text(account.path)]
    width = max(map(len, _NAMES.values())) + 1
    for field, name in _NAMES.items():
        value = record[field]
        if value not in (None, ""):
            lines.append(f"  {name:<{width}}" + str(value).replace("\n", "\n" + " " * (width + 2)))
    return "\n".join(lines)


def _time(taken: str) -> str:
    """Return the camera's local time; marked if it is UTC."""
    return taken.removesuffix("+00:00").replace("T", " ") + " UTC" if taken.endswith("+00:00") else taken
