"""The words that stand in the resources of one language, and which of them somebody meant who wrote another one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

from models.resources.words import sound, stem

SAME, HEARD, NEAR = 1.0, 0.9, 0.7  # what a word counts that is written so, that sounds so, that is written nearly so
_SHORTEST, _LONG = 5, 8  # letters of words of which one letter may be wrong, and two
_CHOICE = 5

#: Stems that a word may mean, and what each counts.
Meant = Mapping[str, float]


class Vocabulary:
    """The words of one language. Words stay when the last resource that has them goes: they then find nothing."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._stems: set[str] = set()
        self._stem_of: dict[str, str] = {}
        self._heard: defaultdict[str, set[str]] = defaultdict(set)
        self._by_length: defaultdict[int, list[str]] = defaultdict(list)

    def stems(self, words: Iterable[str]) -> list[str]:
        """The stems of `words`, which are known from now on."""
        return [self._stem_of.get(word) or self._learn(word) for word in words]

    def meant(self, word: str) -> Meant:
        """The stems that `word` is a form of, or sounds like one of."""
        own = stem(word, self._language)
        if own in self._stems:
            return {own: SAME}
        return dict.fromkeys(self._heard.get(sound(word)) or self._heard.get(sound(own)) or (), HEARD)

    def near(self, word: str) -> Meant:
        """The stems of words of which a letter or two are different, missing, too many, or have changed places."""
        if len(word) < _SHORTEST or word.isdigit():
            return {}
        most = 1 if len(word) < _LONG else 2
        lengths = range(len(word) - most, len(word) + most + 1)
        found = [
            (distance, near)
            for length in lengths
            for near, distance, _ in process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=most, limit=_CHOICE
            )
        ]
        best = min(found, default=(0, ""))[0]
        return {self._stem_of[near]: NEAR for distance, near in found if distance == best}

    def _learn(self, word: str) -> str:
        found = stem(word, self._language)
        self._stem_of[word] = found
        self._by_length[len(word)].append(word)
        self._heard[sound(word)].add(found)
        if found not in self._stems:
            self._stems.add(found)
            self._heard[sound(found)].add(found)
        return found
