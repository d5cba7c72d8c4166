"""Draw receipts of invented shops in eight languages, in layouts for tuning and in others for judging."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
from lab.text.page_drawing import font_of, photographed
from PIL import Image, ImageDraw

Random = np.random.Generator
Rows = list[tuple[str, str]]
_WIDTH = 620

_WORDS = (
    ("Harbour Grocer", "12 Mill Lane, Leith", "TOTAL", "Subtotal", "VAT 20%", "Cash", "Change",
     "Date", "Thank you", "£", "%d/%m/%Y"),
    ("Prairie Hardware", "400 Main St, Salina KS 67401", "Total due", "Subtotal", "Sales tax", "Cash", "Change",
     "Date", "Thanks", "$", "%m/%d/%Y"),
    ("Bäckerei Sonnberg", "Hauptstr. 4, 24103 Kiel", "SUMME", "Zwischensumme", "MwSt 7%", "Bar", "Rückgeld",
     "Datum", "Danke", "EUR", "%d.%m.%Y"),
    ("Épicerie du Quai", "8 rue des Halles, 35000 Rennes", "TOTAL TTC", "Sous-total", "TVA 5,5%", "Espèces", "Rendu",
     "Date", "Merci", "€", "%d/%m/%Y"),
    ("Panadería Alborada", "Calle Mayor 3, 28013 Madrid", "TOTAL", "Subtotal", "IVA 10%", "Efectivo", "Cambio",
     "Fecha", "Gracias", "€", "%d/%m/%Y"),
    ("Forno Bellavista", "Via Roma 21, 16121 Genova", "TOTALE COMPLESSIVO", "Subtotale", "di cui IVA", "Contanti",
     "Resto", "Data", "Grazie", "EUR", "%d-%m-%Y"),
    ("Mercearia Central", "Rua Nova 5, 1100-064 Lisboa", "TOTAL", "Subtotal", "IVA 6%", "Dinheiro", "Troco",
     "Data", "Obrigado", "€", "%d-%m-%Y"),
    ("Bakker Zonnedauw", "Dorpsstraat 9, 1012 AB Amsterdam", "TOTAAL", "Subtotaal", "BTW 9%", "Contant", "Wisselgeld",
     "Datum", "Bedankt", "€", "%d-%m-%Y"),
    ("Sklep Pod Lipą", "ul. Długa 7, 31-147 Kraków", "SUMA PLN", "Razem netto", "PTU A 23%", "Gotówka", "Reszta",
     "Data", "Dziękujemy", "zł", "%Y-%m-%d"),
)  # fmt: skip
"""Shop, street, total, before tax, tax, cash, change, date, thanks, currency, and how dates are written."""
_GOODS_LINE = "Pan Café Milk Tomato Soap Rice Olive Apple Kiwi Salt Pepper Honey Tea Butter Nuts Lemon Wine Water"


class DrawnReceipt(NamedTuple):
    """A receipt and what it states.

    Attributes:
        picture: As a camera sees it.
        day: Its date in ISO 8601; empty if it has none.
        total: Its total with two decimals; empty if it has none.
    """

    picture: Image.Image
    day: str
    total: str


def draw_receipts(count: int, chance: Random, *, is_judged: bool) -> Iterator[DrawnReceipt]:
    """Draw receipts; every sixth lacks its date or its total.

    Args:
        count: How many.
        chance: Decides what they say.
        is_judged: Whether they have the layouts for judging.
    """
    for number in range(count):
        words = _WORDS[number % len(_WORDS)]
        lacks = ("date" if number % 12 == 5 else "total") if number % 6 == 5 else ""
        yield _drawn(words, lacks, chance, is_judged=is_judged)


def _drawn(words: tuple[str, ...], lacks: str, chance: Random, *, is_judged: bool) -> DrawnReceipt:
    shop, street, total, before, tax, cash, change, dated, thanks, currency, pattern = words
    bought = date(2016, 1, 1) + timedelta(days=int(chance.integers(0, 3900)))
    prices = [int(chance.integers(79, 2400)) for _ in range(int(chance.integers(2, 9)))]
    whole, given = sum(prices), -(-sum(prices) // 1000) * 1000
    comma = currency not in "£$"

    def money(cents: int, *, marked: bool = False) -> str:
        number = f"{cents / 100:,.2f}"
        number = number.translate(str.maketrans(",.", ".,")) if comma else number
        if not marked:
            return number
        return f"{currency}{number}" if currency in "£$" else f"{number} {currency}"

    day = bought.strftime(pattern) + f" {int(chance.integers(8, 21)):02}:{int(chance.integers(0, 60)):02}"
    goods = [(str(chance.choice(_GOODS_LINE.split())), money(price)) for price in prices]
    parts = [(total, money(whole, marked=bool(chance.random() < 0.6)))]
    sums = tuple(map(money, (whole, whole // 11, whole - whole // 11, given, given - whole)))
    if is_judged:
        rows, large = _judged(words, day, goods, (parts[0][1], *sums), chance)
    else:
        rows = [(shop, ""), (street, ""), (f"{dated}: {day}", ""), ("", ""), *goods, ("", "")]
        rows += [(before, sums[2]), (tax, sums[1]), *parts, (cash, sums[3]), (change, sums[4]), ("", ""), (thanks, "")]
        large = {shop, total}
    if lacks == "date":
        rows = [row for row in rows if day not in row[0] + row[1]]
    if lacks == "total":
        rows = [row for row in rows if total not in row[0] and row[0] not in {cash, change, before}]
    picture = photographed(_printed(rows, large, chance, is_dotted=is_judged), chance)
    return DrawnReceipt(
        picture, "" if lacks == "date" else bought.isoformat(), "" if lacks == "total" else f"{whole / 100:.2f}"
    )


def _judged(
    words: tuple[str, ...], day: str, goods: Rows, sums: tuple[str, ...], chance: Random
) -> tuple[Rows, set[str]]:
    """Return the rows of a receipt in one of the layouts for judging, and which are printed large.

    Args:
        words: What the shop calls things.
        day: When it was.
        goods: What was bought.
        sums: The total as it is printed beside its name, the total, the taxes, the amount before them, what was given
            and the change.
        chance: Decides about the layout.
    """
    marked, whole, taxes, bare, given, back = sums
    total = words[2], marked
    shop, street, _, before, tax, cash, change, dated, thanks, *_ = words
    kind = int(chance.integers(0, 3))
    head: Rows = [(shop, ""), (street, ""), (f"Tel. +49 30 555 {int(chance.integers(1000, 9999))}", ""), ("", "")]
    named: Rows = [(f"{int(chance.integers(1, 9))} x {name}", price) for name, price in goods]
    if kind == 0:  # date below, paid by card, taxes after the total
        rows = [*head, *named, ("", ""), total, ("VISA **** 4242", whole), (tax, taxes), ("", "")]
        return [*rows, (day, f"#{int(chance.integers(1000, 99999))}"), (thanks, "")], {shop}
    if kind == 1:  # date beside its label, the total in large letters and twice
        rows = [*head, (dated, day), *named, (before, whole), total, (cash, given), (change, back)]
        return [*rows, (total[0], whole), (thanks, "")], {total[0], shop}
    rows = [*head, (f"Nr. {int(chance.integers(100, 999))}  {day}", ""), *named, (before, bare)]
    return [*rows, (tax, taxes), ("", ""), total, ("", ""), (thanks, "")], {total[0]}


def _printed(rows: Rows, large: set[str], chance: Random, *, is_dotted: bool) -> Image.Image:
    page = Image.new("RGB", (_WIDTH, 120 + 44 * len(rows) + 40), (250, 250, 246))
    draw, y = ImageDraw.Draw(page), 50
    state = chance.bit_generator.state
    for left, right in rows:
        chance.bit_generator.state = state  # one font for all rows
        font = font_of(32 if left in large else 24, chance)
        ink = (40, 40, 48)
        draw.text((40, y), left, ink, font)
        wide = font.getlength(right)
        draw.text((_WIDTH - 40 - wide, y), right, ink, font)
        if is_dotted and right and font.getlength(left) + wide < _WIDTH - 160:
            start, end = 50 + font.getlength(left), _WIDTH - 50 - wide
            draw.text((start, y), "." * int((end - start) / font.getlength(".")), ink, font)
        y += 44
    return page
