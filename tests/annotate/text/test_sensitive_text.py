"""Cards, documents, passwords and medical papers are told by their text; signs and receipts are none."""

import pytest

from photon.annotate.tags.vocabulary_file import everyday
from photon.annotate.text import sensitive_text
from photon.annotate.text.sensitive_text import sensitive_in
from photon.domain.photo.page_text import PageText, TextLine
from tests.annotate.text.pages import page_of

PASSPORT = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")
"""The example of ICAO Doc 9303."""
IDENTITY, CARD, STATEMENT = "identity document", "bank card", "bank statement"
PASSWORD, MEDICAL = "password on a screen", "medical record"


def tags_of(*rows: str, code: str = "") -> set[str]:
    lines = page_of([[row] for row in rows]).lines
    codes = (TextLine(code, (0.5, 0.5, 0.7, 0.5, 0.7, 0.7, 0.5, 0.7), 1.0, "QR Code"),) if code else ()
    return {*sensitive_in(PageText((*lines, *codes)))}


@pytest.mark.parametrize(
    ("rows", "tag"),
    [
        (PASSPORT, IDENTITY),
        ((PASSPORT[0], PASSPORT[1].replace("0", "O")), IDENTITY),
        ((" ".join(PASSPORT[1]),), IDENTITY),
        (("I<UTOD231458907<<<<<<<<<<<<<<<", "7408122F1204159UTO<<<<<<<<<<<6"), IDENTITY),
        (("PERSONALAUSWEIS", "MUSTERMANN", "Geburtsdatum 12.08.1974"), IDENTITY),
        (("Driving licence", "Date of birth"), IDENTITY),
        (("FÜHRERSCHEIN", "3. 12.08.1983 Kiel", "4a. 19.01.2013"), IDENTITY),
        (("VISA", "4111 1111 1111 1111"), CARD),
        (("4111 1111", "1111 1111", "12/28"), CARD),
        (("3782 822463 10005", "VALID THRU"), CARD),
        (("4111 1111 1111 1111", "ANNA"), CARD),
        (("girocard", "DE89 3704 0044 0532 0130 00"), CARD),
        (("Kontoauszug 3/2026", "Miete -640,00", "Gehalt 2.410,55"), STATEMENT),
        (("Wi-Fi: Harbour", "Password: kelp-9931"), PASSWORD),
        (("Mot de passe : soleil",), PASSWORD),
        (("Hasło", "kelp9931x"), PASSWORD),
        (("WLAN-Schlüssel 83hd-28xk",), PASSWORD),
        (("WLAN-Netzwerkschlüssel (WPA2)", "8273 9182 1827 3645 0012"), PASSWORD),
        (("Network key (WPA2): 8273 9182 1827 3645",), PASSWORD),
        (("The password is: soleil",), PASSWORD),
        (("Wifi password - driftwood77",), PASSWORD),
        (("La password del Wi-Fi è:", "limone2025"), PASSWORD),
        (("PIN: 4821",), PASSWORD),
        (("Ihre PIN lautet 4821",), PASSWORD),
        (("Ordonnance", "Patient: A. B."), MEDICAL),
        (("Impfausweis", "geboren 12.08.1974"), MEDICAL),
        (("Hämoglobin 14,1 g/dl", "Patientin"), MEDICAL),
        (("Informe médico", "Paciente", "Colesterol 190 mg/dl"), MEDICAL),
    ],
)
def test_what_is_better_not_seen_by_others(rows: tuple[str, ...], tag: str) -> None:
    assert tags_of(*rows) == {tag}


@pytest.mark.parametrize(
    "rows",
    [
        (PASSPORT[0], PASSPORT[1].replace("7408122", "7408123")),
        ("Passport control", "EU / Schengen"),
        ("Geburtsdatum", "12.08.1974"),
        ("VISA", "4111 1111 1111 1112"),
        ("VISA", "XXXX XXXX XXXX 1111", "12/28"),
        ("Ref. 4111111111111111",),
        ("0000 0000 0000 0000", "VISA"),
        ("Invoice 17", "DE89 3704 0044 0532 0130 00"),
        ("Forgot password?", "Password: ********"),
        ("Enter your password", "Log in"),
        ("The password is secret", "Password must have 8 characters"),
        ("Password", "Remember me"),
        ("PIN VERIFIED", "TOTAL 12.00"),
        ("Pune, PIN 411001",),
        ("Rezept für Apfelkuchen", "3 Eier, 200 g Mehl"),
        ("Patient parking only",),
        ("Account statement", "see page 2"),
    ],
)
def test_what_anybody_may_see(rows: tuple[str, ...]) -> None:
    assert tags_of(*rows) == set()


def test_codes_of_networks_with_a_key_and_of_driving_licences() -> None:
    assert tags_of(code="WIFI: Harbour, WPA: kelp") == {PASSWORD}
    assert tags_of(code="WIFI: Harbour") == tags_of(code="https://example.org/a:b") == set()
    assert tags_of(code="@ ANSI 636014080002DL00410278ZC") == {IDENTITY}


def test_the_surer_the_reason_the_likelier_the_tag() -> None:
    def chance(*rows: str) -> float:
        return max(sensitive_in(page_of([[row] for row in rows])).values())

    assert chance(*PASSPORT) > chance("Reisepass", "geboren 12.08.1974") > chance("Reisepass", "geboren")
    assert chance("VISA", "4111 1111 1111 1111") > chance("4111 1111 1111 1111")
    assert chance("Referto", "Paziente", "Emoglobina") > chance("Referto", "Paziente")


def test_the_tags_are_sensitive_ones_of_the_vocabulary() -> None:
    vocabulary = everyday()
    for name in (IDENTITY, CARD, STATEMENT, PASSWORD, MEDICAL):
        assert name in vars(sensitive_text).values()
        found = vocabulary.find(name)
        assert found is not None
        assert found.is_sensitive
