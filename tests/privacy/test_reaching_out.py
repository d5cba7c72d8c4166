"""Which modules may connect to another computer, and that loading and using the others contacts no address.

``test_nothing_leaves.py`` observes whole programs from outside; this test is quick, and names the module at fault.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pictures import draw
from tests.privacy.sources import ROOT, imports, texts

MAY_REACH_OUT = {
    "photon/vision/server/caption_address.py",  # the captioning server that the user named
    "photon/vision/server/caption_server.py",
    "photon/vision/clip/catalog/web.py",  # the model whose download the user confirmed
    "photon/vision/clip/catalog/partial_download.py",
}
NETWORK = re.compile(
    r"(socket|socketserver|ssl|http|urllib\.request|urllib\.error|ftplib|smtplib|poplib|imaplib|xmlrpc|asyncio|webbrowser"
    r"|requests|httpx|aiohttp|urllib3|websockets?|paramiko|grpc|boto3|huggingface_hub|sentry_sdk|opentelemetry"
    r"|PySide6\.Qt(Network|WebEngine\w*|WebSockets))(\.|$)"
)
ON_THIS_COMPUTER = {"QLocalServer", "QLocalSocket"}  # a second window contacts the first one
HOSTS = {"huggingface.co", "localhost", "onnxruntime.ai"}  # the last one in a comment
COLLECTORS = re.compile(
    r"events\.data\.microsoft|applicationinsights|google-analytics|googletagmanager|app-measurement|sentry\.io"
    r"|segment\.(io|com)|mixpanel|amplitude\.com|posthog|bugsnag|datadoghq|newrelic|honeycomb\.io|matomo|plausible\.io"
    r"|crashlytics|scarf\.sh|rollbar\.com|statsig|heapanalytics",
    re.IGNORECASE,
)
ADDRESS = re.compile(r"https?://([\w.-]+)")
NAMES_ONLY = ("photon/media/",)  # names of XML namespaces look like addresses, and are never requested

HOOK = """
import os, sys, traceback

def hear(event, arguments):
    if not event.startswith("socket.") or event in ("socket.__new__", "socket.gethostname"):
        return
    address = arguments[1] if event in ("socket.connect", "socket.bind", "socket.sendto") else arguments[0]
    if isinstance(address, str | bytes) and event in ("socket.connect", "socket.bind", "socket.sendto"):
        return  # a path: a socket on this computer
    where = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_stack()[-4:-1]]
    with open(os.environ["HEARD"], "a") as file:
        file.write(f"{event} {address!r} {where}\\n")

sys.addaudithook(hear)
"""

USE_ALL = """
import importlib, json, os, pkgutil, sys
from pathlib import Path
import photon

def main():
    for module in pkgutil.walk_packages(photon.__path__, "photon."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    from photon.app.session import Session
    from tests.fakes import ColourEncoding
    place = Path(sys.argv[1])
    with Session.open(place / "library", background=False, encoder=ColourEncoding()) as session:
        session.work.add_folder(str(place / "photos")).result()
        session.start_work()
        while not session.work.up_to_date:
            pass
        found = session.searching.counts().result().searchable
    print(json.dumps([found, os.environ["ORT_DISABLE_TELEMETRY"], "onnxruntime" in sys.modules]))

if __name__ == "__main__":
    main()
"""


def test_only_downloads_and_captioning_servers_connect() -> None:
    found = {
        name
        for name, module, taken in imports()
        if NETWORK.match(module) and not (module == "PySide6.QtNetwork" and taken <= ON_THIS_COMPUTER)
    }
    assert found == MAY_REACH_OUT


def test_no_other_address_and_no_telemetry_is_in_the_code() -> None:
    strange = {
        (name, host)
        for name, source in texts().items()
        for host in ADDRESS.findall(source)
        if host not in HOSTS and host != "NAME" and not name.startswith(NAMES_ONLY)
    }
    assert strange == set()
    scripts = [(path.name, path.read_text("utf-8")) for path in (ROOT / "packaging").iterdir() if path.is_file()]
    assert [name for name, text in (*texts().items(), *scripts) if COLLECTORS.search(text)] == []


def _heard(tmp_path: Path, code: str, *arguments: str) -> tuple[str, list[str]]:
    """Return what a program and its processes print, and the addresses that they request."""
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook" / "sitecustomize.py").write_text(HOOK, encoding="utf-8")
    (tmp_path / "program.py").write_text(code, encoding="utf-8")
    heard = tmp_path / "heard"
    paths = os.pathsep.join([str(tmp_path / "hook"), str(ROOT)])
    environment = {**os.environ, "PYTHONPATH": paths, "HEARD": str(heard), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("ORT_DISABLE_TELEMETRY", None)
    command = [sys.executable, str(tmp_path / "program.py"), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return done.stdout, heard.read_text("utf-8").splitlines() if heard.exists() else []


@pytest.mark.slow
def test_loading_photon_and_adding_photos_contacts_no_address(tmp_path: Path) -> None:
    for number in range(3):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number)
    said, heard = _heard(tmp_path, USE_ALL, str(tmp_path))
    assert heard == []
    assert json.loads(said.splitlines()[-1])[:2] == [3, "1"]


def test_connections_are_detected_in_each_process(tmp_path: Path) -> None:
    code = (
        "import multiprocessing, socket\n"
        "def call():\n"
        "    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one: one.connect(('127.0.0.1', 9))\n"
        "if __name__ == '__main__':\n"
        "    process = multiprocessing.get_context('spawn').Process(target=call)\n"
        "    process.start(); process.join()\n"
        "    socket.getaddrinfo('localhost', 80)\n"
    )
    _, heard = _heard(tmp_path, code)
    assert [line.split()[0] for line in heard] == ["socket.connect", "socket.getaddrinfo"]
