"""Unpack 8-bit weights in an ONNX file, whose blocks ONNX Runtime can't open as OpenCV writes them.

Each weight is an int8 array, with a scale and a zero point for each block of a row; nodes unpack and reshape them. Here
these nodes become float32 weights. Inputs that are weights at the same time, and shapes that fix the size of pictures,
are left out. The app has no package that edits such files; of the format (Protocol Buffers, onnx.proto3) this needs the
numbers of a few fields.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from photon.domain.arrays import Floats

_VARINT, _BYTES, _FIXED = 0, 2, {1: 8, 5: 4}  # wire types; sizes of the fixed ones
_GRAPH = 7  # of a model
_NODE, _WEIGHT, _INPUT, _OUTPUT, _SHAPES = 1, 5, 11, 12, 13  # of a graph
_INPUTS, _OUTPUTS, _KIND = 1, 2, 4  # of a node
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9  # of a weight
_FLOAT32, _INT8, _INT64 = 1, 3, 7
_DTYPES = {_FLOAT32: "<f4", _INT8: "i1", _INT64: "<i8"}


class _WireField(NamedTuple):
    number: int
    wire: int
    value: int | bytes


def unpack_weights(model: bytes) -> bytes:
    """Return a model with float32 weights, which takes pictures of any size.

    Args:
        model: The content of an ONNX file.

    Raises:
        ValueError: It is damaged, or of another kind.
    """
    try:
        return _joined(
            one._replace(value=_unpacked(_content(one))) if one.number == _GRAPH else one for one in _fields(model)
        )
    except (IndexError, KeyError, TypeError, ZeroDivisionError) as error:
        raise ValueError("the graph is damaged") from error


def _unpacked(graph: bytes) -> bytes:
    fields = list(_fields(graph))
    weights = {_text(_content(one), _NAME): _content(one) for one in fields if one.number == _WEIGHT}
    made: dict[str, Floats] = {}
    kept: list[_WireField] = []
    for one in fields:
        if one.number != _NODE:
            continue
        kind = _text(_content(one), _KIND)
        inputs, (output, *_) = (_texts(_content(one), side) for side in (_INPUTS, _OUTPUTS))
        if kind == "DequantizeLinear":
            made[output] = _floats(*(weights[name] for name in inputs))
        elif kind == "Reshape" and inputs[0] in made:
            made[output] = made.pop(inputs[0]).reshape(_array(weights[inputs[1]]))
        else:
            kept.append(one)
    used = {name for one in kept for name in _texts(_content(one), _INPUTS)}
    kept += [one for one in fields if one.number == _WEIGHT and _text(_content(one), _NAME) in used]
    kept += [_WireField(_WEIGHT, _BYTES, _weight(name, value)) for name, value in made.items()]
    for one in fields:
        name = _text(_content(one), 1) if one.number in {_INPUT, _OUTPUT} else ""
        if one.number == _OUTPUT or name in used - weights.keys():
            kept.append(one._replace(value=_of_any_size(name)))
        elif one.number not in {_NODE, _WEIGHT, _INPUT, _SHAPES}:
            kept.append(one)
    return _joined(kept)


def _floats(packed: bytes, scales: bytes, zeros: bytes) -> Floats:
    """Return the values of a weight, whose blocks run along the last axis."""
    values, scale = _array(packed), _array(scales)
    each = values.shape[-1] // scale.shape[-1]
    zero = np.repeat(_array(zeros), each, axis=-1)
    floats: Floats = (values.astype(np.float32) - zero) * np.repeat(scale, each, axis=-1)
    return floats


def _array(weight: bytes) -> NDArray[Any]:
    fields = {one.number: one.value for one in _fields(weight)}
    dims = [one.value for one in _fields(weight) if one.number == _DIMS]
    return np.frombuffer(fields[_RAW], _DTYPES[fields[_TYPE]]).reshape(dims)  # type: ignore[index,arg-type]


def _weight(name: str, value: Floats) -> bytes:
    dims = [_WireField(_DIMS, _VARINT, length) for length in value.shape]
    rest = [_WireField(_TYPE, _VARINT, _FLOAT32), _WireField(_NAME, _BYTES, name.encode())]
    return _joined([*dims, *rest, _WireField(_RAW, _BYTES, value.astype("<f4").tobytes())])


def _of_any_size(name: str) -> bytes:
    """Return the declaration of a float32 input or output without its shape."""
    tensor = _joined([_WireField(1, _BYTES, _joined([_WireField(1, _VARINT, _FLOAT32)]))])
    return _joined([_WireField(1, _BYTES, name.encode()), _WireField(2, _BYTES, tensor)])


def _texts(message: bytes, number: int) -> Sequence[str]:
    return [_content(one).decode() for one in _fields(message) if one.number == number]


def _text(message: bytes, number: int) -> str:
    return next(iter(_texts(message, number)), "")


def _content(field: _WireField) -> bytes:
    if not isinstance(field.value, bytes):
        raise TypeError(field.number)
    return field.value


def _fields(message: bytes) -> Iterator[_WireField]:
    """Yield the fields of a message."""
    at = 0
    while at < len(message):
        key, at = _number(message, at)
        wire = key & 7
        if wire == _VARINT:
            value, at = _number(message, at)
            yield _WireField(key >> 3, wire, value)
            continue
        length, at = _number(message, at) if wire == _BYTES else (_FIXED[wire], at)
        if at + length > len(message):
            raise IndexError(at)
        yield _WireField(key >> 3, wire, message[at : at + length])
        at += length


def _number(message: bytes, at: int) -> tuple[int, int]:
    """Return the number at a position, and the position after it."""
    value = shift = 0
    while True:
        part = message[at]
        value, shift, at = value | (part & 127) << shift, shift + 7, at + 1
        if part < 128:
            return value, at


def _joined(fields: Iterable[_WireField]) -> bytes:
    return b"".join(part for one in fields for part in _written(one))


def _written(field: _WireField) -> Iterator[bytes]:
    yield _varint(field.number << 3 | field.wire)
    if isinstance(field.value, int):
        yield _varint(field.value)
        return
    if field.wire == _BYTES:
        yield _varint(len(field.value))
    yield field.value


def _varint(value: int) -> bytes:
    parts = []
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])
