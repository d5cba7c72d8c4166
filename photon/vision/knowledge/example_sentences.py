"""English texts like captions and queries, made of the parts of sentences that ship with Photon."""

import random

from photon.vision.knowledge.english_reading import read_phrases


def example_sentences(count: int) -> list[str]:
    """Return sentences of random subjects, actions and places, such as ``two children playing in the snow``.

    Args:
        count: How many.

    Raises:
        OSError: The file is missing or damaged.
    """
    choose = random.Random(0)  # noqa: S311 - not for secrets
    names = read_phrases().phrases
    subjects, actions, places = ([name[2:] for name in names if name.startswith(kind)] for kind in ("S:", "V:", "P:"))
    made: dict[str, None] = {}
    while len(made) < count:
        action, place, other = choose.choice(actions), choose.choice(places), f"and {choose.choice(subjects)}"
        made[f"{choose.choice(subjects)} {choose.choice([action, place, f'{action} {place}', other])}"] = None
    return list(made)
