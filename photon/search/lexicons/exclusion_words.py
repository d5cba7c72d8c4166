"""Words that exclude something, in languages without a lexicon: ``海滩上没有人`` is a beach without people."""

import functools
import re
from typing import NamedTuple

from photon.resource_files import resource

_LONGEST = 200  # characters; the patterns take time that grows with the square
# In Turkish also an ending; but many words only look like that.
_ENDING = re.compile(r"(?P<U>\w{2,})(?:sız|siz|suz|süz)\s(?P<W>.+)", re.IGNORECASE)
_PARTICLE = re.compile(r"(?<=[\uac00-\ud7a3])[가은는]$")  # not 이, with which nouns end (고양이)


class ReadExclusion(NamedTuple):
    """A text that excludes something.

    Attributes:
        wanted: What is wanted, as typed; may be empty.
        unwanted: What is not.
        is_sure: Whether a word says so; else an ending does, which a word may have that excludes nothing.
    """

    wanted: str
    unwanted: str
    is_sure: bool = True


def find_exclusion(text: str) -> ReadExclusion | None:
    """Return what a text in Arabic, Chinese, Japanese, Korean, Russian, Thai or Turkish excludes, if it does.

    Args:
        text: Words from one part of a query.
    """
    for pattern in (*_patterns(), _ENDING) if len(text) <= _LONGEST else ():
        if found := pattern.fullmatch(text):
            wanted, unwanted = (found[name].strip(" ,，、") for name in ("W", "U"))
            return ReadExclusion(wanted, _PARTICLE.sub("", unwanted), pattern is not _ENDING) if unwanted else None
    return None


@functools.cache
def _patterns() -> list[re.Pattern[str]]:
    lines = resource("lexicons/exclusions.txt").read_text(encoding="utf-8").splitlines()
    return [re.compile(line, re.IGNORECASE) for line in lines if not line.startswith("#")]
