"""Runs tests in several processes, which are forks of the one that collected them.

Each process of pytest-xdist would collect all tests again: 8 s of processor time, most of it for imports.
"""

import os
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from multiprocessing import connection, get_context
from typing import Any

import pytest

Item = pytest.Item
_FORK = get_context("fork")


def split_by(scope: Callable[[str], str], items: Iterable[Item]) -> list[list[int]]:
    """Return the positions of tests, those of a scope together, in the order of the first test of each scope."""
    groups: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        groups.setdefault(scope(item.nodeid), []).append(at)
    return list(groups.values())


def run_in_forks(session: pytest.Session, groups: Iterable[list[int]], number: int) -> None:
    """Run the tests of a session; each process takes another group when it begins the last test of its group.

    If a process dies, its current test has failed, and another process runs the rest of the group.

    Args:
        session: The session, whose tests are collected.
        groups: Positions of tests in ``session.items``; those of a group run in one process.
        number: How many processes to start.
    """
    _make_folder_of_files(session.config)
    pending, forks = deque(groups), list[Fork]()
    try:
        forks.extend(Fork(session, forks) for _ in range(number))
        while forks and not (session.shouldfail or session.shouldstop):
            for pipe in connection.wait([fork.pipe for fork in forks]):
                fork = next(fork for fork in forks if fork.pipe is pipe)
                if fork.listens(pending):
                    continue
                forks.remove(fork)
                if fork.todo:
                    pending.appendleft(fork.report_crash())
                    forks.append(Fork(session, forks))
    finally:
        for fork in forks:
            fork.process.terminate()
    if session.shouldfail:
        raise session.Failed(session.shouldfail)
    if session.shouldstop:
        raise session.Interrupted(session.shouldstop)


class Fork:
    """One of the processes, as the process that collected the tests sees it.

    Attributes:
        pipe: Its end of the pipe to the process.
        todo: Positions of the tests that the process is to finish; it runs the first of them.
    """

    def __init__(self, session: pytest.Session, others: Sequence["Fork"]) -> None:
        self._session, self.todo = session, deque[int]()
        self.pipe, end = _FORK.Pipe()
        ends = [self.pipe, *(fork.pipe for fork in others)]
        self.process = _FORK.Process(target=_run_groups, args=(session, end, ends), daemon=False)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the threads of OpenBLAS, which end and start again
            self.process.start()
        end.close()  # otherwise nobody would notice that the process has died

    def listens(self, pending: deque[list[int]]) -> bool:
        """Take a message of the process and answer it; return whether the process goes on."""
        hook, config = self._session.config.hook, self._session.config
        try:
            kind, content = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self.process.join()
            return False
        if kind == "report":
            hook.pytest_runtest_logreport(report=hook.pytest_report_from_serializable(config=config, data=content))
        elif kind == "finish":
            self.todo.popleft()
            hook.pytest_runtest_logfinish(nodeid=content[0], location=content[1])
        else:
            group = pending.popleft() if pending else []
            self.todo.extend(group)
            self.pipe.send(group)
        return True

    def report_crash(self) -> list[int]:
        """Report the test that ran when the process died; return the positions of the tests after it."""
        item = self._session.items[self.todo.popleft()]
        why = f"The process of this test ended with code {self.process.exitcode}."
        report = pytest.TestReport(item.nodeid, item.location, {}, "failed", why, "call")
        item.config.hook.pytest_runtest_logreport(report=report)
        return list(self.todo)


class _Reporter:
    """Sends what pytest reports to the process that collected the tests."""

    def __init__(self, config: pytest.Config, pipe: Any) -> None:
        self._config, self._pipe = config, pipe

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        data = self._config.hook.pytest_report_to_serializable(config=self._config, report=report)
        self._pipe.send(("report", data))

    def pytest_runtest_logfinish(self, nodeid: str, location: tuple[str, int | None, str]) -> None:
        self._pipe.send(("finish", (nodeid, location)))


def _run_groups(session: pytest.Session, pipe: Any, ends: Iterable[Any]) -> None:
    """Run groups of tests until there are none, in a fork."""
    for end in ends:
        end.close()  # so that this process ends if the one that collected the tests dies
    config, plugins = session.config, session.config.pluginmanager
    capture = plugins.getplugin("capturemanager")
    capture.stop_global_capturing()  # its files are those of all processes
    capture.start_global_capturing()
    plugins.unregister(name="terminalreporter")
    plugins.register(_Reporter(config, pipe))
    _use_own_folder(config)
    try:
        todo = _another_group(pipe)
        while todo:
            item = session.items[todo.popleft()]
            todo = todo or _another_group(pipe)
            following = session.items[todo[0]] if todo else None
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
    except (KeyboardInterrupt, EOFError, BrokenPipeError):
        pass  # the process that collected the tests ends, too


def _another_group(pipe: Any) -> deque[int]:
    pipe.send(("next", None))
    return deque(pipe.recv())


def _make_folder_of_files(config: pytest.Config) -> None:
    config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]


def _use_own_folder(config: pytest.Config) -> None:
    """Write files of tests to a folder of this process."""
    factory = config._tmp_path_factory  # type: ignore[attr-defined]
    factory._basetemp = factory.getbasetemp() / str(os.getpid())
    factory._basetemp.mkdir(mode=0o700)
