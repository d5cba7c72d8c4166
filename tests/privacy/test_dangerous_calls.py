"""Calls through which a file could run code, reach other files or take all memory: each stands where it was judged."""

import ast
import re

import pytest

from tests.privacy.sources import calls

JUDGED: dict[str, set[str]] = {
    r"(pickle|marshal|shelve|dill|joblib)\.(load|loads|Unpickler|open)": {
        "photon/app/runtime/worker_process.py",  # what a process of Photon has just sent
        "photon/app/metadata/file_plan.py",  # of a plan, from memory or a file without a name
        "photon/vision/starter/conversion.py",  # a reader that knows four names of functions, for weights by checksum
    },
    r"subprocess\.\w+|os\.(system|popen|exec\w*|spawn\w*|startfile)": {
        "photon/media/write/exiftool.py",  # a constant script; photos under generated names
        "photon/vision/kit/child_process.py",  # Photon's own modules
    },
    r"(builtins\.)?(eval|exec|compile|__import__)": set(),
    r"torch\.load": {"photon/vision/clip/network/weights_file.py"},  # with weights_only
    r"torch\.(hub\.\w+|jit\.load)|\w+\.load_library": set(),
    r"(\w+\.)?(extractall|extract)": set(),
    r"(ET|ElementTree|minidom|expat|sax)\.\w*(parse|fromstring|Parser)\w*": set(),
    r"etree\.(parse|fromstring|XML|HTML|HTMLParser|XSLT|XInclude)": {"photon/media/metadata/xmp.py"},
    r"\w+\.(enable_load_extension|load_extension)": set(),
}


@pytest.mark.parametrize("kind", JUDGED)
def test_such_calls_stand_only_where_they_were_judged(kind: str) -> None:
    strange = {(name, called) for name, called, _ in calls() if re.fullmatch(kind, called) and name not in JUDGED[kind]}
    assert strange == set()
    assert JUDGED[kind] <= {name for name, called, _ in calls() if re.fullmatch(kind, called)}


def test_every_parser_of_xml_knows_no_entities_no_files_and_no_network() -> None:
    (parser,) = [call for _, called, call in calls() if called == "etree.XMLParser" and call is not None]
    settings = {word.arg: ast.unparse(word.value) for word in parser.keywords}
    assert (settings["resolve_entities"], settings["load_dtd"], settings["no_network"]) == ("False", "False", "True")


def test_no_array_is_read_with_objects_and_no_weights_with_code() -> None:
    asked = {
        (word.arg, ast.unparse(word.value))
        for _, called, call in calls()
        if called.endswith(".load") and call is not None
        for word in call.keywords
    }
    assert asked & {("allow_pickle", "True"), ("weights_only", "False")} == set()
    assert ("weights_only", "True") in asked


def test_nothing_is_handed_to_a_shell() -> None:
    assert [
        name for name, _, call in calls() if call is not None and any(w.arg == "shell" for w in call.keywords)
    ] == []
