"""Every finite float16 becomes the float32 of the same value, in arrays of any shape."""

import numpy as np

from photon.domain.halves import widen_halves

EVERY = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
FINITE = EVERY[np.isfinite(EVERY)]


def test_every_finite_number_keeps_its_value() -> None:
    wide = widen_halves(FINITE)
    assert wide.dtype == np.float32
    np.testing.assert_array_equal(wide, FINITE.astype(np.float32))
    np.testing.assert_array_equal(np.signbit(wide), np.signbit(FINITE))


def test_arrays_of_any_shape_and_length_are_converted() -> None:
    many = np.resize(FINITE, (3000, 384))  # several portions, and a shorter last one
    for some in (many, many[::7, 3:9], many.T, many[:0], many[5, 5]):
        np.testing.assert_array_equal(widen_halves(some), some.astype(np.float32))


def test_float32_is_returned_as_it_is() -> None:
    wide = FINITE.astype(np.float32)
    assert widen_halves(wide) is wide
