"""Collects the texts of Photon for translators, and compiles the translations.

    python packaging/update_translations.py     after texts were changed, and after a translation was edited

Each language has a file ``resources/translations/CODE/LC_MESSAGES/messages.po``, which any gettext editor opens. New
texts are added to it without a translation, and removed texts are deleted. Photon reads the ``.mo`` file next to it.
To add a language, add its code to ``LANGUAGES`` in ``photon/language/language.py`` and run this script.
"""

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polib  # noqa: E402

from photon.language.language import LANGUAGES  # noqa: E402

PLURAL_FORMS = {"de": "nplurals=2; plural=(n != 1);"}
SOURCE = "en"  # the language of the texts in the code
_CLICK = {"_": 1, "ngettext": 2}  # functions that mark click's own texts, and the number of strings in a call


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A text to be translated; ``plural`` is empty if the text does not depend on a number."""

    text: str
    plural: str = ""


class UncollectableError(Exception):
    """A text is composed at run time, or two plurals have the same singular, by which gettext finds them."""


def collect(folder: Path = ROOT / "photon") -> dict[Message, set[str]]:
    """Return all texts of a package, and the files that contain them.

    Raises:
        UncollectableError: Some texts cannot be collected; their places are named.
    """
    found: dict[Message, set[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
        if name.startswith("photon/language/"):
            continue
        for message in _messages(ast.parse(path.read_text(encoding="utf-8")), name):
            found.setdefault(message, set()).add(name)
    plurals = Counter(message.text for message in found)
    if doubled := [f"{message}: {sorted(found[message])}" for message in found if plurals[message.text] > 1]:
        raise UncollectableError("\n".join(doubled))
    return found


def collect_click() -> dict[Message, set[str]]:
    """Return the texts of click, the command-line library, which has no translations of its own."""
    import click

    found: dict[Message, set[str]] = {}
    for path in sorted(Path(click.__file__).parent.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _CLICK:
                texts = [arg.value for arg in node.args[: _CLICK[node.func.id]] if isinstance(arg, ast.Constant)]
                if texts:
                    found.setdefault(Message(*map(str, texts)), set()).add("click")
    return found


def _messages(tree: ast.Module, name: str) -> Iterator[Message]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            where = f"{name}:{node.lineno}"
            if called == "tr":
                if text := _literal(node.args[0], where):
                    yield Message(text)
            elif called == "tr_n":
                yield Message(_literal(node.args[0], where), _literal(node.args[1], where))
            elif called == "counted":
                noun = _literal(node.args[1], where)
                plural = [*node.args[2:], *(word.value for word in node.keywords)]
                many = _literal(plural[0], where) if plural else noun + "s"
                yield Message(f"{{count:,}} {noun}", f"{{count:,}} {many}")
        if name.startswith("photon/cli/"):
            yield from _command_help(node)


def _command_help(node: ast.AST) -> Iterator[Message]:
    """Yield the help of options, and the docstrings of commands, which are their help."""
    if isinstance(node, ast.keyword) and node.arg == "help" and isinstance(node.value, ast.Constant):
        yield Message(str(node.value.value))
    if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
        yield Message(ast.get_docstring(node) or "")


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def _literal(node: ast.expr, where: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise UncollectableError(f"{where}: {ast.unparse(node)}")


def catalog_path(language: str) -> Path:
    """Return the path of the file that translators of a language edit."""
    return ROOT / "resources" / "translations" / language / "LC_MESSAGES" / "messages.po"


def merged(language: str, messages: dict[Message, set[str]]) -> polib.POFile:
    """Return the catalogue of a language with these messages, keeping existing translations."""
    path = catalog_path(language)
    old = polib.pofile(str(path), wrapwidth=110) if path.exists() else polib.POFile(wrapwidth=110)
    done = {Message(entry.msgid, entry.msgid_plural): entry for entry in old}
    new = polib.POFile(wrapwidth=110)
    new.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS[language],
    }
    for message, files in sorted(messages.items(), key=lambda item: (min(item[1]), item[0])):
        entry = done.get(message) or polib.POEntry(msgid=message.text, msgid_plural=message.plural)
        if message.plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        entry.occurrences = [(file, "") for file in sorted(files)]
        new.append(entry)
    return new


def main() -> None:
    """Update all languages, and print what is missing."""
    try:
        messages = collect()
    except UncollectableError as error:
        sys.exit(f"No catalogue can hold these texts:\n{error}")
    for message, files in collect_click().items():
        messages.setdefault(message, set()).update(files)
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        catalog = merged(language, messages)
        path = catalog_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
        catalog.save_as_mofile(str(path.with_suffix(".mo")))
        missing = catalog.untranslated_entries()
        print(f"{LANGUAGES[language]}: {len(catalog)} texts, {len(missing)} without a translation")


if __name__ == "__main__":
    main()
