"""Drafts name the confirmed people of a photo, but hidden ones never, whatever says their names."""

from photon.app.captions.caption_facts import as_drafted, completed
from photon.domain import Changes
from photon.domain.metadata.caption import CaptionDraft
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.captions import Drafted
from photon.library.people import people
from tests.app.metadata.test_people_metadata import BEN, EMMA, Folder, folder

__all__ = ["folder"]


def drafted(folder: Folder, sentence: str) -> str:
    def ask(library: Library) -> str:
        return completed(library, {folder.photo(): CaptionDraft(sentence, 0.9)})[folder.photo()].text

    return folder.session.store.read(ask).result()


def test_drafts_name_confirmed_people_and_no_hidden_ones(folder: Folder) -> None:
    folder.confirm("Ben", BEN)
    folder.confirm("Emma", EMMA)
    folder.session.tags.mark([folder.photo()], [("People", "Emma")], "confirmed").result()
    assert drafted(folder, "Two people on a beach").startswith("Emma and Ben on a beach")
    assert "With Emma and Ben." in drafted(folder, "A dog on a beach")
    emma = folder.person("Emma")
    folder.write(lambda lib: people.hide_person(lib, emma, hidden=True))
    assert "Emma" not in drafted(folder, "Two people on a beach")
    assert "With Ben." in drafted(folder, "Two people on a beach")


def test_a_draft_with_a_name_is_known_as_a_draft(folder: Folder) -> None:
    folder.confirm("Emma", EMMA)
    draft = CaptionDraft("A woman on a beach", 0.9)
    photo = folder.photo()

    def store(library: Library) -> Changes:
        (image,) = library.column("SELECT image_hash FROM photos WHERE id = ?", (photo,))
        return captions.store_drafts(library, "model", [Drafted(photo, image, draft)])

    folder.write(store)
    shown = drafted(folder, draft.text)
    found = folder.session.store.read(lambda lib: as_drafted(lib, folder.photo(), [shown])).result()
    assert (shown.startswith("Emma on a beach"), found) == (True, [draft.text])
