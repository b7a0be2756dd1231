"""Sentences put together: WhatsApp draws buttons only under paragraphs that have no other breaks in them."""

from dialogue.phrases import Phrase, lines


def paragraph(*sentences: Phrase | str) -> Phrase:
    """Several sentences, one after the other."""
    blanks = {str(place): sentence for place, sentence in enumerate(sentences)}
    return Phrase(" ".join(f"{{{place}}}" for place in blanks), blanks)


def paragraphs(*parts: Phrase | str) -> Phrase:
    """Several phrases with an empty line between."""
    parted = [each for part in parts for each in ("", part)]
    return lines(*parted[1:])
