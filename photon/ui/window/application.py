"""From a process to a window: the application, the single instance, Ctrl+C, and a clean exit."""

import gc
import logging
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLibraryInfo, QLocale, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMainWindow

import photon.ui
from photon.app.runtime.crash_reports import watch_crashes, write_report
from photon.app.runtime.default_paths import default_library
from photon.app.session import Session
from photon.app.software import damaged_files, version_text
from photon.domain import PhotonError
from photon.language import tr
from photon.language.language import LANGUAGES, current_language
from photon.library.db.database_errors import LostCatalog
from photon.resource_files import resource
from photon.ui.help.crash_report_dialog import offer_reports, report_fatal
from photon.ui.help.damage_box import describe_damage, show_damage
from photon.ui.kit.settings import remember_in
from photon.ui.kit.theme import theme
from photon.ui.kit.timers import single_shot, start_once_sent
from photon.ui.preferences.restart import take_request
from photon.ui.widgets.late_widget import MAKE_MS, do_one_by_one, import_later
from photon.ui.widgets.window_scale import chosen_scale
from photon.ui.window.single_instance import SingleInstance

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

log = logging.getLogger(__name__)

SILENT = PhotonError(
    tr("Photon is already running but isn't responding."),
    tr("Quit it, for example by logging out, then start Photon again."),
)
NO_SCREEN = PhotonError(
    tr("Photon can't open a window because no display is available."),
    tr("Start Photon from a desktop session, or use the command line: photon --help"),
)
SIGNAL_MS = 200  # Python handles a signal only while Python code runs
SWITCH_S = 0.001
COLLECT_MS = 500  # between two checks for garbage
COLLECT_AFTER = (5_000, 10, 10)  # objects since the last collection, and collections of the next younger generation
WARM_UP_MS = 300  # after the photos are shown: threads and processes that started earlier would take their processors
IN_STEPS = (
    "PIL.Image",
    "photon.media.read.reading",
    "photon.library.decisions.decision_import",
    "photon.app.indexing.folder_scanner",
    "photon.media.copy.copied_metadata",
    "photon.media.copy.copying",
    "photon.app.export.export_tables",
    "photon.app.export.exporting",
    "photon.app.duplicates.duplicates",
)
"""Imported before the pages that need them: with one of them, all of these would stop the window for 70 to 130 ms."""
SETTLED_MS = 3000  # time after which everything loaded at the start is in memory


def open_window(session_factory: Callable[[], Session], library: Path | None, folder: str | None, *, show: bool) -> int:
    """See ``photon.ui.run``."""
    if not _has_screen():
        raise NO_SCREEN
    with chosen_scale(library or default_library()):
        application = make_application()
    # The first window may have been started in another directory, where a relative path would be wrong.
    folder = str(Path(folder).absolute()) if folder else None
    instance = SingleInstance(str((library or default_library()).resolve()))
    theme()
    if not instance.is_first():
        return 0 if instance.send(folder or "") else _refuse(SILENT)
    try:
        return _run_windows(application, session_factory, (instance, library or default_library(), folder), show=show)
    except PhotonError:
        raise
    except Exception as error:
        if not show:
            raise
        log.exception("Photon can't go on")
        fatal = report_fatal(error, library or default_library())
        return _refuse(describe_damage(damaged_files()) or fatal)


def _run_windows(
    application: QApplication,
    session_factory: Callable[[], Session],
    place: tuple[SingleInstance, Path, str | None],
    *,
    show: bool,
) -> int:
    """Open the library and its window, and again after each restoration; return the exit code."""
    instance, directory, folder = place
    while True:
        session = _opened(session_factory, directory)
        if session is None:
            return 1
        try:
            code = _live(application, session, instance, folder, show=show)
        finally:
            session.close()
        request = take_request()
        if request is None:
            return code
        from photon.ui.preferences.restoring import act_in_window

        act_in_window(session.store.directory, request)
        folder = None


def _opened(session_factory: Callable[[], Session], directory: Path) -> Session | None:
    """Open the library; if its catalogue is lost, offer remedies. Return None if the user refused them."""
    try:
        return _open_meanwhile(session_factory)
    except LostCatalog as error:
        from photon.ui.preferences.restoring import act_in_window, offer_way_out

        request = offer_way_out(directory, error)
        if request is not None and act_in_window(directory, request):
            return _opened(session_factory, directory)
    except PhotonError as error:
        _refuse(error)
    return None


def _open_meanwhile(session_factory: Callable[[], Session]) -> Session:
    """Open the library on another thread, which checks its files, while the window is imported; return the session."""
    with ThreadPoolExecutor(1, "photon-opening") as thread:
        opened = thread.submit(session_factory)
        try:
            import photon.ui.window.main_window  # noqa: F401
        except BaseException:  # a file of Photon is missing, or Ctrl+C: the library must not stay open
            opened.result().close()
            raise
    return opened.result()


def _live(
    application: QApplication, session: Session, instance: SingleInstance, folder: str | None, *, show: bool
) -> int:
    from photon.ui.window.main_window import MainWindow

    remember_in(session.store.directory)
    window = MainWindow(session)
    take_back = window.bridge.catch_uncaught()
    end_watch = _report_errors(window, session.store.directory) if show else lambda: None
    instance.message_received.connect(window.come_to_front)
    _listen_to_interrupts(application)
    if folder:
        window.sidebar.add(folder)
    if show:
        window.show()
        collect_in_main_thread(window)
        start_once_sent(window.gallery.shown, single_shot(window, WARM_UP_MS, partial(begin_work, window, session)))
        single_shot(window, SETTLED_MS, partial(import_rest, window)).start()
        offer_reports(window, session.store.directory)
        _show_notices(window, session)
        window.bridge.call(session.upkeep.damaged_files(), partial(_tell_damage, window), window)
    else:
        window.grab()
        QTimer.singleShot(0, application.quit)
    try:
        return application.exec()
    finally:
        if not window.close():  # files are being moved: what was asked first is no question any more
            window.close()
        take_back()
        end_watch()
        instance.message_received.disconnect(window.come_to_front)


def _show_notices(window: "MainWindow", session: Session) -> None:
    """Say what was begun anew or left off when the library was opened."""
    if session.store.notices:
        window.notice.show_problem(session.store.notices[0], "\n".join(session.store.notices[1:]))


def begin_work(window: "MainWindow", session: Session) -> None:
    """Start the work in the background, and the processes for the first query and the first large picture."""
    window.bridge.call(session.begin(), lambda _: None, window)
    session.work.decoders.warm_up()
    session.searching.warm_up()


def import_rest(window: "MainWindow") -> None:
    """Import the pages and dialogs that were not shown yet, and make some of them; see ``late_widget``."""
    pages = [module.name for module in pkgutil.walk_packages(photon.ui.__path__, "photon.ui.")]
    import_later([*IN_STEPS, *pages], window, partial(_make_parts, window))


def _make_parts(window: "MainWindow") -> None:
    gc.freeze()
    do_one_by_one(window.late_parts(), window, MAKE_MS)


def _tell_damage(window: "MainWindow", files: list[str]) -> None:
    show_damage(window, files)


def _report_errors(window: "MainWindow", directory: Path) -> Callable[[], None]:
    """Write a report of the first error of this run, and of a crash; return a function that stops this."""
    shown: list[str] = []

    def keep(trace: str) -> None:
        if not shown:  # an error often repeats
            shown.append(trace)
            write_report(directory, trace, version_text())

    window.bridge.bug.connect(keep)
    return watch_crashes(directory, version_text)


def collect_in_main_thread(window: QMainWindow) -> None:
    """Collect garbage between events, and never in another thread.

    In another thread, a collection would delete widgets and, holding a lock of Qt, wait for the main thread, which may
    itself wait for that lock: the window would hang forever. Objects that live as long as the window are excluded: a
    full collection visits all of them, 105,000 objects, and blocks the window for 25 to 41 ms on an idle computer and
    for some 110 ms while photos are processed; without them it takes less than one. They are excluded twice: the window
    at once, for the first collection took 65 to 90 ms two seconds after the start, and what came with it afterwards.
    Of the 112,000 objects of the window, 5,400 are garbage of the imports, which stays.
    """
    gc.disable()
    gc.freeze()
    timer = QTimer(window, interval=COLLECT_MS)
    timer.timeout.connect(_collect_garbage)
    timer.start()
    single_shot(window, SETTLED_MS, gc.freeze).start()


def _collect_garbage() -> None:
    """Collect as Python would automatically: young objects often, old ones seldom."""
    counts = gc.get_count()
    ages = [age for age, most in enumerate(COLLECT_AFTER) if counts[age] > most]
    if ages:
        gc.collect(ages[-1])


def _has_screen() -> bool:
    """Return whether Qt will find a screen: on Linux it would otherwise abort the process."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def make_application() -> QApplication:
    """Return the one application of this process, with Photon's name, icon and language.

    Python's threads change places five times as often as usual: the main thread gives up the interpreter in each call
    of Qt, and waits so long to get it back. With 100,000 photos, moving 1,000 to the bin takes 4.3 instead of 5.4 s.
    """
    sys.setswitchinterval(SWITCH_S)
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Photon")
    application.setApplicationDisplayName("Photon")
    application.setDesktopFileName("photon")
    icon = resource("icons/photon.svg")
    application.setWindowIcon(QIcon(str(icon)))
    _translate_qt(application)
    return application


def _translate_qt(application: QApplication) -> None:
    """Show Qt's own texts (buttons of dialogs, names of keys), dates and numbers in Photon's language."""
    language = current_language()
    if language not in LANGUAGES:
        return
    if QLocale.system().name().partition("_")[0] != language:  # otherwise the system's region decides, such as Austria
        QLocale.setDefault(QLocale(language))
    translator = QTranslator(application)
    if translator.load(QLocale(language), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        application.installTranslator(translator)


def _listen_to_interrupts(application: QApplication) -> None:
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: application.quit())
    ticker = QTimer(application, interval=SIGNAL_MS)
    ticker.timeout.connect(lambda: None)
    ticker.start()


def _refuse(error: PhotonError) -> int:
    from photon.ui.preferences.restoring import make_box

    make_box(error.message, error.hint).exec()
    return 1
