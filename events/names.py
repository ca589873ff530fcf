"""Keys by which a name is found whatever its script, spelling or accents. Plain Python, no Django.

`search_key`: folds what is only writing: case, accents, Arabic vowel signs and letter variants, hyphens, the article.
`phonetic_key`: folds what is only spelling as well: a consonant skeleton that Arabic and Latin script share.
`begins` asks for words by how they begin.
`sounds_like`: whether a name found by its skeleton may be the one that was meant.
`in_language` picks the name to show in a language.

The keys are stored beside each name, so after a change here they have to be computed again (docs/gazetteer.md).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

# Apostrophes, signs for hamza and ayn, tatweel, and invisible direction marks: dropped, they join what they part.
_DROPPED = "'`´‘’‛′\"ʹʺʻʼʽʾʿˈ՚ꞌءـ\u00ad\u200e\u200f\u2066\u2067\u2068\u2069"
_SAME_LETTER = {
    **dict.fromkeys("ٱ", "ا"),
    **dict.fromkeys("ىیےېێ", "ي"),
    **dict.fromkeys("ةەھہۃ", "ه"),
    **dict.fromkeys("ۆۇۋ", "و"),
    **dict(zip("کڪڕڵںıøłđðħŋə", "ككرلنiolddhna", strict=True)),
    **dict(zip("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", strict=True)),
    "æ": "ae",
    "œ": "oe",
    "þ": "th",
}
_FOLD = str.maketrans({**dict.fromkeys(_DROPPED, ""), **_SAME_LETTER})
_DROP = str.maketrans("", "", _DROPPED)

# Japanese voicing marks (class 8) and Indic viramas (class 9) make another letter; every other accent is dropped,
# and so is the short e that Kurdish writes where Arabic writes nothing.
_KEPT_MARKS = {0, 8, 9}
_MARKS = [char for char in map(chr, range(0x20000)) if unicodedata.category(char)[0] == "M"]
_ACCENTS = re.compile(
    f"[{''.join(char for char in _MARKS if unicodedata.combining(char) not in _KEPT_MARKS)}]+|ە(?=\\w)"
)
_BETWEEN_WORDS = re.compile(rf"[^\w{''.join(_MARKS)}]+|_+")

# al- in any of its spellings, and the forms that take on the next sound: ash-Sham, ez-Zor.
_ARTICLE = re.compile(r"[aeui]l")
_ASSIMILATED = re.compile(r"[ae](th|dh|sh|ch|[tdrzsnj])")
_ARABIC_ARTICLE = re.compile(r"(?<!\S)(?:ال)+(?=\S{2})")

# Latin spellings of one sound, and the one letter that stands for the class of sounds that spellings mix up.
_SOUND = {
    **dict.fromkeys(("sch", "tch", "sh", "ch"), "c"),
    **dict.fromkeys(("dzh", "zh", "dj"), "j"),
    **dict.fromkeys(("gh", "ck", "c", "q", "g"), "k"),
    "kh": "X",
    "dh": "d",
    "th": "t",
    "ph": "f",
    "x": "ks",
    "z": "s",
    "p": "b",
    "v": "w",
}
_SPELLING = re.compile("|".join(sorted(_SOUND, key=len, reverse=True)))
# The same classes for Arabic, Persian and Kurdish letters; ayn is heard only at the start of a word.
_ARABIC_SOUND = str.maketrans("ابپتثجچحخدذرزژسشصضطظغفڤقكگلمنهويٹڈڑ", "abbttjchXddrsjscsdtdkfwkkklmnhwytdr", "ع")
_ARABIC_LETTER = re.compile("[\u0620-\u06ff]")
_LATIN_ARTICLE_JOINED = re.compile(r"^[ae]l(?=[^aeiouy\d]\w{3})")
_FATHER_OF = re.compile("(?:[ae]l)?a?b(?:u|ou|o|oo)|ا?بو")
_FATHER_VOWEL = re.compile("^a(?=b[ouw])")
_DOUBLED = re.compile(r"(.)\1+")
_SEMIVOWEL = re.compile("[ouw]*[uw](?=[aeiy])")  # Rawah, Raoua, راوة: a consonant; in Baghouz, باغوز: a vowel
_FIRST_VOWEL = re.compile("^[aeiou]")
_OTHER_VOWELS = re.compile("(?<=.)[aeiouyw]+")
_CONSONANT_AND_VOWELS = re.compile("(^.|[^aeiouyw])([aeiouyw]*)")


def search_key(text: str) -> str:
    """Return `text` folded for comparison: words of lower-case letters and digits, one space between them.

    `al-Qa'im` and `Al Qā’im` become "qaim"; `القائم` becomes "قايم". Applying it twice changes nothing.
    Empty only if `text` holds neither letter nor digit.
    """
    folded = text.translate(_DROP).casefold()  # before NFKD, which makes a space of an acute accent standing alone
    if not folded.isascii():
        folded = _fold_letters(folded)
    return " ".join(_without_articles(_ARABIC_ARTICLE.sub("", _BETWEEN_WORDS.sub(" ", folded)).split()))


def begins(word: str) -> str:
    """A tsquery for words that begin with `word`, one of a search key."""
    return f"'{word}':*"


def phonetic_key(text: str) -> str:
    """Return the consonant skeleton of `text`, the same for the usual spellings of a name in Latin and Arabic script.

    Coarse on purpose (`Hejin`, `Hajin` and `هجين` are all "hjn"): offer its finds after those of `search_key`, and only
    those that `sounds_like` too. Words in other scripts stay as `search_key` leaves them.
    """
    return " ".join(filter(None, map(_skeleton, _with_fathers_joined(search_key(text).split()))))


def sounds_like(asked: str, name: str) -> bool:
    """Tell whether each word of `asked` is a plausible spelling of a word of `name`.

    They have one skeleton of at least two letters, and vowels between the same consonants; in names of four consonants
    and more one vowel may be missing. Arabic script writes long vowels only: those must be in the Latin spelling.
    """
    words = _with_fathers_joined(search_key(name).split())
    return all(
        any(_is_spelling(word, other) for other in words) for word in _with_fathers_joined(search_key(asked).split())
    )


def _is_spelling(word: str, other: str) -> bool:
    skeleton, vowels = _shape(word)
    other_skeleton, other_vowels = _shape(other)
    if skeleton != other_skeleton or len(skeleton) < 2:
        return word == other
    is_arabic, other_is_arabic = bool(_ARABIC_LETTER.match(word)), bool(_ARABIC_LETTER.match(other))
    if is_arabic != other_is_arabic:
        return vowels <= other_vowels if is_arabic else other_vowels <= vowels
    return len(vowels ^ other_vowels) <= len(skeleton) // 4


@lru_cache(maxsize=50_000)
def _shape(word: str) -> tuple[str, frozenset[int]]:
    """The skeleton of `word`, and which of its consonants have a vowel behind them that is not at an end."""
    parts = _CONSONANT_AND_VOWELS.findall(_bare(word))
    if len(parts) > 1 and parts[-1][0] == "h":
        parts.pop()
    inner = enumerate(parts[:-1])
    return _skeleton(word), frozenset(place for place, (letter, vowels) in inner if vowels and letter not in "aeiou")


def _fold_letters(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", _ACCENTS.sub("", plain).translate(_FOLD))


def _without_articles(words: list[str]) -> list[str]:
    """Drop articles that have a noun behind them; from the right, so that a noun is what is left behind one."""
    kept: list[str] = []
    for word in reversed(words):
        if not (kept and _is_article(word, before=kept[-1])):
            kept.append(word)
    return kept[::-1]


def _is_article(word: str, *, before: str) -> bool:
    assimilated = _ASSIMILATED.fullmatch(word)
    return bool(_ARTICLE.fullmatch(word) or (assimilated and before.startswith(assimilated[1])))


def _with_fathers_joined(words: list[str]) -> list[str]:
    """Join "abu" (father of) to the next word: Abu Kamal is as often written Bukamal, أبو ظبي as often أبوظبي."""
    joined: list[str] = []
    for word in words:
        if joined and _FATHER_OF.fullmatch(joined[-1]):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _sounds(word: str) -> str:
    """Spell `word` with one Latin letter for each class of sounds; vowels stay."""
    if not _ARABIC_LETTER.match(word):
        return _SPELLING.sub(lambda found: _SOUND[found[0]], _LATIN_ARTICLE_JOINED.sub("", word))
    if word.startswith("ع"):
        word = "ا" + word
    if word.endswith("ه"):
        word = word[:-1] + "ا"
    return word.translate(_ARABIC_SOUND)


def _skeleton(word: str) -> str:
    """Drop from the sounds of `word` doubled letters, a final h and vowels, save that it begins with one."""
    bare = _OTHER_VOWELS.sub("", _bare(word)).lower()
    return bare.removesuffix("h") or bare


def _bare(word: str) -> str:
    """The sounds of `word` without doubled letters; w is a vowel, W a consonant, any vowel that it begins with an a."""
    bare = _FATHER_VOWEL.sub("", _DOUBLED.sub(r"\1", _sounds(word)))
    return _FIRST_VOWEL.sub("a", _SEMIVOWEL.sub("W", bare))


def in_language(names: Iterable[Mapping[str, str]], language: str) -> str:
    """The best of an actor's or place's names in a language: the official one, else the first; empty if there is none.

    A name is {name, language, kind}, as the public record's catalogue holds them.
    """
    found = sorted((one for one in names if one["language"] == language), key=lambda one: one["kind"] != "official")
    return found[0]["name"] if found else ""
