"""Every text of Photon is translated, with the same placeholders, and the compiled catalogues are up to date."""

import gettext
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import make_key_guide
import polib
import pytest
import update_translations
from update_translations import Message, UncollectableError, catalog_path, collect

from photon.domain.guide import help_topics
from photon.domain.guide_text import Block, Code, Heading, PagePicture, Table, blocks_of, spans_of
from photon.language.language import LANGUAGES
from photon.resource_files import resource

OTHERS = [code for code in LANGUAGES if code != "en"]
pytestmark = pytest.mark.parametrize("language", OTHERS)


@cache
def messages() -> dict[Message, set[str]]:
    return collect()


@cache
def catalog(language: str) -> polib.POFile:
    return polib.pofile(str(catalog_path(language)))


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"(?<!\{)\{(\w+(?::[^{}]*)?)\}", text))


def test_every_text_is_translated(language: str) -> None:
    assert len(messages()) > 2000
    done = {Message(entry.msgid, entry.msgid_plural) for entry in catalog(language) if entry.translated()}
    missing = sorted(messages().keys() - done)
    assert missing == [], "run packaging/update_translations.py and translate these"


def test_no_translation_is_obsolete(language: str) -> None:
    there = {Message(entry.msgid, entry.msgid_plural) for entry in catalog(language) if "click" not in files(entry)}
    assert sorted(there - messages().keys()) == []


def files(entry: polib.POEntry) -> list[str]:
    return [file for file, _ in entry.occurrences]


def test_translations_have_the_same_placeholders(language: str) -> None:
    for entry in catalog(language):
        if "click" in files(entry):
            continue
        for text in entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,):
            wanted = placeholders(entry.msgid_plural or entry.msgid)
            found = placeholders(text)
            is_fine = found == wanted or (entry.msgid_plural and wanted - found <= {"count", "count:,"})
            assert is_fine, f"{entry.msgid}: {text}"


def test_translations_start_and_end_like_the_text(language: str) -> None:
    for entry in catalog(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else (entry.msgstr,):
            assert text.endswith("…") == entry.msgid.endswith("…"), text
            assert text[:1].isspace() == entry.msgid[:1].isspace(), text
            assert text[-1:].isspace() == entry.msgid[-1:].isspace(), text
            assert " …" not in text or " …" in entry.msgid, text
            assert '"' not in text or '"' in entry.msgid, text


def test_the_compiled_catalogue_is_up_to_date(language: str) -> None:
    with catalog_path(language).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for entry in catalog(language):
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 1) == entry.msgstr_plural[0]
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 5) == entry.msgstr_plural[1]
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


@pytest.mark.parametrize(
    "code", ["tr(f'{a} photos')", "tr(name)", "counted(n, noun)", "tr_n('one', 'two', 1); tr_n('one', 'three', 1)"]
)
def test_uncollectable_texts_are_found(language: str, tmp_path: Path, code: str) -> None:
    (tmp_path / "module.py").write_text(code, encoding="utf-8")
    with pytest.raises(UncollectableError):
        collect(tmp_path)


def test_texts_help_and_docstrings_of_commands_are_collected(language: str, tmp_path: Path) -> None:
    module = tmp_path / "photon" / "cli" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text(
        "@click.command()\n@click.option('--top', help='How many.')\ndef find():\n    '''Find photos.'''\n"
        "    counted(n, 'photo'); tr_n('one', 'many', n); tr('a ' 'b')\n\ndef helper():\n    '''Not help.'''\n"
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(update_translations, "ROOT", tmp_path)
        found = collect(tmp_path / "photon")
    assert sorted(found) == [
        Message("Find photos."), Message("How many."), Message("a b"), Message("one", "many"),
        Message("{count:,} photo", "{count:,} photos"),
    ]  # fmt: skip


def shape(block: Block) -> object:
    """Return what a translation of a block must keep."""
    match block:
        case Heading(level, _):
            return level
        case Table(head, rows):
            return len(head), len(rows)
        case PagePicture(file, _):
            return file
        case Code(text):
            return [line.partition("#")[0].rstrip() for line in text.splitlines()]
    return type(block).__name__


def targets(markdown: str) -> list[str]:
    texts = [text for block in blocks_of(markdown) for text in texts_of(block)]
    return sorted(span.target for text in texts for span in spans_of(text) if span.kind == "link")


def texts_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row]
    return [*getattr(block, "items", ()), getattr(block, "text", "")]


@pytest.mark.parametrize("topic", help_topics(), ids=lambda topic: topic.name)
def test_every_page_of_the_guide_is_translated(language: str, topic) -> None:  # type: ignore[no-untyped-def]
    text = resource(f"help/{language}/{topic.name}.md").read_text(encoding="utf-8")
    assert list(map(shape, blocks_of(text))) == list(map(shape, blocks_of(topic.text)))
    assert targets(text) == targets(topic.text)


def test_the_list_of_keys_is_up_to_date(language: str) -> None:
    written = subprocess.run(
        [sys.executable, make_key_guide.__file__, language],
        env={**os.environ, "PHOTON_LANGUAGE": language},
        stdout=subprocess.PIPE,
        check=True,
    )
    assert make_key_guide.page(language).read_bytes() == written.stdout, "run: python packaging/make_key_guide.py"
