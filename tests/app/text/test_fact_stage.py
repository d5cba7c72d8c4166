"""Facts are found in text that was read before, in portions, without reading the picture again."""

from pathlib import Path

import pytest

from photon.annotate.text.page_facts import read_facts
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.text import fact_stage
from photon.app.text.fact_stage import FactStage
from photon.app.text.photo_facts import PhotoFacts
from photon.domain import PhotonError, changed
from photon.domain.photo.page_text import PageText
from photon.library.photos import problems
from photon.library.text import texts
from photon.library.text.stated_facts import facts_of
from photon.library.text.texts import PendingText
from tests.annotate.text.test_page_facts import RECEIPT
from tests.app.text.test_text_stage import fill, store

__all__ = ["store"]


def read_receipts(store: LibraryThreads, place: Path, count: int) -> list[int]:
    ids = fill(store, place, *("red",) * count)
    for item in texts.unseen(store.here(), "one", count):
        store.write(texts.store_chances, "one", [(item, 0.9)]).result()
        store.write(texts.store_page, "one", PendingText(item.photo, item.image_hash), RECEIPT).result()
    return ids


def test_pages_get_their_facts_in_portions_and_again_with_other_rules(
    store: LibraryThreads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = read_receipts(store, tmp_path / "photos", 3)
    monkeypatch.setattr(fact_stage, "_SIZE", 2)
    stage, heard = FactStage(store), list[object]()
    store.events.subscribe(heard.append)
    assert stage.anything_left(store.here())
    assert stage.step()
    assert list(facts_of(store.here(), ids)) == ids[:2]
    again = FactStage(store)  # the other one was killed
    assert (again.step(), again.step(), again.idle) == (True, False, True)
    assert {own["total"].value for own in facts_of(store.here(), ids).values()} == {"12.50 EUR"}
    assert not again.anything_left(store.here())
    assert heard == [changed("texts", photos=frozenset(some)) for some in (ids[:2], ids[2:])], "views rest meanwhile"
    again.hear(frozenset({"vectors"}))
    assert not again.step()
    monkeypatch.setattr(fact_stage, "RULES", 1000)
    assert FactStage(store).step()


def test_a_page_that_the_rules_fail_on_costs_only_itself(
    store: LibraryThreads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = read_receipts(store, tmp_path / "photos", 3)
    second = PendingText(ids[1], store.here().column("SELECT image_hash FROM photos WHERE id = ?", (ids[1],))[0])
    store.write(texts.store_page, "one", second, PageText(RECEIPT.lines, unreadable=7)).result()

    def read_facts_of_others(page: PageText) -> object:
        if page.unreadable == 7:
            raise ValueError
        return read_facts(page)

    monkeypatch.setattr(fact_stage, "read_facts", read_facts_of_others)
    stage = FactStage(store)
    while stage.step():
        pass
    assert list(facts_of(store.here(), ids)) == [ids[0], ids[2]]
    assert len(problems.all_problems(store.here())) == 1


def test_deciding_is_a_step_to_undo_and_refuses_what_is_no_value(store: LibraryThreads, tmp_path: Path) -> None:
    (photo,) = read_receipts(store, tmp_path / "photos", 1)
    FactStage(store).step()
    history = History()
    facts = PhotoFacts(store, history)

    def shown() -> dict[str, str]:
        return {field: fact.value for field, fact in facts.facts_of([photo]).result().get(photo, {}).items()}

    before = shown()
    facts.confirm(photo, "total", "13,00 €").result()
    facts.dismiss(photo, "shop").result()
    assert shown() == {field: value for field, value in before.items() if field != "shop"} | {"total": "13.00 EUR"}
    names = []
    for _ in range(2):
        done = history.edit(store, history.undo).result()
        names.append(done and done.name)
    assert names == ["dismissed: shop of the document", "confirmed: total of the document"]
    assert shown() == before
    with pytest.raises(PhotonError):
        facts.confirm(photo, "date", "soon").result()
    assert shown() == before
