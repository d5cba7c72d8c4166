"""The texts of the export dialog."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from photon.app.export.training_plan import TrainingExport
from photon.domain.metadata.export_recipe import Exported, ExportPlan, Split
from photon.language import counted, tr, tr_n
from photon.ui.kit.formatting import rough_size

_SHOWN = 12


def plan_words(plan: ExportPlan) -> tuple[str, bool]:
    """Describe what would be exported, and return whether to warn."""
    todo, there = len(plan.missing), len(plan.targets) - len(plan.missing)
    parts = [_much(todo, plan.bytes) if todo else tr("Nothing left to export")]
    if there:
        parts.append(tr_n("{count:,} already exported", "{count:,} already exported", there))
    if plan.left_out:
        parts.append(counted(len(plan.left_out), "skipped", "skipped"))
    is_tight = plan.free is not None and plan.bytes > plan.free
    if is_tight and plan.free is not None:
        parts.append(tr("only {size} free", size=rough_size(plan.free)))
    return " · ".join(parts), is_tight


def training_words(export: TrainingExport) -> tuple[str, bool]:
    """Describe the training set, and return whether to warn."""
    plan = export.plan
    parts = Counter(one.split for one in export.examples.values())
    if not export.examples:
        return " · ".join([tr("None of these photos can be used for training"), *_left(plan)]), True
    photos = f"{counted(len(export.examples), 'photo')}: {_shares(parts)}"
    return " · ".join([photos, *_left(plan)]), False


def _much(files: int, size: int) -> str:
    return tr("{files}, about {size}", files=counted(files, "file"), size=rough_size(size))


def _shares(parts: Mapping[Split, int]) -> str:
    train, val, test = parts.get("train", 0), parts.get("val", 0), parts.get("test", 0)
    words = (
        tr("{count:,} for training", count=train) if train else "",
        tr("{count:,} for validation", count=val) if val else "",
        tr("{count:,} for testing", count=test) if test else "",
    )
    return ", ".join(filter(None, words))


def _left(plan: ExportPlan) -> list[str]:
    return [counted(len(plan.left_out), "skipped", "skipped")] if plan.left_out else []


def reasons(plan: ExportPlan) -> str:
    """Return why some photos cannot be exported, for a tooltip."""
    lines = [f"{Path(one.path).name}: {one.message}" if one.path else one.message for one in plan.left_out[:_SHOWN]]
    more = len(plan.left_out) - _SHOWN
    return "\n".join([*lines, *([tr("and {count:,} more", count=more)] if more > 0 else [])])


def outcome_words(done: Exported, noun: str = "file") -> tuple[str, str]:
    """Describe the outcome: a headline and a sentence."""
    made = done.lines if noun != "file" else len(done.made)
    end = next((one for one in done.left_out if one.reason in {"full", "not-allowed"}), None)
    if not done.is_whole:
        head = tr("Stopped") if end is None else end.message
    else:
        head = tr("Exported") if made or done.there else tr("Nothing exported")
    what = {"row": counted(made, "row"), "photo": counted(made, "photo")}.get(noun, counted(made, "file"))
    parts = [tr("{things} in {folder}", things=what, folder=done.folder)]
    if done.there and noun == "file":
        parts.append(tr_n("{count:,} already there", "{count:,} already there", done.there))
    if not done.is_whole:
        parts.append(tr("export again to continue"))
    return head, " · ".join(parts)
