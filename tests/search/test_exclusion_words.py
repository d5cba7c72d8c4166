"""What texts in languages without a lexicon exclude."""

import pytest

from photon.search.lexicons.exclusion_words import find_exclusion


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("пляж без людей", "пляж", "людей"), ("Без людей", "", "людей"), ("شاطئ بدون ناس", "شاطئ", "ناس"),
        ("شاطئ من دون ناس", "شاطئ", "ناس"), ("ชายหาดที่ไม่มีคน", "ชายหาด", "คน"), ("没有人的海滩", "海滩", "人"),
        ("一个没有人的海滩", "海滩", "人"), ("无人的海滩", "海滩", "人"), ("海滩，没有人", "海滩", "人"),
        ("紅色的房子沒有人", "紅色的房子", "人"), ("人のいない海岸", "海岸", "人"), ("海岸に人がいない", "海岸", "人"),
        ("屋根のない家", "家", "屋根"), ("ビーチ 人なし", "ビーチ", "人"), ("人なしのビーチ", "ビーチ", "人"),
        ("사람이 없는 해변", "해변", "사람이"), ("빨간 차가 없는 거리", "거리", "빨간 차"),
        ("고양이 없는 거리", "거리", "고양이"),
        ("해변 사람 없이", "해변", "사람"), ("insan olmayan plaj", "plaj", "insan"),
        ("plaj insan yok", "plaj", "insan"),
        ("İnsanlar olmadan plaj", "plaj", "İnsanlar"),
    ],
)  # fmt: skip
def test_a_word_excludes_what_stands_at_its_place(text: str, wanted: str, unwanted: str) -> None:
    found = find_exclusion(text)
    assert found is not None
    assert (found.wanted, found.unwanted, found.is_sure) == (wanted, unwanted, True)


@pytest.mark.parametrize(
    "text",
    [
        "", "безделушка", "无人机", "無花果", "危ない道", "食べない子供", "おはなし", "なしの木",
        "끝없는 바다", "수없이 많은 별", "yalnız adam",
        "beach without people", "没有", "без",
        "に" * 20_000 + "がない",
    ],
)  # fmt: skip
def test_words_that_only_look_so_exclude_nothing(text: str) -> None:
    assert find_exclusion(text) is None


def test_an_ending_is_not_sure() -> None:
    assert find_exclusion("bulutsuz gökyüzü") == ("gökyüzü", "bulut", False)
