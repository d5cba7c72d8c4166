"""Desktop entries as the specification defines them, including unusual ones."""

from pathlib import Path

import pytest

from photon.ui.kit.desktop_entry import Application, applications_for

VIEWER = """
# A comment, and no section before the first one
[Desktop Entry]
Type=Application
Name=Image Viewer
Name[de]=Bildbetrachter
Exec=viewer --fast %U
Icon=viewer
MimeType=image/jpeg;image/png;

[Desktop Action new]
Name=New window
Exec=viewer --new
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "viewer.desktop").write_text(VIEWER)
    (tmp_path / "hidden.desktop").write_text("[Desktop Entry]\nName=Hidden\nExec=hidden\nNoDisplay=true\n")
    (tmp_path / "photon.desktop").write_text("[Desktop Entry]\nName=Photon\nExec=photon %f\n")
    (tmp_path / "broken.desktop").write_text("no section at all\n")
    (tmp_path / "kde").mkdir()
    (tmp_path / "kde" / "show.desktop").write_text("[Desktop Entry]\nName=Show\nExec=show %f\n")
    (tmp_path / "mimeinfo.cache").write_text(
        "[MIME Cache]\nimage/jpeg=viewer.desktop;hidden.desktop;photon.desktop;broken.desktop;gone.desktop;"
        "kde-show.desktop;\nimage/png=viewer.desktop;\n"
    )
    return tmp_path


def names(mime: str, *folders: Path) -> list[str]:
    return [application.name for application in applications_for(mime, folders)]


def test_only_selectable_applications_are_listed_in_the_desktops_order(folder: Path) -> None:
    assert names("image/jpeg", folder) == ["Image Viewer", "Show"]
    assert names("image/png", folder) == ["Image Viewer"]
    assert names("image/heic", folder) == []


def test_the_users_own_entry_hides_the_systems(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    own = tmp_path_factory.mktemp("own")
    (own / "viewer.desktop").write_text("[Desktop Entry]\nName=My viewer\nExec=mine %f\n")
    assert names("image/png", own, folder) == ["My viewer"]


def test_missing_folders_are_no_error(tmp_path: Path) -> None:
    assert names("image/jpeg", tmp_path / "nowhere") == []


def test_folders_of_the_specification(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = folder / "data"
    (data / "applications").mkdir(parents=True)
    for name in ("viewer.desktop", "mimeinfo.cache"):
        (data / "applications" / name).write_bytes((folder / name).read_bytes())
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "none"))
    monkeypatch.setenv("XDG_DATA_DIRS", str(data))
    assert [application.command for application in applications_for("image/png")] == ["viewer --fast %U"]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("view %f", ["view", "/p/a b.jpg"]),
        ("view %F --quiet", ["view", "/p/a b.jpg", "/p/c.jpg", "--quiet"]),
        ("view %u", ["view", "file:///p/a%20b.jpg"]),
        ("view %U", ["view", "file:///p/a%20b.jpg", "file:///p/c.jpg"]),
        ("view", ["view", "/p/a b.jpg", "/p/c.jpg"]),
        ('"/opt/my viewer/run" --title "a \\"b\\" \\$c" %F', [
            "/opt/my viewer/run", "--title", 'a "b" $c', "/p/a b.jpg", "/p/c.jpg",
        ]),
        ("view %i -c %c -k %k --scale=100%% %d%f", [
            "view", "--icon", "sign", "-c", "Viewer", "-k", "/e.desktop", "--scale=100%", "", "/p/a b.jpg", "/p/c.jpg",
        ]),
        ("sh -c 'view' %f", ["sh", "-c", "'view'", "/p/a b.jpg"]),
    ],
)  # fmt: skip
def test_the_command_is_expanded(command: str, arguments: list[str]) -> None:
    application = Application("Viewer", command, "sign", "/e.desktop")
    assert application.arguments(["/p/a b.jpg", "/p/c.jpg"]) == arguments
