"""Parse the options of ``photon export``."""

from pathlib import Path
from typing import Any

import click

from photon.domain.metadata.export_recipe import (  # fmt: skip
    TABLE_FORMATS,
    CopyContents,
    FileChoice,
    Reencode,
    TableChoice,
    TrainingChoice,
)
from photon.export.columns import USUAL, read_columns

Choice = FileChoice | TableChoice | TrainingChoice


def read_choice(place: str, given: dict[str, Any]) -> Choice:
    """Convert options to a choice.

    Args:
        place: Destination.
        given: Options by name.

    Returns:
        What to export, and how.

    Raises:
        UsageError: The options contradict each other.
        PhotonError: An option is malformed.
    """
    if not place.strip():
        raise click.UsageError("--to is empty. Name a folder; the one that you are in is called . (a dot).")
    if given["columns"] is not None or given["table"]:
        return _table(place, given)
    if place == "-":
        raise click.UsageError("Only a table goes to the terminal; copies and training sets need a folder: --to FOLDER")
    if given["training"]:
        return _training(given)
    return FileChoice(given["template"], _redrawn(given), _carried(given, usual="keep"))


def _table(place: str, given: dict[str, Any]) -> TableChoice:
    if given["dry_run"] or given["training"]:
        raise click.UsageError("A table has neither --dry-run nor --training.")
    by_ending = {f".{one}": one for one in TABLE_FORMATS}
    form = given["table"] or by_ending.get(Path(place).suffix.casefold())
    if form is None:
        raise click.UsageError("Say with --table csv, json or jsonl what the file shall be.")
    columns = USUAL if given["columns"] is None else read_columns(given["columns"])
    return TableChoice(columns, form, with_mark=given["excel"], verbatim=given["verbatim"])


def _training(given: dict[str, Any]) -> TrainingChoice:
    if given["words"]:
        raise click.UsageError("--words is about copies; a training set has the words beside its pictures.")
    return TrainingChoice(
        given["training"],
        given["told"],
        _redrawn(given),
        _carried(given, usual="strip"),
        _shares(given["split"]),
        folds=not given["keep_alike"],
        licence=given["licence"],
        credit=given["credit"],
        per_shard=given["per_shard"],
    )


def _shares(text: str) -> tuple[int, int, int]:
    parts = text.split(",")
    if len(parts) != 3 or not all(part.strip().isdigit() for part in parts):
        raise click.UsageError("--split wants three percentages, for training, validation and test: 80,10,10")
    train, val, test = (int(part) for part in parts)
    return train, val, test


def _redrawn(given: dict[str, Any]) -> Reencode | None:
    size, drawn, quality, colours = (given[name] for name in ("long_side", "drawn", "quality", "colours"))
    usual = Reencode()
    if size is None and drawn is None:
        if quality or colours:
            raise click.UsageError("--quality and --colours need --long-side or --format: copies stay as they are.")
        return None
    return Reencode(drawn or usual.format, size, quality or usual.quality, colours or usual.colours)


def _carried(given: dict[str, Any], usual: str) -> CopyContents:
    without = given["without"]
    keeps = (given["metadata"] or usual) == "keep"
    return CopyContents(keeps, places="places" not in without, people="people" not in without, words=given["words"])
