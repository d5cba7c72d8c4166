"""Objects that sentences support, and mentions that have no such support."""

from collections.abc import Collection, Iterable

from photon.annotate.captions.named_objects import Mention, Objects


def borne_out(objects: Objects, sentences: Iterable[str]) -> frozenset[str]:
    """Collect all objects that the sentences support: what they name, and its hypernyms."""
    named = (name for sentence in sentences for mention in objects.mentions(sentence) for name in mention.objects)
    return frozenset(above for name in named for above in objects.above(name))


def unsupported(objects: Objects, sentence: str, supported: Collection[str]) -> list[Mention]:
    """Find the mentions in a sentence that are not among the supported objects."""
    return [mention for mention in objects.mentions(sentence) if mention.objects.isdisjoint(supported)]
