"""Types of NumPy arrays, by what their elements are."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Halves = npt.NDArray[np.float16]
Doubles = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]
Marks = npt.NDArray[np.uint64]
Truth = npt.NDArray[np.bool_]
Pixels = npt.NDArray[np.uint8]
Shorts = npt.NDArray[np.int16]
