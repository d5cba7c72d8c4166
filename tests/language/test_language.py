"""The language is the user's choice, otherwise the system's, otherwise English."""

import locale
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import platformdirs
import pytest

from photon.language import has_decimal_comma, language
from photon.language.language import (  # fmt: skip
    SYSTEM,
    choose_language,
    chosen_language,
    current_language,
    spoken_languages,
    system_language,
)

VARIABLES = ("PHOTON_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Use a temporary folder for the choice, and a system without a language."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(platformdirs, "user_config_dir", lambda *_, **__: str(tmp_path / "settings"))
    current_language.cache_clear()
    yield tmp_path / "settings"
    current_language.cache_clear()


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "de_DE"}, "de"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr:en:de"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "ar_EG.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "German_Germany.1252"}, "de"),
        ({"LANG": "??"}, "en"),
    ],
)
def test_the_system_decides_without_a_choice(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], code: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert current_language() == system_language() == code


def test_a_choice_is_stored_and_can_be_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    choose_language("de")
    assert (chosen_language(), current_language()) == ("de", "de")
    choose_language(SYSTEM)
    choose_language(SYSTEM)
    current_language.cache_clear()
    assert (chosen_language(), current_language()) == (SYSTEM, "en")


def test_the_environment_takes_precedence(monkeypatch: pytest.MonkeyPatch) -> None:
    choose_language("de")
    monkeypatch.setenv("PHOTON_LANGUAGE", "en")
    assert current_language() == "en"


@pytest.mark.parametrize("content", [b"", b"xx\n", b"\xff\xfe\x00", b"de" * 1000, b"../../de"])
def test_a_damaged_choice_is_ignored(settings: Path, content: bytes) -> None:
    settings.mkdir()
    (settings / "language").write_bytes(content)
    assert chosen_language() == SYSTEM


def test_a_choice_that_cannot_be_saved_is_an_error(settings: Path) -> None:
    settings.write_text("a file is in the way")
    with pytest.raises(OSError, match="settings"):
        choose_language("de")


def test_a_system_without_variables_is_queried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language.locale, "getlocale", lambda: ("German_Austria", "1252"))
    assert system_language() == "de"


def translated(code: str, expression: str) -> str:
    script = f"from photon.language import counted, number, tr, tr_n; print({expression})"
    environment = {**os.environ, "PHOTON_LANGUAGE": code, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize(
    ("expression", "english", "german"),
    [
        ("number(1234567)", "1,234,567", "1.234.567"),
        ("number(1234.56, 1)", "1,234.6", "1.234,6"),
        ("counted(1, 'photo')", "1 photo", "1 Foto"),
        ("counted(1234, 'photo')", "1,234 photos", "1.234 Fotos"),
        ("tr('{share:.0%} of {year}, {name}', share=.5, year=2024, name='a.b,c')", "50% of 2024, a.b,c",
         "50\xa0% of 2024, a.b,c"),
        ("tr('before {day}', day=tr('last month'))", "before last month", "früher als letzter Monat"),
        ("tr('from {day}', day=tr('yesterday'))", "from yesterday", "gestern oder später"),
        ("tr('{brackets} stay')", "{brackets} stay", "{brackets} stay"),
        ("tr('')", "", ""),
    ],
)  # fmt: skip
def test_numbers_and_plurals_follow_the_language(expression: str, english: str, german: str) -> None:
    assert translated("en", expression) == english
    assert translated("de", expression) == german
    assert translated("pseudo", "tr('Close')") == "⟦Close⟧"


@pytest.mark.parametrize("point", [",", "."])
def test_the_decimal_sign_is_the_systems(monkeypatch: pytest.MonkeyPatch, point: str) -> None:
    before = locale.setlocale(locale.LC_NUMERIC)
    monkeypatch.setattr(locale, "localeconv", lambda: {"decimal_point": point})
    assert has_decimal_comma() == (point == ",")
    assert locale.setlocale(locale.LC_NUMERIC) == before


def test_a_locale_that_is_not_installed_has_no_decimal_comma(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    assert not has_decimal_comma()


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        ({"LANG": "de_DE.UTF-8"}, {"de"}),
        ({"LANG": "C.UTF-8"}, {"en"}),
        ({"LANGUAGE": "pl:de", "LANG": "en_GB"}, {"de", "pl"}),
        ({"LANG": "fil_PH"}, {"en", "fil"}),  # not Finnish
    ],
)
def test_the_languages_of_the_system_count_also_those_that_photon_does_not_speak(
    monkeypatch: pytest.MonkeyPatch, names: dict[str, str], codes: set[str]
) -> None:
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert spoken_languages() == codes
