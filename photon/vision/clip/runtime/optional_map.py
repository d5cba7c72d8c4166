"""Put the nodes that only the map needs behind a switch, because onnxruntime always computes all outputs."""

from collections.abc import Iterable
from typing import Any

SWITCH = "with_map"
_MAP = "map"
_INSIDE = "map_places"


def make_map_optional(proto: Any, shape: tuple[int, ...]) -> None:  # noqa: ANN401 - a ModelProto
    """Rewrite a graph with an output ``map`` so that the input ``with_map`` decides whether it is computed.

    The switch defaults to True: a run without it computes everything.

    Args:
        proto: The graph, modified in place.
        shape: Shape of the map, which is all zero if not computed.
    """
    from onnx import TensorProto, helper

    graph = proto.graph
    nodes = list(graph.node)
    others = [output.name for output in graph.output if output.name != _MAP]
    shared, wanted = _makers(nodes, others), _makers(nodes, [_MAP])
    inside = [node for place, node in enumerate(nodes) if place in wanted - shared]
    outside = [node for place, node in enumerate(nodes) if place in shared]
    choice = helper.make_node(
        "If", [SWITCH], [_MAP], name="map_if_wanted", then_branch=_places(inside, shape), else_branch=_noughts(shape)
    )
    del graph.node[:]
    graph.node.extend([*outside, choice])
    graph.input.append(helper.make_tensor_value_info(SWITCH, TensorProto.BOOL, []))
    graph.initializer.append(helper.make_tensor(SWITCH, TensorProto.BOOL, [], [True]))


def make_map_plain(proto: Any) -> tuple[int, ...] | None:  # noqa: ANN401 - a ModelProto
    """Undo ``make_map_optional``, because optimisation tools do not support branches.

    Args:
        proto: The graph, modified in place.

    Returns:
        The shape of the map, or None if the graph has none.
    """
    graph = proto.graph
    if not graph.node or graph.node[-1].op_type != "If" or graph.node[-1].input[0] != SWITCH:
        return None
    choice = graph.node.pop()
    branch = next(part.g for part in choice.attribute if part.name == "then_branch")
    for node in branch.node:
        node.output[:] = [_MAP if output == _INSIDE else output for output in node.output]
    graph.node.extend(branch.node)
    for values in (graph.input, graph.initializer):
        kept = [value for value in values if value.name != SWITCH]
        del values[:]
        values.extend(kept)
    return tuple(size.dim_value for size in branch.output[0].type.tensor_type.shape.dim)


def _makers(nodes: list[Any], outputs: Iterable[str]) -> set[int]:
    """Indices of the nodes that some outputs depend on."""
    made_by = {output: place for place, node in enumerate(nodes) for output in node.output}
    found: set[int] = set()
    left = list(outputs)
    while left:
        place = made_by.get(left.pop())
        if place is not None and place not in found:
            found.add(place)
            left.extend(nodes[place].input)
    return found


def _places(nodes: list[Any], shape: tuple[int, ...]) -> Any:  # noqa: ANN401 - a GraphProto
    """The branch with the nodes of the map; they refer to outer values by name."""
    from onnx import TensorProto, helper

    for node in nodes:
        node.output[:] = [_INSIDE if output == _MAP else output for output in node.output]
    return helper.make_graph(nodes, "places", [], [helper.make_tensor_value_info(_INSIDE, TensorProto.FLOAT, shape)])


def _noughts(shape: tuple[int, ...]) -> Any:  # noqa: ANN401 - a GraphProto
    from onnx import TensorProto, helper

    name = "map_noughts"
    size = helper.make_tensor("map_size", TensorProto.INT64, [len(shape)], shape)
    nodes = [
        helper.make_node("Constant", [], ["map_size"], value=size),
        helper.make_node("ConstantOfShape", ["map_size"], [name]),
    ]
    return helper.make_graph(nodes, "noughts", [], [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)])
