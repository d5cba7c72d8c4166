# shellcheck shell=sh
# The environment that Photon runs in: is it there, and if not, who makes it. packaging/run and packaging/test
# set $root (the checkout) and source this file. A start that finds everything ready runs nothing but this file.
# All words go to stderr, so that stdout belongs to Photon (`photon search --json`).

venv=${PHOTON_VENV:-$root/.venv}
case $venv in /*) ;; *) venv=$PWD/$venv ;; esac

say() { printf '%s\n' "$@" >&2; }
die() {
    say "$@"
    exit 1
}

# What the environment was made for: the requirements, these scripts, and where the checkout is (the
# environment holds its absolute path).
fingerprint() {
    sum=$(cd "$root" && cat pyproject.toml packaging/setup.sh packaging/system.sh packaging/install.sh | cksum)
    printf '%s in %s\n' "$sum" "$root"
}

stamp() { printf '%s/.photon-ready%s' "$venv" "${1:+-$1}"; }

# ready EXTRA: true where the environment with EXTRA ("" or "dev") was installed to its end. The interpreter is
# looked at too, because an upgrade of the system can take it away.
ready() {
    made_for=
    [ -x "$venv/bin/python" ] && [ -r "$(stamp "$1")" ] || return 1
    IFS= read -r made_for <"$(stamp "$1")" || return 1
    [ "$made_for" = "$(fingerprint)" ]
}

# set_up EXTRA: installs what is missing, or ends with a sentence that says what is.
set_up() {
    . "$root/packaging/system.sh"
    . "$root/packaging/install.sh"
    lock_environment
    # while it waited, the other process may have done it all
    ready "$1" && unlock_environment && return 0
    find_python
    find_libraries
    make_environment
    find_compiler
    [ "$1" != dev ] || { find_exiftool && find_strace; }
    install_torch
    install_photon "$1"
    finish "$1"
}
