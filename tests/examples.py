"""How many examples the tests of properties draw."""

from hypothesis import HealthCheck, settings

EXAMPLES = 30
"""number of examples of each property in each run; every run draws others"""
SHORT_EXAMPLES = 12
"""the same in the short form of ``packaging/test``, which people run many times a day"""

# A slow example says something about a busy machine, nothing about Photon.
_BY_CHANCE = [HealthCheck.too_slow, HealthCheck.filter_too_much]  # faults of the machine or of the generation


def choose_examples(*, is_short: bool) -> None:
    """Choose how many examples are drawn; called before files of tests are imported."""
    number = SHORT_EXAMPLES if is_short else EXAMPLES
    settings.register_profile("patient", max_examples=number, deadline=None, suppress_health_check=_BY_CHANCE)
    settings.load_profile("patient")


def examples(number: int) -> int:
    """Return how many examples of a property to draw that needs another number in the whole form of the tests."""
    return round(number * settings.default.max_examples / EXAMPLES)
