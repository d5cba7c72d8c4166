"""Values of options."""

import click
import pytest

from photon.cli.kit.options import NumberRange


@pytest.mark.parametrize("allowed", [NumberRange(0), NumberRange(max=1), NumberRange(0, 1), NumberRange()])
def test_what_is_no_number_is_in_no_range(allowed: NumberRange) -> None:
    assert allowed.convert("0.5", None, None) == 0.5
    with pytest.raises(click.BadParameter, match="nan is not in the range"):
        allowed.convert("nan", None, None)
