"""What is wrong with files that a person named: unlike those of watched folders, they were not listed."""

from dataclasses import replace
from pathlib import Path

from photon.domain.photo.problem import Problem
from photon.language import tr


def named(problem: Problem, path: str) -> Problem:
    """Return a problem in the words for a file that a person named.

    Args:
        problem: Why the file can't be read.
        path: The file, as the person named it.
    """
    if problem.kind == "vanished":
        return replace(problem, message=tr("This file doesn't exist."))
    if Path(path).is_dir():
        return replace(problem, message=tr("This is a folder."), hint=tr("Name the files in it instead."))
    return problem
