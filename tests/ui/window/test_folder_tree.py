"""Which lines the tree has, and that it is updated in place."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.domain import Folder
from photon.ui.kit.theme import theme
from photon.ui.window.folder_tree import FolderTree, nodes_of

WATCHED = [Folder(1, "/home/anna/Pictures", 60), Folder(2, "/media/disk", 5, offline=True)]
BELOW = [
    Folder(1, "/home/anna/Pictures", 10),
    Folder(1, "/home/anna/Pictures/2024/June/Lisbon", 30),
    Folder(1, "/home/anna/Pictures/2024/July", 20),
    Folder(2, "/media/disk/old", 5),
    Folder(9, "/removed/meanwhile", 3),
]


def test_lines_have_counts_of_all_below() -> None:
    nodes = nodes_of(WATCHED, BELOW, 65)
    assert {path: (above, node.photos) for path, (above, node) in nodes.items()} == {
        "": ("", 65),
        "/home/anna/Pictures": ("", 60),
        "/media/disk": ("", 5),
        "/home/anna/Pictures/2024": ("/home/anna/Pictures", 50),
        "/home/anna/Pictures/2024/July": ("/home/anna/Pictures/2024", 20),
        "/home/anna/Pictures/2024/June": ("/home/anna/Pictures/2024", 30),
        "/home/anna/Pictures/2024/June/Lisbon": ("/home/anna/Pictures/2024/June", 30),
        "/media/disk/old": ("/media/disk", 5),
    }
    assert nodes["/media/disk/old"][1].offline
    assert [node.watched for _, node in nodes.values()] == [0, 1, 2, 0, 0, 0, 0, 0]


def test_update_keeps_what_is_open_and_picked(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED, BELOW, 65))
    pictures = tree.lines.index(2, 0)  # sorted by name: disk, Pictures
    assert pictures.data() == "Pictures"
    year = tree.lines.index(0, 0, pictures)
    tree.expand(year)
    with qtbot.waitSignal(tree.picked) as seen:
        tree.setCurrentIndex(tree.lines.index(1, 0, year))
    assert seen.args == ["/home/anna/Pictures/2024/June"]
    more = [*BELOW, Folder(1, "/home/anna/Pictures/2024/August", 7)]
    with qtbot.assertNotEmitted(tree.picked):
        tree.show_nodes(nodes_of(WATCHED, more, 72))
    assert tree.isExpanded(tree.lines.index(0, 0, pictures))
    assert tree.currentIndex().data() == "June"
    year = tree.lines.index(0, 0, pictures)
    assert [tree.lines.index(row, 0, year).data() for row in range(3)] == ["August", "July", "June"]
    node = tree.node_at(tree.top())
    assert node is not None
    assert node.photos == 72


def test_removed_folders_go_with_all_below(qtbot: QtBot) -> None:
    theme()
    tree = FolderTree()
    qtbot.addWidget(tree)
    tree.show_nodes(nodes_of(WATCHED, BELOW, 65))
    tree.show_nodes(nodes_of(WATCHED[1:], BELOW, 5))
    assert [tree.lines.index(row, 0).data() for row in range(tree.lines.rowCount())] == ["All photos", "disk"]
    assert "Offline" in tree.lines.index(1, 0).data(Qt.ItemDataRole.ToolTipRole)
    tree.resize(240, 300)
    assert not tree.grab().isNull()  # paints without a word from Qt
