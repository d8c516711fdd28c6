"""Spelling: names folded so that the spellings of one name compare alike.

What is folded is for comparing and for nothing else: it is never shown, stored or loaded, and no
name is transliterated.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["fold", "level", "skeleton"]

_WORD = re.compile(r"[^\W_]+")
_MARKS = str.maketrans("", "", "'`´‘’ʿʾʻʼʹء\u0640")
_LETTERS = str.maketrans("ةىکی", "هيكي")
_ARTICLES = frozenset(
    "al el ul ar as ash ad at az ez an the of and for in on at de la le du des von".split()
)
_SOUNDS = (
    ("kh", "x"), ("gh", "g"), ("sh", "c"), ("ch", "c"), ("dh", "d"), ("th", "t"), ("ph", "f"),
    ("dj", "j"), ("zh", "j"), ("ck", "k"), ("q", "k"),
)  # fmt: skip
_LEVELS = {
    "governorate": "governorate province mohafazah muhafazah muhafazat محافظه",
    "district": "district county mintaqah mantika منطقه",
    "subdistrict": "subdistrict nahiya nahiyah ناحيه",
    "town": "town city village مدينه بلده قريه",
}
_LEVEL = {word: name for name, words in _LEVELS.items() for word in words.split()}


@lru_cache(maxsize=65536)
def fold(text: str) -> tuple[str, ...]:
    """Return the words of a name without case, marks, articles and variants of letters.

    An acronym stays in capitals: it has no spellings, only other acronyms.

    >>> fold("Dar'a"), fold("Jabhat al-Nuṣra"), fold("SNHR")
    (('dara',), ('jabhat', 'nusra'), ('SNHR',))
    >>> fold("إِدْلِب") == fold("ادلب"), fold("حمـــاة") == fold("حماه")
    (True, True)
    """
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", text) if unicodedata.category(one) != "Mn"
    )
    words = _WORD.findall(plain.translate(_MARKS).translate(_LETTERS).replace("\u0671", "ا"))
    shouted = len(words) > 1 and plain.upper() == plain  # a list in capitals has no acronyms
    found = [word if _acronym(word) and not shouted else _bare(word.casefold()) for word in words]
    return tuple(word for word in found if word not in _ARTICLES) or tuple(found)


def _acronym(word: str) -> bool:
    return word.isascii() and word.isupper() and 2 <= len(word) <= 6


def _bare(word: str) -> str:
    """Return an Arabic word without its article."""
    for article in ("وال", "بال", "ال", "لل"):
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    return word


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the consonants of a folded word, as transliterations of Arabic share them.

    >>> skeleton("homs") == skeleton("hims"), skeleton("hama") == skeleton("hamah")
    (True, True)
    >>> skeleton("raqqa") == skeleton("rakah"), skeleton("SNHR")
    (True, 'SNHR')
    """
    if not word.isascii() or word.isupper():
        return word
    sounds = word.removesuffix("h") if len(word) > 2 else word
    for written, sound in _SOUNDS:
        sounds = sounds.replace(written, sound)
    bones = re.sub(r"[aeiouyw]", "", sounds)
    return re.sub(r"(.)\1+", r"\1", bones) or word


def level(words: tuple[str, ...]) -> tuple[tuple[str, ...], str | None]:
    """Part the name of a place from the level that it is of, where it says one.

    >>> level(fold("Idlib Governorate"))
    (('idlib',), 'governorate')
    """
    kept = tuple(word for word in words if word not in _LEVEL)
    levels = [_LEVEL[word] for word in words if word in _LEVEL]
    return (kept, levels[-1]) if kept and levels else (words, None)
