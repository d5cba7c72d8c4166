"""Draw pages in eight languages as a camera sees them: printed, tilted, lit unevenly, slightly blurred, as JPEG.

Fonts are those of the Debian packages fonts-dejavu-core, fonts-dejavu-extra, fonts-urw-base35 and fonts-noto-mono.
"""

import io
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

Random = np.random.Generator
_FOLDER = Path("/usr/share/fonts")
_FONTS = (
    "truetype/dejavu/DejaVuSans.ttf", "truetype/dejavu/DejaVuSerif.ttf", "truetype/dejavu/DejaVuSansMono.ttf",
    "truetype/dejavu/DejaVuSansCondensed.ttf", "opentype/urw-base35/C059-Roman.otf",
    "opentype/urw-base35/NimbusSans-Regular.otf", "opentype/urw-base35/NimbusRoman-Regular.otf",
    "opentype/urw-base35/P052-Roman.otf", "opentype/urw-base35/URWGothic-Book.otf",
    "opentype/urw-base35/NimbusMonoPS-Regular.otf", "truetype/noto/NotoSansMono-Regular.ttf",
)  # fmt: skip
_SENTENCES = """
en The ferry leaves at a quarter past nine, and nobody waits for latecomers.
en Please return your library books before Friday, 14 March, or call 555 0182.
en We have moved the meeting to room B-207 because the heating is being repaired.
en Whoever finds the grey umbrella may keep it; the owner bought a new one yesterday.
en Mix two cups of flour with a pinch of salt and let the dough rest for an hour.
en The warranty covers faulty parts for 24 months, but neither scratches nor water.
de Die Fähre fährt um Viertel nach neun, und auf Verspätete wartet niemand.
de Bitte geben Sie Ihre Bücher bis Freitag, 14. März, zurück oder rufen Sie uns an: 0431 5550182.
de Wegen der Reparatur der Heizung haben wir die Sitzung in Raum B-207 verlegt.
de Wer den grauen Regenschirm findet, darf ihn behalten; die Eigentümerin kaufte gestern einen größeren.
de Zwei Tassen Mehl mit einer Prise Salz mischen und den Teig eine Stunde ruhen lassen.
de Die Gewährleistung gilt 24 Monate für schadhafte Teile, jedoch nicht für Kratzer.
fr Le bac part à neuf heures et quart, et personne n'attend les retardataires.
fr Veuillez rendre vos livres avant le vendredi 14 mars ou appeler le 05 55 01 82 33.
fr La réunion a été déplacée dans la salle B-207 à cause des travaux de chauffage.
fr Celui qui trouvera le parapluie gris pourra le garder ; sa propriétaire en a déjà acheté un autre.
fr Mélangez deux tasses de farine avec une pincée de sel et laissez reposer la pâte une heure.
fr La garantie couvre les pièces défectueuses pendant 24 mois, mais ni les rayures ni l'eau.
es El transbordador sale a las nueve y cuarto y nadie espera a los rezagados.
es Devuelva los libros antes del viernes 14 de marzo o llame al 955 501 823.
es Hemos trasladado la reunión a la sala B-207 porque están reparando la calefacción.
es Quien encuentre el paraguas gris puede quedárselo; la dueña compró otro ayer por la mañana.
es Mezcle dos tazas de harina con una pizca de sal y deje reposar la masa una hora.
es La garantía cubre piezas defectuosas durante 24 meses, pero no arañazos ni daños por agua.
it Il traghetto parte alle nove e un quarto e nessuno aspetta i ritardatari.
it Si prega di restituire i libri entro venerdì 14 marzo o di chiamare lo 055 550182.
it Abbiamo spostato la riunione nella sala B-207 perché stanno riparando il riscaldamento.
it Chi trova l'ombrello grigio può tenerlo; la proprietaria ne ha già comprato un altro.
it Mescolare due tazze di farina con un pizzico di sale e lasciare riposare l'impasto un'ora.
it La garanzia copre le parti difettose per 24 mesi, ma né i graffi né l'acqua.
pt A balsa parte às nove e um quarto e ninguém espera pelos atrasados.
pt Devolva os livros até sexta-feira, 14 de março, ou ligue para 21 555 0182.
pt Mudámos a reunião para a sala B-207 porque o aquecimento está em reparação.
pt Quem encontrar o guarda-chuva cinzento pode ficar com ele; a dona já comprou outro ontem à noite.
pt Misture duas chávenas de farinha com uma pitada de sal e deixe a massa repousar uma hora.
pt A garantia cobre peças defeituosas durante 24 meses, mas não riscos nem água.
nl De veerboot vertrekt om kwart over negen, en niemand wacht op laatkomers.
nl Breng uw boeken vóór vrijdag 14 maart terug of bel 020 555 0182.
nl Wij hebben de vergadering verplaatst naar zaal B-207, omdat de verwarming wordt hersteld.
nl Wie de grijze paraplu vindt, mag hem houden; de eigenares kocht gisteren een nieuwe.
nl Meng twee koppen bloem met een snufje zout en laat het deeg een uur rusten.
nl De garantie dekt defecte onderdelen gedurende 24 maanden, maar geen krassen of waterschade.
pl Prom odpływa kwadrans po dziewiątej i nikt nie czeka na spóźnialskich.
pl Prosimy oddać książki do piątku, 14 marca, albo zadzwonić pod numer 22 555 01 82.
pl Przenieśliśmy zebranie do sali B-207, ponieważ trwa naprawa ogrzewania.
pl Kto znajdzie szarą parasolkę, może ją zatrzymać; właścicielka kupiła wczoraj nową.
pl Wymieszaj dwie szklanki mąki ze szczyptą soli i odstaw ciasto na godzinę.
pl Gwarancja obejmuje wadliwe części przez 24 miesiące, lecz nie zarysowania ani zalanie wodą.
"""
LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl")


class DrawnPage(NamedTuple):
    """A page and what it says."""

    picture: Image.Image
    text: str


def draw_pages(language: str, count: int, chance: Random) -> Iterator[DrawnPage]:
    """Draw pages of one or two columns in a language.

    Args:
        language: One of ``LANGUAGES``.
        count: How many.
        chance: Its seed decides what they look like.
    """
    own = [line[3:] for line in _SENTENCES.strip().split("\n") if line.startswith(language)]
    for _ in range(count):
        size = int(chance.integers(20, 40))
        font = font_of(size, chance)
        page = Image.new("RGB", (1240, 1754), tuple(int(one) for one in chance.integers(225, 256, 3)))
        draw = ImageDraw.Draw(page)
        columns = 2 if size < 26 and chance.random() < 0.5 else 1
        width, written = (1240 - 160 - 60 * (columns - 1)) // columns, []
        for column in range(columns):
            y = 100
            while y < 1754 - 250 - 6 * size:
                wanted = chance.choice(own, int(chance.integers(1, 4)), replace=False)
                letters = int(width / (font.getlength("abcdefghij ") / 11))
                lines = textwrap.wrap(" ".join(wanted), letters - 4)
                for line in lines:
                    draw.text((80 + column * (width + 60), y), line, (25, 25, 30), font)
                    y += int(1.35 * size)
                written += lines
                y += size
        yield DrawnPage(photographed(page, chance), "\n".join(written))


def font_of(size: int, chance: Random) -> ImageFont.FreeTypeFont:
    """Return one of the fonts.

    Args:
        size: Its size in pixels.
        chance: Decides which.
    """
    return ImageFont.truetype(_FOLDER / str(chance.choice(_FONTS)), size)


def photographed(page: Image.Image, chance: Random) -> Image.Image:
    """Return a page as a camera sees it on a table.

    Args:
        page: The page.
        chance: Decides about tilt, perspective, light, blur and the quality of the JPEG.
    """
    wide, high = page.size
    table = Image.new(
        "RGB", (int(wide * 1.15), int(high * 1.12)), tuple(int(one) for one in chance.integers(40, 160, 3))
    )
    table.paste(page, (int(wide * 0.07), int(high * 0.06)))
    table = table.rotate(float(chance.uniform(-4, 4)), Image.Resampling.BICUBIC, fillcolor=(90, 80, 70))
    moved = chance.uniform(-0.02, 0.02, 8) * table.width
    corners = np.array([0, 0, 0, table.height, table.width, table.height, table.width, 0]) + moved
    table = table.transform(table.size, Image.Transform.QUAD, corners.tolist(), Image.Resampling.BICUBIC)
    light = Image.linear_gradient("L").rotate(float(chance.uniform(0, 360))).resize(table.size)
    pixels = np.asarray(table, np.float32) * (0.65 + 0.35 * np.asarray(light, np.float32)[..., None] / 255)
    pixels += chance.normal(0, 4, pixels.shape)
    photo = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    photo = photo.filter(ImageFilter.GaussianBlur(float(chance.uniform(0, 0.9))))
    written = io.BytesIO()
    photo.save(written, "JPEG", quality=int(chance.integers(60, 92)))
    return Image.open(written).convert("RGB")
