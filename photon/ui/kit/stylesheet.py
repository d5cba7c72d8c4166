"""The stylesheet of the window, built from the tokens; the property ``role`` selects the look of a widget.

Roles: labels ``title``, ``heading``, ``quiet``, ``small``, ``danger``; buttons ``primary``, ``quiet``,
``link``; frames ``panel``, ``bar``, ``raised``, ``status``, ``photos``, ``tile``,
``divider``.
"""

from string import Template

from photon.resource_files import resource
from photon.ui.kit import tokens
from photon.ui.kit.tokens import Colours

_SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog { background: $panel; }
QToolTip {
    background: $raised; color: $text; border: 1px solid $line; padding: 4px 8px;
}

QFrame[role="panel"] { background: $panel; border: none; }
QFrame[role="bar"] { background: $panel; border: none; border-bottom: 1px solid $line; }
QFrame[role="bar"][joined="true"] { border-bottom: none; }
QFrame[role="status"] { background: $panel; border: none; border-top: 1px solid $line; }
QFrame[role="photos"] { background: $photos; border: none; }
QFrame[role="raised"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: ${title}px; font-weight: 600; }
QLabel[role="heading"] { font-size: ${heading}px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="quiet"] { color: $quiet; }
QLabel[role="small"] { color: $quiet; font-size: ${small}px; }
QLabel[role="danger"] { color: $danger; }

QPushButton {
    background: $raised; color: $text; border: 1px solid $line; border-radius: ${radius}px;
    padding: 5px 14px; min-height: 18px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:disabled { color: $suggestion; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 13px; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; font-weight: 600; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $raised; color: $suggestion; border-color: $line; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; }
QPushButton[role="quiet"]:hover { background: $hover; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; }
QPushButton[role="heading"] {
    background: transparent; border: 1px solid transparent; padding: 2px 5px; font-size: ${heading}px; font-weight: 600;
}
QPushButton[role="heading"]:hover { background: $hover; }
QPushButton[role="heading"]:focus { border: 2px solid $accent; padding: 1px 4px; }
QPushButton[role="link"] {
    background: transparent; border: none; color: $accent; padding: 0 2px; min-height: 0; text-align: left;
}
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 2px solid $accent; border-radius: 3px; padding: 0; }

QToolButton {
    background: transparent; color: $text; border: 2px solid transparent; border-radius: ${radius}px; padding: 4px;
}
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:open { background: $line; }
QToolButton:checked { background: $hover; }
QToolButton:focus { border: 2px solid $accent; }
QToolButton[role="in-chip"] { padding: 0; border: none; border-radius: 4px; }
QToolButton[role="fold"] { padding: 4px 0; }
QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox {
    background: $photos; color: $text; border: 1px solid $line; border-radius: ${radius}px; padding: 4px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus { border: 2px solid $accent; padding: 3px 7px; }
QLineEdit[role="suggested"], QComboBox[role="suggested"] { border: 1px dashed $suggestion; color: $quiet; }
QLineEdit[role="suggested"]:focus { border: 2px solid $accent; color: $text; }
QLineEdit[role="bare"], QLineEdit[role="bare"]:focus {
    background: transparent; border: none; padding: 0;
}

QTextEdit[role="bare"], QTextEdit[role="bare"]:focus { background: transparent; border: none; padding: 0; }

QSpinBox::up-button { subcontrol-origin: padding; subcontrol-position: top right; width: 20px; border: none; }
QSpinBox::down-button { subcontrol-origin: padding; subcontrol-position: bottom right; width: 20px; border: none; }
QSpinBox::up-arrow { image: url("$icons/caret-up-$scheme.svg"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("$icons/caret-$scheme.svg"); width: 10px; height: 10px; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { background: transparent; border: none; padding: 0 8px; }
QSpinBox:disabled, QCheckBox:disabled { color: $suggestion; }

QFrame[role="search"] { background: $photos; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="search"]:hover { border-color: $suggestion; }
QFrame[role="search"][focused="true"] { border: 2px solid $accent; }
QFrame[role="chip"] { background: $raised; border: 1px solid $line; border-radius: ${radius}px; }
QFrame[role="chip"]:hover { background: $hover; }
QFrame[role="chip"][kind="unwanted"] { background: $danger_ground; border-color: $danger; }
QFrame[role="chip"][kind="unwanted"] QLabel { color: $danger; }
QFrame[role="chip"][trouble="true"] { border: 1px dashed $warning; }
QFrame[role="chip"][current="true"] { border: 2px solid $accent; }
QFrame[role="chip"][selected="true"] { background: $hover; border: 2px solid $accent; }
QFrame[role="chip"] QToolButton { padding: 1px; border-radius: 4px; }
QFrame[role="draft"] { background: transparent; border: 1px dashed $suggestion; border-radius: ${radius}px; }
QTextEdit[role="draft"], QTextEdit[role="draft"]:focus {
    background: transparent; color: $quiet; border: none; padding: 0;
}
QFrame[role="divider"] { background: $line; border: none; }
QFrame[role="tile"] { background: $panel; border: 1px solid $line; border-radius: 8px; }
QFrame[role="tile"][current="true"] { border: 1px solid $accent; }
QFrame[role="card"] { background: $raised; border: 1px solid $edge; border-radius: 8px; }

QPushButton[role="segment"] { background: $panel; padding: 4px 8px; border-radius: 0; }
QPushButton[role="segment"][side="left"] {
    border-top-left-radius: ${radius}px; border-bottom-left-radius: ${radius}px; border-right: none;
}
QPushButton[role="segment"][side="right"] {
    border-top-right-radius: ${radius}px; border-bottom-right-radius: ${radius}px;
}
QPushButton[role="segment"]:checked { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[role="segment"]:focus { border: 2px solid $text; padding: 3px 7px; }

QFrame[role="drop"] { background: transparent; border: 2px dashed $suggestion; border-radius: 10px; }
QFrame[role="drop"][over="true"] { border-color: $accent; background: $hover; }

QMenu { background: $raised; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 28px 6px 12px; border-radius: 4px; background: transparent; }
QMenu::item:selected { background: $accent; color: $on_accent; }
QMenu::item:disabled { color: $suggestion; background: transparent; }
QMenu::icon { padding-left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 6px; }
QMenu[role="choices"]::item { padding-left: 28px; }

QAbstractItemView { background: $panel; border: none; outline: none; }
#photos { background: $photos; }
QTreeView { background: $panel; border: none; }
QTreeView::branch { background: transparent; border-image: none; image: none; }
#folders { selection-background-color: transparent; }
#folders::item:hover, #folders::item:selected { background: transparent; }
QTreeView::item, QListView::item { padding: 4px; border-radius: 4px; }
QTreeView::item:hover, QListView::item:hover { background: $hover; }
QTreeView::item:selected, QListView::item:selected { background: $hover; color: $text; }
QListView#completions { background: $raised; border: 1px solid $line; padding: 4px; }
QHeaderView::section {
    background: $panel; color: $quiet; border: none; border-bottom: 1px solid $line; padding: 6px 8px;
}

QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 36px; }
QScrollBar::handle:horizontal { min-width: 36px; }
QScrollBar::handle:hover { background: $suggestion; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:hover { background: $accent; }

QProgressBar { background: $line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: $accent; border-radius: 2px; }

QSlider { background: transparent; min-height: 22px; border: none; }
QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $quiet; border-radius: 2px; }
QSlider::handle:horizontal {
    width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; background: $text;
}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus { background: $accent; }

QCheckBox, QRadioButton { spacing: 8px; padding: 3px; border: 2px solid transparent; border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border-color: $accent; }
QCheckBox::indicator, QTreeView::indicator {
    width: 14px; height: 14px; background: $photos; border: 1px solid $suggestion; border-radius: 4px;
}
QCheckBox::indicator:hover, QTreeView::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QTreeView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$icons/tick-$scheme.svg");
}
QCheckBox[role="folder"] {
    background: $panel; color: $quiet; border: 1px solid $line; border-radius: ${radius}px; padding: 0 12px;
    spacing: 12px; min-height: 38px;
}
QCheckBox[role="folder"]::indicator { width: 16px; height: 16px; }
QCheckBox[role="folder"]:checked { color: $text; }
QCheckBox[role="folder"]:hover { background: $hover; }
QCheckBox[role="folder"]:focus { border: 2px solid $accent; padding: 0 11px; min-height: 36px; }
QRadioButton::indicator {
    width: 14px; height: 14px; background: $photos; border: 1px solid $suggestion; border-radius: 8px;
}
QRadioButton::indicator:hover { border-color: $accent; }
QRadioButton::indicator:checked { width: 6px; height: 6px; background: $photos; border: 5px solid $accent; }
QTreeView::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url("$icons/dash-$scheme.svg");
}

QComboBox {
    background: $raised; border: 1px solid $line; border-radius: ${radius}px; padding: 4px 10px; min-height: 18px;
}
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $accent; padding: 3px 9px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("$icons/caret-$scheme.svg"); width: 14px; height: 14px; }
QComboBox QAbstractItemView {
    background: $raised; border: 1px solid $line; padding: 4px;
    selection-background-color: $hover; selection-color: $text;
}
QMessageBox QLabel#qt_msgbox_informativelabel { min-width: 320px; }
""")


def stylesheet(colours: Colours) -> str:
    """Return the stylesheet of the whole window in these colours."""
    values = {name: getattr(colours, name) for name in Colours.__slots__}
    return _SHEET.substitute(
        values,
        icons=resource("icons").as_posix(),
        scheme="dark" if colours.is_dark else "light",
        radius=tokens.RADIUS,
        small=tokens.SMALL,
        heading=tokens.HEADING,
        title=tokens.TITLE,
    )
