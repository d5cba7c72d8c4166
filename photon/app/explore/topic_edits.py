"""Edits of topics and of what becomes of shelves: each is one step of the journal, which it names."""

from photon.domain import Changes, Filter, PhotonError, Query
from photon.domain.decisions.explore import HIDDEN_TOPIC, LONGEST_NAME, PINNED
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.metadata.album import check_album_path
from photon.domain.metadata.tag import TagMark, tag_paths
from photon.domain.unseen_characters import clean_line, line_written_out
from photon.language import tr
from photon.library import Library
from photon.library.albums import album_tree, smart_albums
from photon.library.explore.decided_topics import TopicDecision, decide_topic, decided_topics
from photon.library.explore.topics import photos_of_topic
from photon.library.tags import tags
from photon.search.query_language import format_query


def rename_topic(library: Library, card: ShelfCard, name: str) -> Changes:
    """Give a topic a name; an empty one leaves the name that Photon found. That of a group of photos is their tag, too.

    Raises:
        PhotonError: The name is too long.
    """
    name = clean_line(name)
    if len(name) > LONGEST_NAME:
        raise PhotonError(
            tr("A name may have at most {count} characters.", count=LONGEST_NAME), tr("Nothing was changed.")
        )
    changes = decide_topic(library, card.kind, card.key, _decision(library, card)._replace(name=name))
    before, now = line_written_out(card.name), line_written_out(name)
    if name and card.asks_name and card.kind == "thing":  # what a person says of photos is a tag of them
        photos = photos_of_topic(library, "thing", card.key).tolist()
        paths = tag_paths(name)
        changes |= tags.mark(library, [TagMark(photo, path, "confirmed") for photo in photos for path in paths])
    if name and card.asks_name:
        library.journal.name_step(tr("named “{name}”", name=now))
    elif name:
        library.journal.name_step(tr("renamed “{before}” to “{now}”", before=before, now=now))
    else:
        library.journal.name_step(tr("withdrew the name “{name}”", name=before))
    return changes


def set_topic_state(library: Library, card: ShelfCard, state: str) -> Changes:
    """Pin a topic, hide it, or neither."""
    before = _decision(library, card)
    changes = decide_topic(library, card.kind, card.key, before._replace(state=state))
    name = line_written_out(card.name)
    if state == PINNED:
        words = tr("pinned “{name}”", name=name)
    elif state == HIDDEN_TOPIC:
        words = tr("hid “{name}” on the Explore page", name=name)
    elif before.state == PINNED:
        words = tr("unpinned “{name}”", name=name)
    else:
        words = tr("showed “{name}” on the Explore page again", name=name)
    library.journal.name_step(words)
    return changes


def save_as_smart_album(library: Library, card: ShelfCard) -> tuple[str, Changes]:
    """Make a smart album with the name and the search of a card; return the name.

    Topics are searched by their keys, which stay when they get other names.

    Raises:
        PhotonError: There is an album of this name.
    """
    path = check_album_path((card.name.replace("/", "-"),))
    query = format_query(Query((Filter(card.kind, card.key),))) if card.key else card.query
    with library.transaction() as db:
        if album_tree.find_album(db, path) is not None:
            raise PhotonError(
                tr("There is an album “{name}” already.", name=line_written_out(path[0])), tr("Nothing was changed.")
            )
        _, _, changes = smart_albums.store_smart_album(library, path, query)
    library.journal.name_step(tr("made the smart album “{album}”", album=path[0]))
    return path[0], changes


def _decision(library: Library, card: ShelfCard) -> TopicDecision:
    return decided_topics(library).get((card.kind, card.key), TopicDecision())
