"""One window per library: a second Photon sends its request to the first and exits."""

import getpass
import hashlib
import os
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER = b"ok"
END = b"\0"
PATIENCE_MS = 15_000
"""The first Photon may still be starting, which takes longer on a slow computer than a second click on its icon."""
LONGEST = 64 * 1024
"""Maximum size in bytes; Photon never sends a longer message."""


class SingleInstance(QObject):
    """Determines whether this process is the first for ``key``, and sends messages to the process that is.

    A lock file with the process id decides which process is first, so that two processes started at the same time
    are never both first, and the files of a crashed Photon are cleaned up. ``message_received`` brings a message
    from another process. Keep the object as long as the process is the first.
    """

    message_received = Signal(str)

    def __init__(self, key: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = f"photon-{key_hash(key)}"
        self._lock = QLockFile(str(_folder() / f"{name}.lock"))
        self._lock.setStaleLockTime(0)  # a lock of any age is valid while its process runs
        self._address = str(_folder() / f"{name}.socket") if os.name == "posix" else name
        self._server: QLocalServer | None = None
        if self._lock.tryLock(0):
            self._listen()

    def is_first(self) -> bool:
        """Return whether no other process of this user has the key."""
        return self._lock.isLocked()

    def send(self, message: str) -> bool:
        """Send a message to the first process; return whether it was accepted in time."""
        socket = QLocalSocket()
        socket.connectToServer(self._address)
        if not socket.waitForConnected(PATIENCE_MS):
            return False
        socket.write(message.encode() + END)
        socket.flush()
        answered = socket.waitForReadyRead(PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Release the key for another process."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _listen(self) -> None:
        # This process has the lock, so the one that created the socket has exited.
        QLocalServer.removeServer(self._address)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._server.listen(self._address)

    def _welcome(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            # Not a lambda with the socket: it would keep this object alive until the socket is destroyed. If that was
            # the last reference, destroying the object would destroy server and socket a second time.
            socket.readyRead.connect(self._hear_sender)
            socket.disconnected.connect(socket.deleteLater)
            self._hear(socket)

    def _hear_sender(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        """Read the message once it is complete; until then the socket buffers it."""
        if socket.bytesAvailable() > LONGEST:
            socket.abort()
        elif bytes(socket.peek(LONGEST).data()).endswith(END):
            message = bytes(socket.readAll().data()[:-1]).decode(errors="replace")
            socket.write(ANSWER)
            socket.flush()
            self.message_received.emit(message)


def key_hash(key: str) -> str:
    """Return a short name for the key that differs between the users of a machine."""
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = ""  # a user without a name, as in some containers
    return hashlib.sha256(f"{user}\0{key}".encode(errors="surrogateescape")).hexdigest()[:16]


def _folder() -> Path:
    """Return a folder of the user, which is emptied when the machine restarts if such a folder exists.

    The shared temporary folder is never used: other users could guess the name and block or read the messages.
    """
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", ""))
    if runtime.is_absolute() and runtime.is_dir() and os.access(runtime, os.W_OK):
        return runtime
    own = Path(platformdirs.user_cache_dir("photon", appauthor=False))
    own.mkdir(mode=0o700, parents=True, exist_ok=True)
    return own
