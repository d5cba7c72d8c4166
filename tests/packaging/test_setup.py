"""The set-up scripts, run in a small copy of the checkout with fakes of the programs they call."""

import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["run", "test", "test-faults", "setup.sh", "system.sh", "install.sh", "broken_installs.py"]
SHELL_FILES = [*(ROOT / "packaging" / name for name in SCRIPTS if not name.endswith(".py")), ROOT / ".ci" / "run"]
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a space in its name, without an environment."""
    checkout = tmp_path / "a checkout"
    (checkout / "packaging").mkdir(parents=True)
    for name in SCRIPTS:
        shutil.copy(ROOT / "packaging" / name, checkout / "packaging" / name)
    shutil.copy(ROOT / "pyproject.toml", checkout)
    return checkout


@pytest.fixture
def stand_ins(tmp_path: Path) -> Path:
    """A folder that comes first in PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    stand_in(folder / "sudo", "exit 1")
    stand_in(folder / "id", "echo 1000")
    return folder


@pytest.fixture
def run(tmp_path: Path, stand_ins: Path) -> Run:
    """Runs a program with the fakes first in PATH, from another folder."""

    def run(*command: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PHOTON_")}
        environment = {**kept, "PATH": f"{stand_ins}:{os.environ['PATH']}", **variables}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False, timeout=60
        )

    return run


def stand_in(path: Path, script: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def call(checkout: Path, code: str, run: Run, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run shell code with all set-up functions defined."""
    sourced = "".join(f'. "$root/packaging/{name}.sh"; ' for name in ("setup", "system", "install"))
    return run("sh", "-euc", f"root=$1; {sourced} python=python3 version=3.12; {code}", "sh", checkout, **variables)


def install(checkout: Path, run: Run) -> None:
    """Simulate a finished installation."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    stand_in(checkout / ".venv" / "bin" / "python", "exit 0")
    stand_in(checkout / ".venv" / "bin" / "photon", 'for word; do printf "[%s]" "$word"; done; exit 7')
    done = call(checkout, 'fingerprint >"$(stamp "")"', run)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("script", SHELL_FILES, ids=lambda path: path.name)
def test_scripts_are_plain_shell(script: Path, run: Run) -> None:
    assert run("sh", "-n", script).returncode == 0
    assert run("bash", "--posix", "-n", script).returncode == 0


@pytest.mark.parametrize("name", ["packaging/run", "packaging/test", "packaging/test-faults", ".ci/run"])
def test_scripts_are_executable(name: str) -> None:
    assert os.access(ROOT / name, os.X_OK)


def test_an_installed_photon_gets_its_arguments_unchanged(checkout: Path, run: Run) -> None:
    install(checkout, run)
    done = run(checkout / "packaging" / "run", "search", "a  dog", "*", "")
    assert (done.stdout, done.stderr, done.returncode) == ("[search][a  dog][*][]", "", 7)


def test_it_can_be_started_through_a_link(checkout: Path, run: Run, tmp_path: Path) -> None:
    install(checkout, run)
    (tmp_path / "photon").symlink_to(checkout / "packaging" / "run")
    assert run(tmp_path / "photon", "doctor").stdout == "[doctor]"


def test_a_changed_requirement_is_noticed(checkout: Path, run: Run) -> None:
    install(checkout, run)
    assert call(checkout, 'ready ""', run).returncode == 0
    with (checkout / "pyproject.toml").open("a") as project:
        project.write("# more\n")
    assert call(checkout, 'ready ""', run).returncode == 1


def test_a_moved_checkout_is_noticed(checkout: Path, run: Run, tmp_path: Path) -> None:
    install(checkout, run)
    moved = checkout.rename(tmp_path / "elsewhere")
    assert call(moved, 'ready ""', run).returncode == 1


def test_the_developers_environment_is_checked_separately(checkout: Path, run: Run) -> None:
    install(checkout, run)
    assert call(checkout, "ready dev", run).returncode == 1


def test_an_old_python_is_refused_with_a_message(checkout: Path, run: Run, stand_ins: Path) -> None:
    old = stand_in(stand_ins / "python-old", "echo old 3.9 /usr/bin/python3.9")
    stand_in(stand_ins / "apt-get", "exit 1")
    done = run(checkout / "packaging" / "run", PHOTON_PYTHON=str(old))
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Photon needs Python 3.11, 3.12 or 3.13; found only: 3.9." in done.stderr
    assert "sudo apt-get install -y --no-install-recommends python3 python3-venv" in done.stderr


def test_for_a_python_without_venv_the_package_is_named(checkout: Path, run: Run, stand_ins: Path) -> None:
    bare = stand_in(stand_ins / "python-bare", "echo bare 3.12 /usr/bin/python3.12")
    stand_in(stand_ins / "apt-get", "exit 1")
    done = run(checkout / "packaging" / "run", PHOTON_PYTHON=str(bare))
    assert done.returncode == 1
    assert "    sudo apt-get update && sudo apt-get install -y --no-install-recommends python3.12-venv" in done.stderr


def test_root_installs_without_sudo(checkout: Path, run: Run, stand_ins: Path) -> None:
    stand_in(stand_ins / "id", "echo 0")
    stand_in(stand_ins / "apt-get", 'echo "apt-get $*"')
    done = call(checkout, 'mkdir "$venv"; install_packages "Something is missing." libegl1 g++', run)
    assert done.returncode == 0, done.stderr
    report = (checkout / ".venv" / "photon-install.log").read_text()
    assert report.splitlines()[0] == "apt-get -qq update"
    assert report.strip().endswith("install --no-install-recommends libegl1 g++")


def test_the_package_of_every_missing_library_is_named(checkout: Path, run: Run, stand_ins: Path) -> None:
    text = call(checkout, 'printf %s "$qt_libraries"', run).stdout
    files = [line.split()[0] for line in text.splitlines() if line]
    held_back = {"libEGL.so.1": "libegl1", "libxcb-cursor.so.0": "libxcb-cursor0"}
    listed = "".join(f"\t{name} (libc6,x86-64) => /lib/{name}\n" for name in files if name not in held_back)
    (stand_ins / "list").write_text(listed)
    stand_in(stand_ins / "ldconfig", f'cat "{stand_ins}/list"')
    assert call(checkout, "missing_libraries", run).stdout.split() == list(held_back.values())


@pytest.mark.parametrize(("program", "package"), [("exiftool", "libimage-exiftool-perl"), ("strace", "strace")])
def test_libraries_needed_only_by_tests_do_not_stop_it(
    checkout: Path, run: Run, stand_ins: Path, program: str, package: str
) -> None:
    stand_in(stand_ins / "apt-get", "exit 1")
    stand_in(stand_ins / "id", "echo 1000")
    stand_in(stand_ins / "uname", "echo Linux")
    done = call(checkout, f'PATH="{stand_ins}"; find_{program}', run)
    assert done.returncode == 0, done.stderr
    assert f"install -y --no-install-recommends {package}" in done.stderr
    stand_in(stand_ins / program, "exit 0")
    assert call(checkout, f'PATH="{stand_ins}"; find_{program}', run).stderr == ""


def test_without_libraries_the_command_line_still_works(checkout: Path, run: Run, stand_ins: Path) -> None:
    install(checkout, run)
    (checkout / ".venv" / ".photon-no-window").touch()
    stand_in(stand_ins / "ldconfig", "printf '1 libs found\\n'")
    stand_in(stand_ins / "apt-get", "exit 1")
    assert run(checkout / "packaging" / "run", "doctor").stdout == "[doctor]"
    window = run(checkout / "packaging" / "run")
    assert (window.stdout, window.returncode) == ("", 1)
    assert "sudo apt-get install -y --no-install-recommends libegl1 libgl1" in window.stderr


def test_a_full_disk_is_refused_before_any_download(checkout: Path, run: Run, stand_ins: Path) -> None:
    stand_in(stand_ins / "df", "echo Filesystem; echo disk 9 9 102400 9% /")
    done = call(checkout, 'mkdir "$venv"; announce', run)
    assert done.returncode == 1
    assert "download" in done.stderr
    assert "100 MB are free" in done.stderr


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        ("socket: Temporary failure in name resolution", "The network could not be reached."),
        ("OSError: [Errno 28] No space left on device", "The disk is full."),
        ("error: command '/usr/bin/g++' failed with exit code 1", "A part could not be compiled here."),
        ("ERROR: No matching distribution found for torch>=99", "A part is not to be had for Python 3.12"),
        ("ERROR: Something nobody thought of", "Something nobody thought of"),
    ],
)
def test_a_failure_of_pip_becomes_one_message(checkout: Path, run: Run, report: str, sentence: str) -> None:
    install(checkout, run)
    stand_in(checkout / ".venv" / "bin" / "python", f'echo "{report}"; exit 1')
    done = call(checkout, "pip_install PyTorch torch", run)
    assert done.returncode == 1
    assert f"PyTorch could not be installed. {sentence}" in done.stderr
    assert report in (checkout / ".venv" / "photon-install.log").read_text()


TORCH = """
has() { return 1; }
has_gpu() { return %(gpu)s; }
brings_gpu_libraries() { return %(large)s; }
install_torch_with_uv() { echo uv; return %(uv)s; }
pip_install() { echo "$*"; }
need_space() { echo space "$1"; }
install_torch
"""


@pytest.mark.parametrize(
    ("gpu", "large", "uv", "steps"),
    [
        (0, 0, 0, []),  # a graphics card: pip's default build
        (1, 1, 0, []),  # pip finds a small build on its own
        (1, 0, 0, ["uv"]),  # no graphics card, pip would download the large build
        (1, 0, 1, ["uv", "space 11000"]),  # the small build is not available
    ],
)
def test_the_small_pytorch_is_used_without_a_graphics_card(
    checkout: Path, run: Run, gpu: int, large: int, uv: int, steps: list[str]
) -> None:
    stand_in(checkout.parent / "bin" / "uname", "echo Linux")
    done = call(checkout, TORCH % {"gpu": gpu, "large": large, "uv": uv}, run)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == steps


def test_a_given_index_takes_precedence(checkout: Path, run: Run) -> None:
    code = TORCH % {"gpu": 1, "large": 0, "uv": 0}
    done = call(checkout, code, run, PHOTON_TORCH_INDEX="file:///mirror")
    assert done.stdout.splitlines() == ["PyTorch --index-url file:///mirror torch>=2.6 torchvision"]


def test_an_abandoned_lock_is_taken_over(checkout: Path, run: Run) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".photon-lock").symlink_to(str(ended.pid))
    done = call(checkout, 'lock_environment; readlink "$venv/.photon-lock"; echo $$; unlock_environment', run)
    assert len(set(done.stdout.split())) == 1
    assert not (checkout / ".venv" / ".photon-lock").is_symlink()


@pytest.mark.parametrize("before", ["", "/elsewhere"])
def test_processes_after_the_installation_have_an_existing_temporary_folder(
    checkout: Path, run: Run, before: str
) -> None:
    stand_in(checkout / ".venv" / "bin" / "python", "exit 0")
    stand_in(checkout / ".venv" / "bin" / "pip", "exit 0")
    code = 'lock_environment; make_environment; ls -d "$TMPDIR"; unlock_environment; '
    code += "sh -c 'echo \"${TMPDIR-none}\"'"
    done = call(checkout, code, run, TMPDIR=before)
    assert done.stdout.splitlines() == [f"{checkout}/.venv/.photon-tmp", before or "none"], done.stderr


def test_two_installations_wait_for_each_other(checkout: Path, run: Run) -> None:
    first = subprocess.Popen(["sleep", "1.5"])
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / ".photon-lock").symlink_to(str(first.pid))
    reaper = threading.Thread(target=first.wait)  # a finished process that is not waited for counts as running
    reaper.start()
    done = call(checkout, "lock_environment; unlock_environment", run)
    reaper.join()
    assert done.returncode == 0
    assert f"Photon is being installed by another process ({first.pid})" in done.stderr


def test_a_folder_with_other_files_is_not_touched(checkout: Path, run: Run, tmp_path: Path) -> None:
    full = tmp_path / "documents"
    full.mkdir()
    (full / "letter.txt").write_text("dear")
    done = call(checkout, "make_environment", run, PHOTON_VENV=str(full))
    assert done.returncode == 1
    assert "holds other things" in done.stderr
    assert (full / "letter.txt").read_text() == "dear"


def test_an_environment_is_created_in_a_folder_with_only_the_library_report(checkout: Path, run: Run) -> None:
    (checkout / ".venv").mkdir()
    (checkout / ".venv" / "photon-install.log").write_text("libegl1 is now the newest version\n")
    code = 'python=true; announce() { :; }; make_environment && ls "$venv/.photon-busy"'
    assert call(checkout, code, run).returncode == 0
