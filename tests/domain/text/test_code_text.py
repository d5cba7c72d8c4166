"""What codes say is one safe line: networks and cards as their fields, everything else as it is."""

import pytest

from photon.domain.text.code_text import code_text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("https://example.org/menu?table=12", "https://example.org/menu?table=12"),
        (r"WIFI:T:WPA;S:My\;Net;P:se\"cr:et\\x;;", r'WIFI: My;Net, WPA: se"cr:et\x'),
        ("wifi:S:Harbour;T:nopass;;", "WIFI: Harbour"),
        ("WIFI:P:kelp 99;S:Harbour", "WIFI: Harbour, WPA: kelp 99"),
        ("WIFI:anything", "WIFI:anything"),
        (r"MECARD:N:Doe,John;TEL:+49 431 555;NOTE:a\:b;;", "Doe,John, +49 431 555, a:b"),
        ("MECARD:", "MECARD:"),
        (
            "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;John;;;\r\nFN:John Doe\r\nORG:Firm\\, Inc\r\nTEL;TYPE=cell:+49 431 555"
            "\r\nADR:;;Mill Lane 2;Leith;;123;\r\nNOTE:one\\ntw\r\n o\r\nEND:VCARD",
            "John Doe, Firm, Inc, +49 431 555, Mill Lane 2 Leith 123, one two",
        ),
        ("a\r\nb\tc\u202egnp.exe\u200b", "a b c gnp.exe"),
        ("", ""),
    ],
)
def test_the_text_of_a_code(content: str, text: str) -> None:
    assert code_text(content) == text
