"""Addresses in a text are found as they are written; nothing else is one."""

import pytest

from photon.domain.text.text_links import links_in


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("See https://example.org/a?b=1, or", ["https://example.org/a?b=1"]),
        ("www.example.org.", ["https://www.example.org"]),
        ("mail anna.b@example.org", ["mailto:anna.b@example.org"]),
        ("Tel. +49 (0)30 1234-567", ["tel:+49301234567"]),
        ("12.03.2024 23,80 EUR", []),
        ("javascript:alert(1) file:///etc/passwd", []),
    ],
)
def test_addresses(text: str, addresses: list[str]) -> None:
    assert list(links_in(text).values()) == addresses


def test_at_most_five_are_offered() -> None:
    assert len(links_in(" ".join(f"https://example.org/{at}" for at in range(9)))) == 5
