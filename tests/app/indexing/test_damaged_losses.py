"""What files no longer say, where the catalogue is damaged or forged."""

from pathlib import Path

from photon.app.indexing.file_losses import FileLosses
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.library import Library
from photon.library.photos import folders
from tests.app.gathered import gather
from tests.pictures import draw


def test_a_loss_that_cannot_be_read_is_neither_told_nor_a_step(tmp_path: Path) -> None:
    draw(tmp_path / "photos" / "0.jpg", "red")
    store = LibraryThreads(tmp_path / "library")
    store.write(lambda lib: folders.add(lib, str(tmp_path / "photos"))).result()
    gather(store)

    def damage(library: Library) -> None:
        what = "'import', '', '', 'what files no longer say', ''"
        library.db.execute(f"INSERT INTO runs (id, kind, encoder, version, what, made) VALUES (77, {what})")
        library.db.execute("INSERT INTO journal_steps (clock, device, actor, name, run) VALUES (1, '', 'file', '', 77)")
        library.db.execute("INSERT INTO imports (run, photo_id, path, change) SELECT 77, id, '/0.jpg', '{' FROM photos")

    store.write(damage).result()
    history = History()
    losses = FileLosses(store, history)
    losses.tell_losses()
    assert (losses.found, history.done) == ([], [])
    gather(store, losses=losses)
    assert losses.found == []
    store.close()
