"""Rules for names and docstrings that no linter checks."""

import ast
import functools
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.sources import ROOT, parse_module

PACKAGES = ("annotate", "index", "library", "media", "search", "vision")
BANNED = frozenset(
    {"of", "everything", "one", "take", "keep", "look", "tell", "put", "known", "told_by", "wanted_for"}
)  # fmt: skip
DIMENSION = r"[\w.*+/ ]+"
DTYPE = r"(?:float(?:16|32|64)?|u?int(?:8|16|32|64)|[Bb]ool|bytes|any dtype)"
ARRAY = re.compile(rf"\b{DTYPE} \({DIMENSION},(?: {DIMENSION},?)*\)")
"""A dtype with a shape: ``float32 (n, d)``, ``int64 (n,)``, ``uint8 (..., 3)``.

``float`` is any floating-point dtype, for torch modules that run in several; ``any dtype`` is for files of tensors.
"""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@functools.cache
def modules() -> dict[str, ast.Module]:
    paths = sorted((ROOT / "photon").rglob("*.py"))
    assert paths
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}
    return {name: parse_module(path) for name, path in names.items()}


def functions(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Yield functions and methods with their qualified names; nested functions are omitted."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield prefix + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")


def is_public(name: str) -> bool:
    return not any(part.startswith("_") and part != "__init__" for part in name.split("."))


def names_in(node: ast.expr | None) -> set[str]:
    found: set[str] = set()
    for inner in ast.walk(node) if node else ():
        if isinstance(inner, ast.Name):
            found.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            found.add(inner.attr)
        elif isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            found |= set(re.findall(r"\w+", inner.value))
    return found


@functools.cache
def own_array_types(tree: ast.Module) -> set[str]:
    """Return names of array types: NumPy's and PyTorch's, and the module's aliases for them."""
    found = {"NDArray", "ndarray", "Tensor"}
    for node in tree.body:
        if isinstance(node, ast.Assign) and names_in(node.value) & found and not isinstance(node.value, ast.Call):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def array_types(tree: ast.Module, every: dict[str, ast.Module]) -> set[str]:
    """Return the same with aliases imported from other modules."""
    found = set(own_array_types(tree))
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module in every:
            known = own_array_types(every[node.module])
            found |= {alias.asname or alias.name for alias in node.names if alias.name in known}
    return found


def arrays_in(function: Function, types: set[str]) -> int:
    """Return how many parameters are or contain arrays, and whether the result does."""
    arguments = function.args
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg]
    annotations = [parameter.annotation for parameter in parameters if parameter] + [function.returns]
    return sum(bool(names_in(annotation) & types) for annotation in annotations)


def described(node: Function | ast.ClassDef) -> int:
    """Return how many arrays a docstring describes."""
    return len(ARRAY.findall(" ".join((ast.get_docstring(node) or "").split())))


def undescribed(name: str, tree: ast.Module, every: dict[str, ast.Module]) -> Iterator[str]:
    """Return public functions, methods and dataclasses whose docstrings omit an array."""
    types = array_types(tree, every)
    for qualified, function in functions(tree):
        if is_public(qualified) and described(function) < arrays_in(function, types):
            yield f"{name}.{qualified}"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and is_public(node.name):
            fields = [field.annotation for field in node.body if isinstance(field, ast.AnnAssign)]
            if described(node) < sum(bool(names_in(annotation) & types) for annotation in fields):
                yield f"{name}.{node.name}"


@pytest.mark.parametrize("package", PACKAGES)
def test_docstrings_state_dtype_and_shape_of_every_array(package: str) -> None:
    inside = {name: tree for name, tree in modules().items() if name.split(".")[1:2] == [package]}
    assert inside
    assert [missing for name, tree in inside.items() for missing in undescribed(name, tree, modules())] == []


@pytest.mark.parametrize(
    ("code", "is_complete"),
    [
        ('def f(a: Floats) -> int:\n    """Count.\n\n    Args:\n        a: float32 (n, d).\n    """', True),
        ('def f(a: Floats) -> int:\n    """Count.\n\n    Args:\n        a: float32, two-dimensional.\n    """', False),
        ('def f(a: int) -> tuple[Floats, int]:\n    """Make float32 (n,)."""', True),
        ('def f(a: Floats) -> Floats:\n    """Make float32 (n,)."""', False),
        ('def f(a: "Floats | None") -> int:\n    """Count."""', False),
        ('def f(a: npt.NDArray[np.bool_]) -> int:\n    """Count bool (n,)."""', True),
        ("def _f(a: Floats) -> int:\n    pass", True),
        ('class C:\n    def f(self, a: Tensor) -> int:\n        """Count."""', False),
        ('def f(a: list[int]) -> int:\n    """Count."""', True),
        ('class C:\n    """Attributes:\n        a: int64 (n,).\n    """\n    a: Floats', True),
        ('class C:\n    """Attributes:\n        a: Numbers.\n    """\n    a: Floats', False),
    ],
)
def test_a_missing_dtype_or_shape_is_found(code: str, is_complete: bool) -> None:
    tree = ast.parse(f"Floats = npt.NDArray[np.float32]\n{code}")
    assert (list(undescribed("m", tree, {})) == []) is is_complete


def test_class_names_are_unique() -> None:
    classes = [node.name for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert [name for name, count in Counter(classes).items() if count > 1] == []


def test_function_names_are_meaningful() -> None:
    found = [
        f"{name}.{qualified}"
        for name, tree in modules().items()
        for qualified, function in functions(tree)
        if function.name.lstrip("_") in BANNED
    ]
    assert found == []
