"""What a catalogue from elsewhere would do is said in sentences of a reasonable length."""

from photon.library.recovery.foreign_work import ForeignWork


def test_endless_names_are_shortened() -> None:
    (line,) = ForeignWork(folders=("/home/anna", "/" + "x" * 10**6)).sentences()
    assert line.startswith("Folders that Photon does not watch: /home/anna, /xxx")
    assert line.endswith("x…")
    assert len(line) < 600
