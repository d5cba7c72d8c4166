"""``photon duplicates``: show copies of files and pictures and shots of one moment, and decide about copies."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from photon.app.duplicates.set_rules import RULE_NAMES, KeepRule
from photon.app.duplicates.set_texts import TITLES
from photon.cli.export import megabytes
from photon.cli.kit.options import common, echo_json, open_session, path_text
from photon.cli.kit.progress_line import ProgressLine
from photon.cli.kit.selection import Selection
from photon.cli.organize.bin import MANY, tell_moved
from photon.domain.photo.photo_set import SET_KINDS
from photon.language import counted, tr, tr_n

if TYPE_CHECKING:
    from photon.app.duplicates.duplicates import FoundSet
    from photon.app.duplicates.set_plan import SetPlan
    from photon.app.session import Session


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--kind", type=click.Choice(SET_KINDS), multiple=True, help="Only sets of this kind; may be repeated.")
@click.option("--not", "are_apart", is_flag=True, help="Remember that the photos at PATH... are no duplicates.")
@click.option("--query", metavar="QUERY", help="Only sets among the photos that a search finds.")
@click.option("--bin", "to_bin", is_flag=True, help="Keep the best of each set, move its copies below PATH to the bin.")
@click.option("--keep", type=click.Choice(RULE_NAMES[:-1]),
              help="With --bin: what stays of each set; the best by default.")  # fmt: skip
@click.option("--keep-in", metavar="FOLDER",
              help="With --bin: keep what is in FOLDER; sets without a file there stay as they are.")  # fmt: skip
@click.option("--dry-run", is_flag=True, help="With --bin: show which files would be moved; move nothing.")
@click.option("--yes", is_flag=True, help="Move many photos without asking.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per set and line.")
@common
def duplicates(context: click.Context, /, paths: tuple[str, ...], **given: Any) -> None:  # noqa: ANN401
    """Show copies and shots of one moment, the best first, in the library or below each PATH.

    Copies of a file or a picture may be offered for deletion (offer); what is probably the same picture, shots of a
    moment, brackets, panoramas, focus stacks and pairs of RAW and JPEG never are. Without --bin nothing is moved. With
    it, the tags, captions, ratings and albums of what goes are merged into the photo that stays; photon undo and photon
    bin bring it all back.
    """
    if given["are_apart"] and (given["to_bin"] or given["query"] or not paths):
        raise click.UsageError(tr("Say which photos are no duplicates: --not PATH PATH..., without --bin."))
    rule = _read_rule(given)
    with open_session(context) as session:
        if given["are_apart"]:
            _keep_apart(session, paths)
            return
        among = None
        if (paths and not given["to_bin"]) or given["query"]:
            among = Selection(() if given["to_bin"] else paths, given["query"], None, None).photos(session)
        for some in (paths, (rule.folder,)) if given["to_bin"] else ():
            if any(some):
                Selection(some, None, None, None).photos(session)  # says so where a path is unknown
        found = session.duplicates.find_sets(among).result()
        sets = [one for one in found.sets if not given["kind"] or one.kind in given["kind"]]
        if given["to_bin"]:
            is_done = _move_to_bin(session, sets, rule, given, list(map(_absolute, paths)))
        else:
            is_done = _show(sets, as_json=given["as_json"])
    tell_waiting(found.waiting)
    if not is_done:
        context.exit(1)


def tell_waiting(count: int) -> None:
    """Print to stderr how many photos were not compared yet, if any."""
    if count:
        text = tr_n(
            "Photon has not compared {count:,} photo yet. To do so now: photon index",
            "Photon has not compared {count:,} photos yet. To do so now: photon index",
            count,
        )
        click.echo(text, err=True)


def _show(sets: list["FoundSet"], *, as_json: bool) -> bool:
    for one in sets:
        if as_json:
            echo_json(_as_dict(one))
        else:
            click.echo(_as_text(one))
    if not as_json:
        _tell_sum(sets)
    return True


def _keep_apart(session: "Session", paths: tuple[str, ...]) -> None:
    """Of one path all files with its content are wanted."""
    photos = Selection(paths, None, None, None).photos(session)
    count = session.sets.keep_apart([photos]).result()
    if count:
        text = tr_n(
            "{count:,} photo is kept as no duplicate from now on.",
            "{count:,} photos are kept as no duplicates of each other from now on.",
            count,
        )
        click.echo(text)
    else:
        click.echo(tr("This was decided before. Nothing was changed."))


def _read_rule(given: dict[str, Any]) -> KeepRule:
    """Return what is to stay of each set.

    Raises:
        UsageError: The options contradict each other.
    """
    name, folder = given["keep"], given["keep_in"]
    if (name or folder is not None) and not given["to_bin"]:
        raise click.UsageError(tr("--keep and --keep-in only work with --bin."))
    if folder is None:
        return KeepRule(name or "best")
    if name:
        raise click.UsageError(tr("--keep and --keep-in can't be combined; choose one of them."))
    if not folder.strip():
        raise click.UsageError(tr("--keep-in is empty. Name a folder, or use . (a dot) for the current one."))
    return KeepRule("folder", _absolute(folder))


def _absolute(path: str) -> str:
    return str(Path(path).expanduser().resolve())


def _move_to_bin(
    session: "Session", sets: list["FoundSet"], rule: KeepRule, given: dict[str, Any], below: list[str]
) -> bool:
    """Keep what the rule says of each set; tells whether anything was done where it could be."""
    plan = session.sets.plan_by_rule(sets, rule, below).result()
    size = megabytes(plan.bytes)
    if given["dry_run"] or not plan.photos:
        _tell_plan(plan, size, as_json=given["as_json"])
        return bool(plan.photos) or not plan.bin.obstacles
    question = tr("Move {count:,} duplicates ({size}) to the bin?", count=plan.photos, size=size)
    if plan.photos > MANY and not given["yes"] and not click.confirm(question, err=True):
        return True
    line = ProgressLine()
    outcome = session.sets.carry_out(plan, lambda done, among: line.working(done / among, tr("Moving photos"))).result()
    line.clear()
    tell_moved(plan.bin, outcome, as_json=given["as_json"])
    return bool(outcome.moved) or not outcome.obstacles


def _tell_plan(plan: "SetPlan", size: str, *, as_json: bool) -> None:
    for _, error in plan.bin.obstacles:
        click.echo(str(error), err=True)
    for unit in plan.bin.units:
        if as_json:
            echo_json({"path": unit[0].source, "with": [one.source for one in unit[1:]]})
        else:
            click.echo(
                "\n  + ".join([path_text(unit[0].source), *(path_text(Path(one.source).name) for one in unit[1:])])
            )
    text = tr_n(
        "{count:,} duplicate ({size}) would be moved to the bin.",
        "{count:,} duplicates ({size}) would be moved to the bin.",
        plan.photos,
        size=size,
    )
    click.echo(text, err=as_json)


def _as_dict(one: "FoundSet") -> dict[str, object]:
    paths = [path_text(path) for path in one.paths]
    return {"kind": one.kind, "photos": paths, "best": paths[0], "reasons": list(one.reasons), "offer": one.offer}


def _as_text(one: "FoundSet") -> str:
    title = TITLES[one.kind]
    if one.reasons:
        title = f"{title}: {'; '.join(one.reasons)}"
    marks = ["*" if one.has_best else " ", *(("-" if one.offer else " ") for _ in one.paths[1:])]
    lines = [f"  {mark} {path_text(path)}" for mark, path in zip(marks, one.paths, strict=True)]
    return "\n".join([title, *lines, ""])


def _tell_sum(sets: list["FoundSet"]) -> None:
    if not sets:
        click.echo(tr("No copies and no shots of one moment."))
        return
    count = sum(len(one.paths) - 1 for one in sets if one.offer)
    text = tr_n(
        "* marks the best, - what is a copy of it: {count:,} file in {sets}. Nothing was deleted.",
        "* marks the best, - what is a copy of it: {count:,} files in {sets}. Nothing was deleted.",
        count,
        sets=counted(len(sets), "set"),
    )
    click.echo(text)
