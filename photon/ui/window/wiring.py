"""Which part of the window hears of what: signals and slots in one place, so that the window only does things."""

from typing import TYPE_CHECKING

from photon.ui.search.completion import CompletionSource

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow


def connect(window: "MainWindow") -> None:
    """Let every part hear what concerns it."""
    _connect_bars(window)
    _connect_photos(window)
    window.bridge.problem.connect(window.notice.show_problem)
    window.bridge.bug.connect(window.notice.show_bug)
    window.bridge.activity.connect(lambda _: window.show_state(window.gallery.state))
    window.sidebar.folder_picked.connect(window.pick_folder)
    window.sidebar.folders_changed.connect(window.count_folders)
    window.sidebar.said.connect(window.toast.say)
    window.losses.said.connect(window.toast.say)
    window.first_run.started.connect(window.start_with)
    for doer in (window.marks, window.searches):
        doer.done.connect(lambda words: window.toast.say(words, window.marks.undo))
    window.searches.asked.connect(window.search)
    window.searches.folder_wanted.connect(window.pick_folder)
    window.lessons.asked.connect(window.search)
    window.tags.asked.connect(window.search)
    window.tags.tree.review_wanted.connect(window.review.open)
    window.review.waiting.connect(window.tags.show_groups)
    for part in (window.marks, window.examples, window.searches):
        part.said.connect(window.toast.say)


def _connect_bars(window: "MainWindow") -> None:
    search = window.top_bar.search
    search.query_changed.connect(window.search)
    search.left.connect(window.focus_photos)
    search.folder_removed.connect(lambda: window.sidebar.tree.setCurrentIndex(window.sidebar.tree.top()))
    search.folder_dropped.connect(window.sidebar.add)
    search.words.textEdited.connect(window.gallery.expect)
    if isinstance(window.session, CompletionSource):
        search.complete_by(window.session, window.bridge)
    window.top_bar.sidebar_toggled.connect(window.toggle_sidebar)
    window.top_bar.order_picked.connect(window.gallery.set_order)
    window.top_bar.tile_picked.connect(window.grid.set_tile)
    window.status.problems_wanted.connect(window.show_problems)
    window.header.save_wanted.connect(window.searches.ask_name)
    window.header.renew_wanted.connect(window.gallery.renew)
    window.empty.acted.connect(window.act_on_empty)


def _connect_photos(window: "MainWindow") -> None:
    window.gallery.shown.connect(window.show_state)
    window.grid.chosen.connect(window.selection_timer.start)
    window.selection_timer.timeout.connect(window.tell_selection)
    window.grid.opened.connect(window.open_photo)
    window.grid.seen.connect(window.session.set_visible)
    window.grid.liked.connect(lambda photo: window.examples.replace([photo]))
    window.grid.stack_pressed.connect(window.gallery.toggle_stack)
    window.grid.menu_wanted.connect(window.show_menu)
    window.grid.drag_wanted.connect(
        lambda photos: window.files.start_drag(photos, window.grid, window.grid.drag_picture())
    )
    window.grid.tile_changed.connect(window.top_bar.show_tile)
    window.grid.grid_model.settled.connect(window.follow_photos)
    window.loupe.heat.said.connect(window.toast.say)
    window.loupe.closed.connect(window.show_grid)
    window.loupe.crop.searched.connect(window.search_region)
    window.loupe.current_changed.connect(lambda photo: window.inspector.show_photos([photo]))
    window.problem_list.closed.connect(window.show_grid)
    for part in (window.grid, window.loupe, window.inspector):
        part.rated.connect(window.marks.rate)
        part.favoured.connect(window.marks.favour)
