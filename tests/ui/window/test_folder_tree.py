"""The lines of the tree, and updating it in place."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.domain import Folder
from photon.ui.kit.theme import theme
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.window.folder_tree import FolderTree, nodes_of

WATCHED = [Folder(1, "/home/anna/Pictures", 60), Folder(2, "/media/disk", 5, offline=True)]
BELOW = [
    Folder(1, "/home/anna/Pictures", 60),
    Folder(1, "/home/anna/Pictures/2024", 50),
    Folder(1, "/home/anna/Pictures/2024/June", 30),
    Folder(1, "/home/anna/Pictures/2024/June/Lisbon", 30),
    Folder(1, "/home/anna/Pictures/2024/July", 20),
    Folder(2, "/media/disk/old", 5),
    Folder(9, "/removed/meanwhile", 3),
]


def test_lines_match_the_folders() -> None:
    lines = nodes_of(WATCHED, BELOW)
    above = [lines.keys[place] if place >= 0 else None for place in lines.above]
    shown = {node.path: (over, node.photos) for over, node in zip(above, lines.things, strict=True)}
    assert shown == {
        "/home/anna/Pictures": (None, 60),
        "/media/disk": (None, 5),
        "/home/anna/Pictures/2024": ("/home/anna/Pictures", 50),
        "/home/anna/Pictures/2024/July": ("/home/anna/Pictures/2024", 20),
        "/home/anna/Pictures/2024/June": ("/home/anna/Pictures/2024", 30),
        "/home/anna/Pictures/2024/June/Lisbon": ("/home/anna/Pictures/2024/June", 30),
        "/media/disk/old": ("/media/disk", 5),
    }
    nodes = {node.path: node for node in lines.things}
    assert nodes["/media/disk/old"].offline
    assert {path: node.watched for path, node in nodes.items() if node.watched} == {
        "/home/anna/Pictures": 1,
        "/media/disk": 2,
    }


def test_folders_that_are_offline_or_off_say_so_instead_of_a_number(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    watched = [Folder(1, "/a", 1), Folder(2, "/b", 2, offline=True), Folder(3, "/c", 3, offline=True, is_off=True)]
    tree.show_nodes(nodes_of(watched, watched))
    lines = [tree.lines.index(row, 0) for row in range(3)]
    assert [line.data(CountRole.COUNT) for line in lines] == ["1", "offline", "off"]
    tips = [line.data(Qt.ItemDataRole.ToolTipRole).partition("\n")[2][:8] for line in lines]
    assert tips == ["", "Offline:", "Off: it "]


def test_an_update_keeps_expanded_and_picked_lines(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED, BELOW))
    pictures = tree.lines.index(1, 0)  # sorted by name: disk, Pictures
    assert pictures.data() == "Pictures"
    year = tree.lines.index(0, 0, pictures)
    tree.expand(year)
    with qtbot.waitSignal(tree.picked) as seen:
        tree.setCurrentIndex(tree.lines.index(1, 0, year))
    assert seen.args == ["/home/anna/Pictures/2024/June"]
    more = [*BELOW, Folder(1, "/home/anna/Pictures/2024/August", 7)]
    with qtbot.assertNotEmitted(tree.picked):
        tree.show_nodes(nodes_of(WATCHED, more))
    pictures = tree.lines.index(1, 0)
    assert tree.isExpanded(tree.lines.index(0, 0, pictures))
    assert tree.currentIndex().data() == "June"
    year = tree.lines.index(0, 0, pictures)
    assert [tree.lines.index(row, 0, year).data() for row in range(3)] == ["August", "July", "June"]
    node = tree.node_at(tree.lines.index(0, 0, year))
    assert node is not None
    assert node.photos == 7


def test_a_new_folder_expands_when_its_first_subfolders_are_found(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED[:1], []))
    tree.show_nodes(nodes_of(WATCHED[:1], BELOW[:2]))
    pictures = tree.lines.index(0, 0)
    assert tree.isExpanded(pictures)
    tree.collapse(pictures)
    tree.show_nodes(nodes_of(WATCHED[:1], BELOW[:5]))
    assert not tree.isExpanded(tree.lines.index(0, 0)), "it was closed by hand"


def test_removed_folders_disappear_with_their_subfolders(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED, BELOW))
    tree.show_nodes(nodes_of(WATCHED[1:], BELOW))
    assert [tree.lines.index(row, 0).data() for row in range(tree.lines.rowCount())] == ["disk"]
    assert "Offline" in tree.lines.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    tree.resize(240, 300)
    assert not tree.grab().isNull()  # paints without a warning from Qt


def test_removing_the_picked_folder_picks_all_photos(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED, BELOW))
    tree.pick("/home/anna/Pictures/2024/July")
    with qtbot.waitSignal(tree.picked) as seen:
        tree.show_nodes(nodes_of(WATCHED, BELOW[:4]))
    assert seen.args == [""]
    assert not tree.currentIndex().isValid()


def test_thousands_of_folders_keep_expanded_lines(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    many = [Folder(1, f"/home/anna/Pictures/{n:04}", 3) for n in range(2000)]
    tree.show_nodes(nodes_of(WATCHED, [*many, *BELOW]))
    pictures = tree.lines.index_of("/home/anna/Pictures")
    assert tree.isExpanded(pictures)  # watched folders are
    assert tree.lines.rowCount(pictures) == 2001
    tree.collapse(pictures)
    tree.show_nodes(nodes_of(WATCHED, many))
    assert not tree.isExpanded(tree.lines.index_of("/home/anna/Pictures"))
    assert tree.lines.index_of("/home/anna/Pictures/1999").data() == "1999"
