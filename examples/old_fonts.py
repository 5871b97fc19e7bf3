"""Text as it was typed with the fonts of TCVN3, before Unicode."""

_TCVN3 = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĐÔĂÂÊƠƯ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ§¤¡¢£¥¦",
        strict=True,
    )
)
"""Each letter and what TCVN 5712:1993 (ABC) has in its place; the fonts of capitals differ."""


def in_tcvn3(text: str) -> str:
    """Return the text as a document typed with .VnTime holds it."""
    return "".join(_TCVN3.get(letter, letter) for letter in text)
