"""What the export dialog says, in words."""

from collections import Counter
from pathlib import Path

from photon.app.export.training_plan import TrainingExport
from photon.domain.metadata.export_recipe import Exported, ExportPlan, Split
from photon.language import counted
from photon.ui.kit.formatting import number, rough_size

_SHOWN = 12
_PARTS: dict[Split, str] = {"train": "for training", "val": "for validation", "test": "for testing"}


def plan_words(plan: ExportPlan) -> tuple[str, bool]:
    """What would be made, and whether there is something to worry about."""
    todo, there = len(plan.missing), len(plan.targets) - len(plan.missing)
    parts = [f"{counted(todo, 'file')}, about {rough_size(plan.bytes)}" if todo else "Nothing left to export"]
    if there:
        parts.append(f"{number(there)} already exported")
    if plan.left_out:
        parts.append(f"{number(len(plan.left_out))} skipped")
    is_tight = plan.free is not None and plan.bytes > plan.free
    if is_tight and plan.free is not None:
        parts.append(f"only {rough_size(plan.free)} free")
    return " · ".join(parts), is_tight


def training_words(export: TrainingExport) -> tuple[str, bool]:
    """What a training set would have, and whether there is something to worry about."""
    plan = export.plan
    parts = Counter(one.split for one in export.examples.values())
    if not export.examples:
        return " · ".join(["None of these photos can be used for training", *_left(plan)]), True
    shares = ", ".join(f"{number(parts[split])} {words}" for split, words in _PARTS.items() if parts[split])
    words = [f"{counted(len(export.examples), 'photo')}: {shares}"]
    return " · ".join([*words, *_left(plan)]), False


def _left(plan: ExportPlan) -> list[str]:
    return [f"{number(len(plan.left_out))} skipped"] if plan.left_out else []


def reasons(plan: ExportPlan) -> str:
    """Why some cannot go, for a tooltip."""
    lines = [f"{Path(one.path).name}: {one.message}" if one.path else one.message for one in plan.left_out[:_SHOWN]]
    more = len(plan.left_out) - _SHOWN
    return "\n".join([*lines, *([f"and {number(more)} more"] if more > 0 else [])])


def outcome_words(done: Exported, noun: str = "file") -> tuple[str, str]:
    """What came of it: a headline and a sentence."""
    made = done.lines if noun != "file" else len(done.made)
    end = next((one for one in done.left_out if one.reason in {"full", "not-allowed"}), None)
    if not done.is_whole:
        head = "Stopped" if end is None else end.message
    else:
        head = "Exported" if made or done.there else "Nothing exported"
    parts = [f"{counted(made, noun)} in {done.folder}"]
    if done.there and noun == "file":
        parts.append(f"{number(done.there)} already there")
    if not done.is_whole:
        parts.append("export again to continue")
    return head, " · ".join(parts)
