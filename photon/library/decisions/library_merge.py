"""Merge decisions that concern no single photo: tags, albums, words, saved searches, settings, folders, runs.

Folders and names to skip are listed, not imported: every computer has its own folders, anybody may have made the file,
and a pattern that matches all names would make all photos go missing.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from photon.domain import PhotonError
from photon.domain.decisions.decision import UserDecision
from photon.domain.decisions.decision_kinds import SHAPES
from photon.domain.decisions.explore import TOPIC
from photon.domain.decisions.places import OWN_PLACE
from photon.domain.metadata.album import album_text
from photon.domain.metadata.tag import tag_key, tag_text
from photon.library.albums import album_tree, albums, smart_albums
from photon.library.db import settings
from photon.library.db.connection import Library
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.decision_stamps import Stamp, library_stamps, run_ids, run_name
from photon.library.decisions.photo_merge import is_later, json_text, stamp_of
from photon.library.explore import decided_topics
from photon.library.people import people_lines
from photon.library.photos import folders
from photon.library.places import place_lines
from photon.library.searches import searches
from photon.library.settings.known_settings import describe_setting, stored_value
from photon.library.settings.travelling import leave_off, setting_line
from photon.library.tags import hidden_photos, learned_tags, tag_moves, tag_tree, tags, vocabulary
from photon.library.tags.vocabulary import WordOverride


def merge_library(library: Library, some: Sequence[UserDecision], report: DecisionReport) -> None:
    """Within a transaction, import decisions that are later than those of the library.

    Args:
        library: Open for writing.
        some: Decisions without a photo.
        report: Counts the results.
    """
    merge = _LibraryMerge(library, report)
    latest: dict[str, UserDecision] = {}
    for decision in some:  # files may have been joined, so the order of lines means nothing
        before = latest.get(decision.name)
        if before is None:
            latest[decision.name] = decision
        elif is_later(decision, stamp_of(before)):
            latest[decision.name] = _joined(decision, before.content)
        else:
            report.same += 1
            latest[decision.name] = _joined(before, decision.content)
    for decision in latest.values():
        merge.merge(decision)
    merge.sign()


class _LibraryMerge:
    def __init__(self, library: Library, report: DecisionReport) -> None:
        self._library, self._report = library, report
        self._stamps, self._runs = library_stamps(library), run_ids(library)
        self._signed: list[tuple[UserDecision, int, int]] = []
        people = people_lines.PersonLines()
        self._ways = {**_WAYS, "person": (people.read, people.write)}

    def merge(self, decision: UserDecision) -> None:
        others = {"run": self._add_run, "folder": self._list_folder, "skip": self._list_skip}
        if decision.what in others:
            others[decision.what](decision.content)
            return
        read, write = self._ways[decision.what]
        try:
            ours = read(self._library, decision.content)
            theirs = _value_of(decision)
            if ours == theirs:
                self._report.same += 1
                self._note_stamp(decision.by_now())
                return
            if decision.what == "setting" and not self._takes_setting(decision.content, ours):
                return
            is_later_here = not is_later(decision, self._stamp(decision), is_empty=ours is None)
            if decision.what == OWN_PLACE.what and ours is not None:
                decision = self._joined_place(decision, ours, is_later_here=is_later_here)
                is_later_here = is_later_here and _value_of(decision) in {ours, None}
            if is_later_here and not _is_stricter(decision):
                self._report.keep_here(_about(decision), "")
                return
            first = self._newest()
            write(self._library, decision.content)
            if read(self._library, decision.content) == ours:  # such as a tag that photos have
                self._report.keep_here(_about(decision), "")
                return
        except PhotonError as error:  # such as a name that is taken or too long
            self._report.keep_here(_about(decision), error.message)
            return
        self._signed.append((decision.by_now(), first, self._newest()))
        self._report.taken[decision.what] += 1

    def _joined_place(self, decision: UserDecision, ours: object, *, is_later_here: bool) -> UserDecision:
        """Return a place as the later decision has it, but private if either has it so."""
        here = dict(zip(place_lines.FIELDS, cast(tuple[object, ...], ours), strict=True))
        kept = self._stamp(decision)
        if is_later_here and kept is not None and decision.content["on"]:
            later = replace(decision, clock=kept.clock, device=kept.device, actor=kept.actor)
            return _joined(replace(later, content={**decision.content, **here}), decision.content)
        return _joined(decision, {"on": True, **here})

    def sign(self) -> None:
        """Record the original time, device and actor in the journal."""
        self._library.db.executemany(
            "UPDATE journal SET clock = ?, device = ?, actor = ? WHERE id > ? AND id <= ? AND photo_id IS NULL",
            [
                (decision.clock, decision.device, decision.actor, first, last)
                for decision, first, last in self._signed
                if decision.clock
            ],
        )

    def _note_stamp(self, decision: UserDecision) -> None:
        """Record the stamp of a decision that changes nothing in the library, such as a deletion of an unknown word."""
        if not decision.clock or self._stamp(decision) is not None:
            return
        content = decision.content
        path = json.dumps(content.get("tag", content.get("album")), ensure_ascii=False)
        key = {"branch": [path], "album": [path], "word": [tag_key(content.get("tag", ())), path]}.get(
            decision.what, [content[field] for field in SHAPES[decision.what].subject]
        )
        self._library.db.execute(
            "INSERT INTO journal (step, what, key, clock, device, actor) VALUES (journal_step(), ?, ?, ?, ?, ?)",
            (decision.what, json_text(key), decision.clock, decision.device, decision.actor),
        )

    def _newest(self) -> int:
        return int(self._library.db.execute("SELECT ifnull(max(id), 0) FROM journal").fetchone()[0])

    def _stamp(self, decision: UserDecision) -> Stamp | None:
        return self._stamps.get((decision.what, self._name(decision)))

    @staticmethod
    def _name(decision: UserDecision) -> str:
        content = decision.content
        path = content.get("tag", content.get("album"))
        return tag_key(path) if path else str(content[SHAPES[decision.what].subject[0]])

    def _list_folder(self, content: Mapping[str, Any]) -> None:
        path = content["folder"]
        if content.get("on") is False or any(one.path == path for one in folders.uncounted(self._library)):
            self._report.same += 1
        elif path not in self._report.folders:
            self._report.folders.append(path)

    def _list_skip(self, content: Mapping[str, Any]) -> None:
        if not content["on"] or content["pattern"] in (*folders.skips(self._library), *self._report.skips):
            self._report.same += 1
        else:
            self._report.skips.append(content["pattern"])

    def _takes_setting(self, content: Mapping[str, Any], ours: object) -> bool:
        """Return whether a setting is imported; one that acts by itself is left off until the user switches it on."""
        one = describe_setting(content["name"], content["value"])
        travels = one.setting.travels if one.setting else "always"
        if travels == "always" or (travels == "stricter" and one.value is True):
            return True
        is_kept = travels == "asked" and one.setting and one.value not in {None, one.setting.usual}
        if is_kept and leave_off(self._library, one.name, one.value):
            self._report.left_off.append(setting_line(one))
        elif travels == "stricter" and ours is not None:
            self._report.keep_here(one.noun, "")
        else:
            self._report.same += 1
        return False

    def _add_run(self, content: Mapping[str, Any]) -> None:
        name = run_name(content["kind"], content["encoder"], content["version"], content["title"], content["made"])
        if content["run"] in self._runs or name in self._runs:  # other programs may name runs as they like
            self._report.same += 1
            return
        row = self._library.db.execute(
            "INSERT INTO runs (kind, encoder, version, what, made, photos, undone) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                content["kind"],
                content["encoder"],
                content["version"],
                content["title"],
                content["made"],
                content["photos"],
                content["undone"],
            ),
        )
        self._runs[name] = int(row.lastrowid or 0)
        self._report.taken["run"] += 1


def _joined(later: UserDecision, content: Mapping[str, Any]) -> UserDecision:
    """Return the later of two decisions about the same; places are private if either is, unless one is deleted."""
    if later.what == OWN_PLACE.what and later.content["on"] and content["on"] and content["private"]:
        return replace(later, content={**later.content, "private": True})
    return later


def _is_stricter(decision: UserDecision) -> bool:
    """Return whether a decision counts whenever it was made: of two states of hiding the stricter one, and merges."""
    content = decision.content
    is_merge = decision.what == "person" and bool(content["into"])
    return is_merge or (decision.what == "setting" and content == {"name": hidden_photos.HIDE.name, "value": True})


def _value_of(decision: UserDecision) -> object:
    """Return the value of a decision, comparable with the results of the readers; None for nothing."""
    content = decision.content
    if content.get("on") is False:
        return None
    fields = {
        "branch": ("learned", "kind"), "word": ("synonyms", "own", "suggested"), "search": ("query", "folder"),
        "setting": ("value",), "album": ("query",), "person": people_lines.FIELDS,
        OWN_PLACE.what: place_lines.FIELDS, TOPIC.what: decided_topics.FIELDS,
    }[decision.what]  # fmt: skip
    if decision.what == "setting":
        return content["value"]
    return tuple(content[field] for field in fields)


def _read_branch(library: Library, content: Mapping[str, Any]) -> object:
    tag = tag_tree.find(library.db, content["tag"])
    row = library.db.execute("SELECT taught, kind FROM tags WHERE id = ?", (tag,)).fetchone()
    return (bool(row[0]), row[1]) if row else None


def _write_branch(library: Library, content: Mapping[str, Any]) -> None:
    path = content["tag"]
    if content["on"]:
        tag_tree.tag_at(library.db, path)
        learned_tags.set_learned(library, path, taught=content["learned"], kind=content["kind"])
    elif not tags.are_given(library, tag_tree.below(library.db, path)):  # assigned tags are decided per photo
        tag_moves.delete_subtree(library, path)


def _read_album(library: Library, content: Mapping[str, Any]) -> object:
    album = album_tree.find_album(library.db, content["album"])
    return None if album is None else (smart_albums.smart_queries(library.db).get(album, ""),)


def _write_album(library: Library, content: Mapping[str, Any]) -> None:
    if content["on"]:
        smart_albums.set_query_within(
            library.db, album_tree.place_album(library.db, content["album"]), content["query"]
        )
        return
    album = album_tree.existing_album(library.db, content["album"])
    if not albums.has_any_photo(library, album_tree.albums_below(library.db, [album])):  # decided per photo
        albums.delete_album(library, album)


def _read_word(library: Library, content: Mapping[str, Any]) -> object:
    found = [one for one in vocabulary.all_words(library) if tag_key(one.path) == tag_key(content["tag"])]
    return (found[0].synonyms, found[0].is_own, found[0].is_on) if found else None


def _write_word(library: Library, content: Mapping[str, Any]) -> None:
    if content["on"]:
        vocabulary.store_words(
            library, [WordOverride(content["tag"], content["synonyms"], content["own"], content["suggested"])]
        )
    else:
        vocabulary.remove(library, [content["tag"]])


def _read_search(library: Library, content: Mapping[str, Any]) -> object:
    found = searches.find_named(library, content["name"])
    return (found.text, found.folder) if found else None


def _write_search(library: Library, content: Mapping[str, Any]) -> None:
    found = searches.find_named(library, content["name"])
    if content["on"]:
        searches.save(library, content["name"], content["query"], content["folder"], content["made"])
    elif found:
        searches.remove(library, found.id)


def _write_setting(library: Library, content: Mapping[str, Any]) -> None:
    settings.store_named(library, content["name"], content["value"])
    if content["name"] == hidden_photos.HIDE.name:
        settings.store(library, hidden_photos.HIDDEN_AT, time.time())


_WAYS: dict[
    str, tuple[Callable[[Library, Mapping[str, Any]], object], Callable[[Library, Mapping[str, Any]], object]]
] = {
    "branch": (_read_branch, _write_branch),
    "album": (_read_album, _write_album),
    "word": (_read_word, _write_word),
    "search": (_read_search, _write_search),
    OWN_PLACE.what: (place_lines.read_place_line, place_lines.write_place_line),
    TOPIC.what: (decided_topics.read_topic_line, decided_topics.write_topic_line),
    "setting": (lambda library, content: stored_value(library.db, content["name"]), _write_setting),
}
"""Functions that read and write the library's value, by ``what``."""


def _about(decision: UserDecision) -> str:
    content = decision.content
    if "album" in content:
        return album_text(content["album"])
    if decision.what == "setting":
        return describe_setting(content["name"], content["value"]).noun
    return tag_text(content["tag"]) if "tag" in content else str(content["name"])
