"""Draw invented bank cards, identity documents, passwords and medical papers in eight languages, as a camera sees them.

All persons and numbers are invented; the check digits are right.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from lab.text.page_drawing import LANGUAGES, font_of, photographed
from PIL import Image, ImageDraw

Random = np.random.Generator
_WORDS = {
    "en": ("VALID THRU", "PASSPORT", "IDENTITY CARD", "Date of birth", "Wi-Fi", "Password", "Medical report", "Patient",
           "Haemoglobin", "Diagnosis", "The blood values are within limits."),
    "de": ("GÜLTIG BIS", "REISEPASS", "PERSONALAUSWEIS", "Geburtsdatum", "WLAN", "Passwort", "Arztbrief", "Patientin",
           "Hämoglobin", "Diagnose", "Die Blutwerte sind unauffällig."),
    "fr": ("EXPIRE FIN", "PASSEPORT", "CARTE NATIONALE D'IDENTITÉ", "Date de naissance", "Wi-Fi", "Mot de passe",
           "Compte rendu médical", "Patient", "Hémoglobine", "Diagnostic", "Les valeurs sont normales."),
    "es": ("VÁLIDA HASTA", "PASAPORTE", "DOCUMENTO NACIONAL DE IDENTIDAD", "Fecha de nacimiento", "Wi-Fi",
           "Contraseña", "Informe médico", "Paciente", "Hemoglobina", "Diagnóstico", "Los valores son normales."),
    "it": ("SCADE FINE", "PASSAPORTO", "CARTA D'IDENTITÀ", "Data di nascita", "Wi-Fi", "Password",
           "Referto", "Paziente", "Emoglobina", "Diagnosi", "I valori sono normali."),
    "pt": ("VÁLIDO ATÉ", "PASSAPORTE", "CARTÃO DE CIDADÃO", "Data de nascimento", "Wi-Fi", "Palavra-passe",
           "Relatório médico", "Paciente", "Hemoglobina", "Diagnóstico", "Os valores são normais."),
    "nl": ("GELDIG TOT", "PASPOORT", "IDENTITEITSKAART", "Geboortedatum", "Wifi", "Wachtwoord", "Ontslagbrief",
           "Patiënt", "Hemoglobine", "Diagnose", "De waarden zijn normaal."),
    "pl": ("WAŻNA DO", "PASZPORT", "DOWÓD OSOBISTY", "Data urodzenia", "Wi-Fi", "Hasło", "Wypis ze szpitala",
           "Pacjent", "Hemoglobina", "Rozpoznanie", "Wyniki są w normie."),
}  # fmt: skip
_NAMES = ("ADLER JUNE", "BIRKE THEO", "CORAIL LISE", "DELTA NORA", "ESTE PACO", "FARO GIL", "GRAS WIM", "HALA EWA")


class DrawnSecret(NamedTuple):
    """A picture and the tag of the vocabulary that fits it."""

    name: str
    picture: Image.Image
    tag: str


def draw_secrets(chance: Random) -> Iterator[DrawnSecret]:
    """Draw a bank card, a passport, an identity card, a password and a medical paper in each language.

    Args:
        chance: Its seed decides numbers and what the pictures look like.
    """
    for language, words in _WORDS.items():
        name = _NAMES[LANGUAGES.index(language)]
        rows = ["BANCO MARIS", "", card_number(chance), f"{words[0]} {chance.integers(1, 13):02}/29", name]
        yield _drawn((f"{language} card", "bank card"), rows, (860, 540), 46, chance)
        born, until = f"{chance.integers(50, 99)}0714", f"3{chance.integers(0, 9)}0228"
        middle = f"{born}{_check(born)}F{until}{_check(until)}"
        number = f"X{chance.integers(10**7, 10**8)}"
        zone = [_filled(f"P<UTO{name.replace(' ', '<<')}", 44), _filled(f"{number}{_check(number)}UTO{middle}", 44)]
        rows = [words[1], name, f"{words[3]} 14.07.19{born[:2]}", "", *zone]
        yield _drawn((f"{language} passport", "identity document"), rows, (1240, 860), 38, chance)
        zone = [_filled(f"I<UTO{number}{_check(number)}", 30), _filled(f"{middle}UTO", 30), _filled(zone[0][5:20], 30)]
        rows = [words[2], name, f"{words[3]} 14.07.19{born[:2]}", *(zone if chance.random() < 0.5 else ())]
        yield _drawn((f"{language} identity card", "identity document"), rows, (900, 570), 38, chance)
        rows = [f"{words[4]}: Harbour-{chance.integers(10, 99)}", f"{words[5]}: kelp{chance.integers(1000, 9999)}Moss"]
        yield _drawn((f"{language} password", "password on a screen"), rows, (800, 400), 44, chance)
        rows = [words[6], f"{words[7]}: {name.title()}", f"{words[8]}: {chance.integers(120, 160) / 10} g/dl",
                f"{words[9]}: K29.7", words[10]]  # fmt: skip
        yield _drawn((f"{language} medical paper", "medical record"), rows, (900, 700), 34, chance)


def card_number(chance: Random) -> str:
    """Return an invented number of a bank card in groups of four, with the right check digit."""
    digits = [int(one) for one in (4, *chance.integers(0, 10, 14))]
    doubled = [value * (2 - at % 2) for at, value in enumerate(digits)]
    digits.append(-sum(value // 10 + value % 10 for value in doubled) % 10)
    text = "".join(map(str, digits))
    return " ".join(text[at : at + 4] for at in range(0, 16, 4))


def _drawn(named: tuple[str, str], rows: list[str], size: tuple[int, int], height: int, chance: Random) -> DrawnSecret:
    page = Image.new("RGB", size, tuple(int(one) for one in chance.integers(190, 256, 3)))
    for at, row in enumerate(rows):
        font = font_of(height, chance)
        while font.getlength(row) > size[0] - 80:
            font = font.font_variant(size=font.size - 1)
        ImageDraw.Draw(page).text((40, 50 + int(1.9 * height) * at), row, (20, 20, 35), font)
    return DrawnSecret(named[0], photographed(page, chance), named[1])


def _filled(text: str, length: int) -> str:
    return text[:length].ljust(length, "<")


def _check(text: str) -> int:
    values = (int(sign, 36) if sign != "<" else 0 for sign in text)
    return sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10
