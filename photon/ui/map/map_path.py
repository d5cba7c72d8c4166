"""Lines of thousands of points for a painter."""

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, Qt
from PySide6.QtGui import QPainterPath

from photon.domain.arrays import Doubles, Truth

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])


def path_of(points: Doubles, is_line: Truth) -> QPainterPath:
    """Return a path, filled by the winding rule; read from a stream, because 10,000 calls would take 10 ms.

    Args:
        points: x and y, float64 (n, 2).
        is_line: Whether a line leads to each point from the one before, bool (n,).
    """
    elements = np.zeros(len(points), _ELEMENT)
    elements["kind"] = is_line
    elements["x"], elements["y"] = points.T
    ending = np.array([0, Qt.FillRule.WindingFill.value], ">i4")
    data = np.array(len(points), ">i4").tobytes() + elements.tobytes() + ending.tobytes()
    path = QPainterPath()
    QDataStream(QByteArray(data)) >> path
    return path
