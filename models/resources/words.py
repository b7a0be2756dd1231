"""How texts are taken apart for the search: words without accents, their stems, and how they sound.

Many misspellings are spelt as they sound ("prosedimiento", "asinamiento", "biolencia"): what sounds the same in Mexican
Spanish is the same here. Nothing of it is shown to anybody.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from threading import Lock

import snowballstemmer  # type: ignore[import-untyped]

STEMMERS: Mapping[str, str] = {"es": "spanish", "en": "english"}
LONGEST_QUERY, MOST_WORDS = 300, 12  # letters and words of a query that are looked at
LONGEST_WORD = 40

_WORD = re.compile(r"[^\W_]+")
_EMPTY = frozenset(
    """
    a al algo algun alguna alguno algunos ante as asi aun buen buena buenas buenos cada como con cual cuales
    cuando de del desde dia dias donde dos e el ella ellas ellos en entre era eran eres es esa ese eso esta
    estan estar este esto estos favor fue gracias ha hace hacer haciendo hacia hago han hasta hay hola
    informacion la las le les lo los me mi mis mas muy nada necesita necesito ni no noches nos nosotros o otra
    otro para pero poder por porque pues puede puedo que quien quienes quiere quiero quisiera saber se segun ser
    si sin sobre solo son soy su sus tal tambien tan tanto tardes te tener tengo ti tiene tienen todo todos tu
    tus un una uno unos usted ustedes va voy y ya yo busco buscar
    about all also am an and any are at be because been but by can could did do does for from good had has have hello hi
    him his how i if im in information into is it its just like looking me my need not of off on or our out please she
    so some than thank thanks that the their them then there these they this those to too us want was we were what when
    where which who why will with would you your""".split()  # noqa: SIM905
)
#: One after the other, on a word without accents.
_SOUNDS = (
    *(("qu", "k"), ("ch", "x"), ("ll", "y"), ("ph", "f"), ("h", ""), ("v", "b"), ("z", "s"), ("w", "u")),
    *((r"c(?=[ei])", "s"), ("c", "k"), (r"g(?=[ei])", "j"), (r"gu(?=[ei])", "g")),
    *((r"m(?=[pb])", "n"), ("y", "i"), (r"(.)\1+", r"\1")),
)
_RULES = [(re.compile(heard), said) for heard, said in _SOUNDS]
_one_at_a_time = Lock()  # a stemmer holds the word it is at
_stemmers = {language: snowballstemmer.stemmer(name) for language, name in STEMMERS.items()}


def words(text: str) -> list[str]:
    """The words of `text` that say something, without case and accents."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return [word[:LONGEST_WORD] for word in _WORD.findall(bare) if word not in _EMPTY]


def asked(query: str) -> list[str]:
    """The words of a query that are looked for: each once, and not too many."""
    return list(dict.fromkeys(words(query[:LONGEST_QUERY])))[:MOST_WORDS]


@lru_cache(maxsize=65_536)
def stem(word: str, language: str) -> str:
    """The part of `word` that its forms share, in a language; in one without a stemmer the word itself."""
    if (stemmer := _stemmers.get(language)) is None:
        return word
    with _one_at_a_time:
        found: str = stemmer.stemWord(word)
    return found


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """How `word` sounds: what is often confused in writing is written in one way."""
    for heard, said in _RULES:
        word = heard.sub(said, word)
    return word
