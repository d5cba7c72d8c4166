"""Calls through which a file could run code, reach other files or use all memory: each is where it was reviewed."""

import ast
import re

import pytest

from tests.privacy.sources import calls

JUDGED: dict[str, set[str]] = {
    r"(pickle|marshal|shelve|dill|joblib)\.(load|loads|Unpickler|open)": {
        "photon/app/runtime/worker_process.py",  # data that a process of Photon has just sent
        "photon/app/metadata/file_plan.py",  # a plan, from memory or an unnamed file
        "photon/vision/starter/conversion.py",  # a reader that accepts four function names, for weights with a checksum
    },
    r"subprocess\.\w+|os\.(system|popen|exec\w*|spawn\w*|startfile)": {
        "photon/media/write/exiftool.py",  # a constant script; photos under generated names
        "photon/vision/kit/child_process.py",  # Photon's own modules
    },
    r"(builtins\.)?(eval|exec|compile|__import__)": {
        "photon/quick_dataclass.py",  # names of the fields of Photon's own classes, as the standard library writes them
    },
    r"torch\.load": {"photon/vision/clip/network/weights_file.py"},  # with weights_only
    r"torch\.(hub\.\w+|jit\.load)|\w+\.load_library": set(),
    r"(\w+\.)?(extractall|extract)": set(),
    r"(ET|ElementTree|minidom|expat|sax)\.\w*(parse|fromstring|Parser)\w*": set(),
    r"etree\.(parse|fromstring|XML|HTML|HTMLParser|XSLT|XInclude)": {"photon/media/metadata/xmp.py"},
    r"\w+\.(enable_load_extension|load_extension)": set(),
}


@pytest.mark.parametrize("kind", JUDGED)
def test_dangerous_calls_are_only_where_they_were_reviewed(kind: str) -> None:
    strange = {(name, called) for name, called, _ in calls() if re.fullmatch(kind, called) and name not in JUDGED[kind]}
    assert strange == set()
    assert JUDGED[kind] <= {name for name, called, _ in calls() if re.fullmatch(kind, called)}


def test_xml_parsers_resolve_no_entities_files_or_urls() -> None:
    (parser,) = [call for _, called, call in calls() if called == "etree.XMLParser" and call is not None]
    settings = {word.arg: ast.unparse(word.value) for word in parser.keywords}
    assert (settings["resolve_entities"], settings["load_dtd"], settings["no_network"]) == ("False", "False", "True")


def test_arrays_are_read_without_objects_and_weights_without_code() -> None:
    asked = {
        (word.arg, ast.unparse(word.value))
        for _, called, call in calls()
        if called.endswith(".load") and call is not None
        for word in call.keywords
    }
    assert asked & {("allow_pickle", "True"), ("weights_only", "False")} == set()
    assert ("weights_only", "True") in asked


def test_no_command_goes_through_a_shell() -> None:
    assert [
        name for name, _, call in calls() if call is not None and any(w.arg == "shell" for w in call.keywords)
    ] == []
