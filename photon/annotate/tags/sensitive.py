"""Which tags belong to what can be hidden: nudity, identity and bank cards, passwords on screens, medical things."""

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import tag_key


def sensitive_keys(vocabulary: TagVocabulary) -> frozenset[str]:
    """Keys (see ``tag_key``) of every path and every single word of the entries marked so, switched off or not."""
    found: set[str] = set()
    for place, entry in enumerate(vocabulary.entries):
        if entry.is_sensitive:
            names = (entry.name, *entry.synonyms, *filter(None, [entry.shown]))
            found |= {tag_key(path) for path in (entry.path, vocabulary.keyword(place), *((name,) for name in names))}
    return frozenset(found)
