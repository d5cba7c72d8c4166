"""Weights of 8 bits become float32, as onnx reads them; a damaged file gets a sentence."""

from typing import Any

import numpy as np
import pytest

from photon.vision.kit.onnx_session import open_content
from photon.vision.people.installed_faces import FILES
from photon.vision.people.weight_unpacking import unpack_weights
from tests.vision.late_module import LateModule

onnx: Any = LateModule("onnx")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.file)
def test_all_weights_are_those_that_onnx_reads(file: Any) -> None:
    packed = onnx.load(file.path())
    values = {one.name: onnx.numpy_helper.to_array(one) for one in packed.graph.initializer}
    unpacked = onnx.load_from_string(unpack_weights(file.path().read_bytes()))
    found = {one.name: onnx.numpy_helper.to_array(one) for one in unpacked.graph.initializer}
    made = 0
    for node in packed.graph.node:
        if node.op_type != "DequantizeLinear":
            continue
        integers, scales, zeros = (values[name] for name in node.input)
        each = integers.shape[-1] // scales.shape[-1]
        wanted = (integers - np.repeat(zeros, each, -1).astype(np.float32)) * np.repeat(scales, each, -1)
        (name,) = [
            one
            for one in found
            if one.startswith(node.output[0].removesuffix("_dequantized") + "_") and one not in values
        ]
        np.testing.assert_array_equal(found[name].reshape(wanted.shape), wanted)
        made += 1
    assert made >= 29
    assert {node.op_type for node in unpacked.graph.node}.isdisjoint({"DequantizeLinear"})
    assert len(unpacked.graph.input) == 1


def test_a_picture_of_any_size_is_taken() -> None:
    detector = open_content(unpack_weights(FILES[0].path().read_bytes()), "detector", 1)
    (scores,) = detector.run(["cls_32"], {"input": np.zeros((1, 3, 96, 160), np.float32)})
    assert scores.shape == (1, 3 * 5, 1)


@pytest.mark.parametrize("damage", [slice(0, 60_000), slice(7, None)])
def test_a_damaged_file_is_refused(damage: slice) -> None:
    content = FILES[0].path().read_bytes()[damage]
    with pytest.raises(ValueError, match="damaged"):
        open_content(unpack_weights(content), "detector", 1)
