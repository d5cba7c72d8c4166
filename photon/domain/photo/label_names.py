"""What programs call the five colour labels in files.

``xmp:Label`` is a text that each program writes in the language of its window, or as the user named the colour. A text
that is none of these means no colour; it stays in the file until the user sets a label in Photon.
"""

from typing import Final

from photon.domain.photo.marks import LABELS, Label

WRITTEN: Final[dict[Label, str]] = {label: label.capitalize() for label in LABELS}
"""What Photon writes: the English names, which all programs know."""
_NAMES: Final[dict[Label, str]] = {
    "red": "Rot Rouge Rojo Rosso Vermelho Rood Röd Rød Czerwony Červená Punainen Kırmızı Красный レッド 赤 红色 紅色"
    " 빨강 빨간색 Piros Roșu Κόκκινο Select",
    "yellow": "Gelb Jaune Amarillo Giallo Amarelo Geel Gul Żółty Žlutá Keltainen Sarı Жёлтый Желтый イエロー 黄 黄色"
    " 黃色 노랑 노란색 Sárga Galben Κίτρινο Second",
    "green": "Grün Vert Verde Groen Grön Grøn Grønn Zielony Zelená Vihreä Yeşil Зелёный Зеленый グリーン 緑 绿色 綠色"
    " 초록 초록색 녹색 Zöld Πράσινο Approved",
    "blue": "Blau Bleu Azul Blu Blauw Blå Niebieski Modrá Sininen Mavi Синий Голубой ブルー 青 蓝色 藍色 파랑 파란색"
    " Kék Albastru Μπλε Review",
    "purple": "Lila Violett Violet Pourpre Púrpura Morado Violeta Viola Roxo Paars Lilla Fioletowy Purpurowy Fialová"
    " Purpurová Violetti Purppura Mor Фиолетовый Пурпурный パープル 紫 紫色 보라 보라색 자주색 Bíbor Μωβ Magenta To-Do",
}
"""The names in Lightroom's languages, digiKam's Magenta, and the usual names of Bridge: Select, Second, and so on."""
_BY_NAME: Final[dict[str, Label]] = {
    name.casefold(): label for label, names in _NAMES.items() for name in (WRITTEN[label], *names.split())
} | {"to do": "purple"}


def label_named(text: str | None) -> Label:
    """The colour that a label of a file means.

    Args:
        text: The label as written, such as ``Rot``; None for no label.

    Returns:
        The colour; empty for a text that means none of the five.
    """
    return _BY_NAME.get(" ".join((text or "").split()).casefold(), "")
