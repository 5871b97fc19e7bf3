"""Texts typed with fonts from before Unicode: turned where that is sure, all others left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.xlsx import Grid, workbook
from xeploai.reading.xlsx.old_fonts import TCVN3, VNI, in_unicode, is_syllable
from xeploai.reading.xlsx.workbook import read_workbook


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chi bé th«n §«ng Hßa", "Chi bộ thôn Đông Hòa"),
        ("Chi bé 5", "Chi bộ 5"),
        ("§¶ng bé x· Tø Tr\xadng", "Đảng bộ xã Tứ Trưng"),
        ("Hoµn thµnh tèt nhiÖm vô", "Hoàn thành tốt nhiệm vụ"),
        ("Hoµn thµnh xuÊt s¾c nhiÖm vô", "Hoàn thành xuất sắc nhiệm vụ"),
        ("TrÇn ThÞ HuÖ", "Trần Thị Huệ"),
        ("§/c NguyÔn V¨n §øc", "Đ/c Nguyễn Văn Đức"),
        ("èm ®au, ®i lµm ¨n xa", "ốm đau, đi làm ăn xa"),
        ("12-Q§/§U ngµy 5", "12-QĐ/ĐU ngày 5"),
        ("Tæng céng", "Tổng cộng"),
        ("Tªn chi bé", "Tên chi bộ"),
        ("Tèt", "Tốt"),
        ("Ch\xada ®¸nh gi¸", "Chưa đánh giá"),
    ],
)
def test_tcvn3_is_read(typed: str, meant: str) -> None:
    assert in_unicode(typed) == (meant, TCVN3)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Chi boä thoân Ñoâng Hoøa", "Chi bộ thôn Đông Hòa"),
        ("Ñaûng boä xaõ Töù Tröng", "Đảng bộ xã Tứ Trưng"),
        ("ÑAÛNG BOÄ XAÕ", "ĐẢNG BỘ XÃ"),
        ("Hoaøn thaønh toát nhieäm vuï", "Hoàn thành tốt nhiệm vụ"),
        ("Traàn Thò Hueä", "Trần Thị Huệ"),
        ("oám ñau", "ốm đau"),
        ("Ñi laøm aên xa", "Đi làm ăn xa"),
        ("Kyø naøy", "Kỳ này"),
        ("Toång coäng", "Tổng cộng"),
    ],
)
def test_vni_is_read(typed: str, meant: str) -> None:
    assert in_unicode(typed) == (meant, VNI)


VIETNAMESE = (
    "Chi bộ thôn Đông Hòa", "Xã Hòa Bình", "Hoàn Lão", "HOÀ BÌNH", "Thuý Hoà", "Bùi Thị Xuân",
    "Thào A Páo", "Giàng A Ký", "Krông Búk", "Ô Môn", "Pá Ông", "Bà Rịa", "Trà Mi", "khoái",
    "Cà Ná", "Mù Cang Chải", "Tân Phú Trung", "Ngài Thầu", "Sín Thầu", "Ea H'leo", "Kì Sơn",
    "Chí Hoà", "Đ/c Ân", "Thôn Ðông", "toát", "Lý Ông Trọng", "Côn Đảo", "Bé", "tổ 3", "½ năm",
)  # fmt: skip
FOREIGN = (
    "Müller", "Straße", "Voß", "Weiß", "Björn", "Löw", "Citroën", "Noël", "Hawaï", "Thaï", "Zoë",
    "São Tomé", "João", "José Martí", "Nuñez", "El Niño", "ñu", "Curaçao", "Ça va", "Ångström",
    "Malmö", "Köln", "coördinate", "naïve café", "Microsoft®", "© 2025", "10 µm", "m²", "25 °C",
    "§ 5", "Điều 5 § 2", "«Chi»", "Nº 5", "Dvořák", "Øre", "Tromsø", "Aarøe", "Pâté", "Maïs",
    "Löss", "Öl", "Bö", "HÔTEL", "À la carte", "Ünal", "Çelik", "Æsir", "Þór", "déjà vu",
)  # fmt: skip


NUMBERS = (
    "05·12·2025", "05 · 12 · 2025", "05¸12¸2025", "Ngay 05·12·2025", "1·2·3", "5×6×7", "12°5°3",
    "05­12­2025", "10 ¸ 20 ¸ 30",
)  # fmt: skip


@pytest.mark.parametrize("text", [*VIETNAMESE, *FOREIGN, *NUMBERS])
def test_unicode_and_foreign_names_stay_what_they_are(text: str) -> None:
    for form in ("NFC", "NFD"):
        for way in (text, text.upper(), text.lower(), f" {text} "):
            assert in_unicode(unicodedata.normalize(form, way)) is None, way


def test_letters_beside_figures_are_letters_still() -> None:
    assert in_unicode("Tæ 5 ®éi 2") == ("Tổ 5 đội 2", ".VnTime")


SYLLABLES = [word for name in VIETNAMESE for word in name.split() if is_syllable(word)]


@given(st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8))
def test_no_words_in_unicode_are_taken_for_old_ones(words: list[str]) -> None:
    assert in_unicode(" ".join(words)) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(text: str) -> None:
    meant = in_unicode(text)
    assert meant is None or meant[0] != text


@pytest.mark.parametrize(
    ("word", "is_one"),
    [
        ("nghiêng", True), ("Quỳnh", True), ("giếng", True), ("ưu", True), ("khuỷu", True),
        ("Thuở", True), ("quốc", True), ("quôc", False), ("bat", False), ("boä", False),
        ("strạ", False), ("ñau", False), ("hòá", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_a_syllable(word: str, is_one: bool) -> None:
    assert is_syllable(word) is is_one


def test_a_sheet_holds_the_text_in_unicode_and_knows_its_font() -> None:
    grid: Grid = [["Tên", None], [None, "Chi bé th«n 1"], ["Chi boä 2", "Chi bộ 3"]]
    sheet = read_workbook(workbook({"S": grid}), {"s"}).sheets["s"]
    assert [row[1] for row in sheet.rows] == ["", "Chi bộ thôn 1", "Chi bộ 3"]
    assert sheet.recoded == {(1, 1): TCVN3, (2, 0): VNI}
