"""Tags for content that can be hidden: nudity, identity and bank cards, passwords on screens, medical images."""

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.metadata.tag import tag_key


def sensitive_keys(vocabulary: TagVocabulary) -> frozenset[str]:
    """Collect the tag keys of all sensitive vocabulary entries, including disabled ones.

    Args:
        vocabulary: The vocabulary.

    Returns:
        Results of ``tag_key`` for every path, name and synonym of the sensitive entries.
    """
    found: set[str] = set()
    for place, entry in enumerate(vocabulary.entries):
        if entry.is_sensitive:
            names = (entry.name, *entry.synonyms, *filter(None, [entry.shown]))
            found |= {tag_key(path) for path in (entry.path, vocabulary.keyword(place), *((name,) for name in names))}
    return frozenset(found)
