# shellcheck shell=sh disable=SC2154 # $root and $venv come from setup.sh, $log from install.sh
# What Photon needs from the system: Python, the libraries below Qt, a C++ compiler. Sourced by setup.sh.

# Debian and Ubuntu install by themselves as root or with a sudo that asks nothing. Everybody else is told the exact
# command: a script that somebody runs for the first time should not ask for a password.
# install_packages WHY PACKAGE...
install_packages() {
    why=$1
    shift
    if ! command -v apt-get >/dev/null 2>&1; then
        say "$why" "Install it with your system's package manager (Debian calls it: $*), then run this again."
        return 1
    fi
    if [ "$(id -u)" = 0 ]; then
        as=
    elif sudo -n true 2>/dev/null; then
        as='sudo -n'
    else
        say "$why" "Run this, then start again:" \
            "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
        return 1
    fi
    say "$why" "Installing with apt-get: $*"
    # $as is a command with its option, and empty for root
    # shellcheck disable=SC2086
    if ! { $as apt-get -qq update &&
        $as env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 \
            install --no-install-recommends "$@"; } >>"$log"; then
        say "apt-get could not install this. Check the network and the package sources; its whole report is in $log."
        return 1
    fi
}

# probe NAME: one line "WHAT VERSION PATH"; WHAT is fit, bare (no venv or pip in it), old or new.
probe() {
    "$1" -c '
import os, sys
version = sys.version_info[:2]
what = "old" if version < (3, 11) else "new" if version > (3, 13) else "fit"
try:
    import ensurepip, venv
except ImportError:
    what = "bare" if what == "fit" else what
print(what, "%d.%d" % version, os.path.realpath(sys.executable))' 2>/dev/null
}

# Sets $python and $version. python3 comes first: it is the one that the person or the system has chosen, and the one
# whose headers are most likely there.
choose_python() {
    python='' version='' bare='' seen=''
    if [ -n "${PHOTON_PYTHON:-}" ]; then
        set -- "$PHOTON_PYTHON"
    else
        set -- python3 python3.13 python3.12 python3.11 /usr/bin/python3
    fi
    for name; do
        found=$(probe "$name") || continue
        read -r what number path <<END
$found
END
        case $what in
            fit) python=$path version=$number && return 0 ;;
            bare) bare=${bare:-$number} ;;
            *) seen="$seen $number" ;;
        esac
    done
    return 1
}

find_python() {
    choose_python && return 0
    if [ -n "$bare" ]; then
        install_packages "Python $bare is here, but without the parts that make environments (venv, ensurepip)." \
            "python$bare-venv" || exit 1
    else
        install_packages "Photon needs Python 3.11, 3.12 or 3.13${seen:+; found only:$seen}." \
            python3 python3-venv || exit 1
    fi
    choose_python || die "Photon needs Python 3.11, 3.12 or 3.13, and the system offers none${seen:+ (it has$seen)}." \
        "Install one of them, or name it: PHOTON_PYTHON=/path/to/python3.12 packaging/run"
}

# What Qt's plugins for the screen (xcb, Wayland, offscreen) and for videos load, and the Debian package that brings it.
qt_libraries='
libEGL.so.1 libegl1
libGL.so.1 libgl1
libX11-xcb.so.1 libx11-xcb1
libdbus-1.so.3 libdbus-1-3
libdrm.so.2 libdrm2
libfontconfig.so.1 libfontconfig1
libfreetype.so.6 libfreetype6
libglib-2.0.so.0 libglib2.0-0
libgssapi_krb5.so.2 libgssapi-krb5-2
libpulse.so.0 libpulse0
libwayland-client.so.0 libwayland-client0
libwayland-cursor.so.0 libwayland-cursor0
libwayland-egl.so.1 libwayland-egl1
libxcb-cursor.so.0 libxcb-cursor0
libxcb-glx.so.0 libxcb-glx0
libxcb-icccm.so.4 libxcb-icccm4
libxcb-image.so.0 libxcb-image0
libxcb-keysyms.so.1 libxcb-keysyms1
libxcb-randr.so.0 libxcb-randr0
libxcb-render-util.so.0 libxcb-render-util0
libxcb-render.so.0 libxcb-render0
libxcb-shape.so.0 libxcb-shape0
libxcb-shm.so.0 libxcb-shm0
libxcb-sync.so.1 libxcb-sync1
libxcb-util.so.1 libxcb-util1
libxcb-xfixes.so.0 libxcb-xfixes0
libxcb-xkb.so.1 libxcb-xkb1
libxkbcommon-x11.so.0 libxkbcommon-x11-0
libxkbcommon.so.0 libxkbcommon0
'

missing_libraries() {
    known=$(PATH=$PATH:/sbin:/usr/sbin ldconfig -p 2>/dev/null) || return 0
    [ -n "$known" ] || return 0
    printf '%s' "$qt_libraries" | while read -r file package; do
        case "$file $known" in ' '* | *"	$file "*) ;; *) printf '%s ' "$package" ;; esac
    done
}

# Without them the window cannot open, but the command line works; so this warns and goes on, and a mark stays for
# the next start of the window, which looks again.
find_libraries() {
    rm -f "$venv/.photon-no-window"
    [ "$(uname)" = Linux ] || return 0
    missing=$(missing_libraries)
    [ -n "$missing" ] || return 0
    # a list of names, none with a space
    # shellcheck disable=SC2086
    install_packages "The window needs system libraries that are not here." $missing && return 0
    say "Until then the window cannot open; the command line works (packaging/run index DIR)."
    : >"$venv/.photon-no-window"
}

# For developers: some tests let ExifTool read what Photon wrote. Nobody else needs it to be there.
find_exiftool() {
    command -v exiftool >/dev/null 2>&1 && return 0
    install_packages "Tests of writing into photos read them back with ExifTool, which is not here." \
        libimage-exiftool-perl && return 0
    say "Until then those tests are skipped."
}

# For developers: one test watches with strace that nothing leaves the computer.
find_strace() {
    [ "$(uname)" = Linux ] || return 0
    command -v strace >/dev/null 2>&1 && return 0
    install_packages "A test that nothing leaves the computer watches Photon with strace, which is not here." \
        strace && return 0
    say "Until then that test is skipped."
}

# hnswlib is published as source. A compiler is needed only until it is installed, and not at all where pip knows a
# ready-made wheel.
find_compiler() {
    has hnswlib && return 0
    headers=$("$python" -c 'import sysconfig; print(sysconfig.get_path("include"))')
    packages=
    command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || packages=g++
    [ -r "$headers/Python.h" ] || packages="$packages python$version-dev"
    [ -n "$packages" ] || return 0
    "$venv/bin/python" -m pip -q install --dry-run --no-deps --only-binary :all: hnswlib >/dev/null 2>&1 && return 0
    # shellcheck disable=SC2086
    install_packages "One part of Photon (hnswlib) is compiled here and needs a C++ compiler and Python's headers." \
        $packages || exit 1
}
