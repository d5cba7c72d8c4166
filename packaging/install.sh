# shellcheck shell=sh disable=SC2154 # $root and $venv come from setup.sh, $python and $version from system.sh
# Fills the environment: virtual environment, PyTorch, everything else, the starter encoder. Sourced by setup.sh.

log=$venv/photon-install.log
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

# Measured on Linux x86_64.
size_cpu='700 MB to download, 2.3 GB on disk'
size_gpu='3.6 GB to download, 7 GB on disk'
need_cpu=3500
need_gpu=11000

has() { [ -x "$venv/bin/python" ] && "$venv/bin/python" -c "import importlib.metadata as m; m.version('$1')" 2>/dev/null; }

# One installation at a time. The lock is a link that names the process, made in one step; one that its process left
# behind is taken over.
lock_environment() {
    mkdir -p "$venv" 2>/dev/null || die "The folder $venv cannot be made. Name another: PHOTON_VENV=DIR packaging/run"
    waiting=
    until ln -sn "$$" "$venv/.photon-lock" 2>/dev/null; do
        [ -w "$venv" ] || die "$venv cannot be written. Name another folder: PHOTON_VENV=DIR packaging/run"
        owner=$(readlink "$venv/.photon-lock") || continue
        if kill -0 "$owner" 2>/dev/null; then
            [ -n "$waiting" ] || say "Photon is being installed by another process ($owner); waiting for it."
            waiting=1
            sleep 1
        else
            rm -f "$venv/.photon-lock"
        fi
    done
    trap unlock_environment EXIT
    trap 'say "" "Stopped. The same command goes on where this left off."; exit 130' INT
    trap 'exit 143' TERM
}

# What is started afterwards must not inherit a temporary folder that is gone.
unlock_environment() {
    rm -rf "$venv/.photon-tmp"
    if [ "${before_tmp+set}" ]; then TMPDIR=$before_tmp; fi
    [ -n "${TMPDIR-}" ] || unset TMPDIR
    rm -f "$venv/.photon-lock"
    trap - EXIT INT TERM
}

# Says what is coming before it comes, and stops where the disk is too small for it.
announce() {
    if has_gpu; then size=$size_gpu need=$need_gpu; else size=$size_cpu need=$need_cpu; fi
    say "Installing Photon into $venv: once, about $size. Nothing outside that folder is changed" \
        "except pip's download cache. Python $version."
    need_space "$need"
}

need_space() {
    free=$(df -Pk "$venv" | awk 'NR == 2 { print int($4 / 1024) }')
    [ "$free" -ge "$1" ] || die "There is not enough space: $free MB are free in $venv, Photon needs $1 MB." \
        "Make room, or name a folder on another disk: PHOTON_VENV=DIR packaging/run"
}

make_environment() {
    # temporary files of pip beside the environment: /tmp is small on some systems, and one disk is checked
    mkdir -p "$venv/.photon-tmp"
    [ "${before_tmp+set}" ] || before_tmp=${TMPDIR-}
    export TMPDIR="$venv/.photon-tmp"
    made=
    [ -r "$venv/.photon-made" ] && IFS= read -r made <"$venv/.photon-made"
    if [ -n "$made" ] && { [ "$made" != "$venv" ] || ! "$venv/bin/python" -c '' 2>/dev/null; }; then
        say "The environment was moved or its Python is gone; making it again."
        find "$venv" -mindepth 1 -maxdepth 1 ! -name '.photon-lock' ! -name '.photon-tmp' -exec rm -rf {} +
    fi
    if [ ! -x "$venv/bin/pip" ]; then
        [ -e "$venv/pyvenv.cfg" ] || [ -z "$(find "$venv" -mindepth 1 -maxdepth 1 ! -name '*photon-*' | head -n 1)" ] ||
            die "$venv holds other things. Name an empty folder: PHOTON_VENV=DIR packaging/run"
        announce
        "$python" -m venv "$venv" >&2 || die "The environment could not be made in $venv."
        printf '%s\n' "$venv" >"$venv/.photon-made"
        # newer versions go on with a broken download; not vital
        "$venv/bin/python" -m pip -q install --retries 1 --timeout 15 --upgrade pip >>"$log" 2>&1 || true
    elif [ -e "$venv/.photon-busy" ]; then
        say "The last installation did not come to its end; going on with it."
        "$venv/bin/python" -I "$root/packaging/broken_installs.py" >>"$log" ||
            die "What was installed so far could not be checked: remove $venv and start again."
    fi
    : >"$venv/.photon-busy"
}

# pip with its long report cut down to what a person waiting wants to see; all of it goes to the log.
# pip_install WHAT ARGUMENTS...
pip_install() {
    what=$1
    shift
    { "$venv/bin/python" -m pip install --progress-bar off "$@" 2>&1 || echo photon-failed; } | {
        failed=0
        while IFS= read -r line; do
            printf '%s\n' "$line" >>"$log"
            case $line in
                photon-failed) failed=1 ;;
                *Downloading*.metadata*) ;;
                *Downloading*MB\)*) say "  fetching ${line#*Downloading }" ;;
                *"Building wheel for hnswlib"*started*) say '  compiling hnswlib (about half a minute)' ;;
                "Installing collected packages"*) say '  unpacking' ;;
                *Retrying*) say '  no answer from the network, trying again' ;;
            esac
        done
        [ "$failed" = 0 ]
    } || explain "$what"
}

# Ends with a plain sentence for what pip says in pages.
explain() {
    recent=$(tail -n 200 "$log")
    case $recent in
        *"No space left"*) why='The disk is full. Make room, or name a folder on another disk with PHOTON_VENV.' ;;
        *"Temporary failure in name resolution"* | *"Name or service not known"* | *ConnectionError* | \
            *ConnectTimeout* | *ReadTimeout* | *"Network is unreachable"* | *NameResolutionError* | *ProxyError*)
            why='The network could not be reached. Check the connection (and the proxy, if there is one).' ;;
        *"error: command"*failed* | *"Failed building wheel"*) why='A part could not be compiled here.' ;;
        *"Permission denied"*) why='A folder may not be written.' ;;
        *"No matching distribution"*) why="A part is not to be had for Python $version on $(uname -sm)." ;;
        *) why=$(printf '%s\n' "$recent" | sed -n 's/^ERROR: //p' | tail -n 1) ;;
    esac
    die "$1 could not be installed. ${why:-pip stopped.}" \
        "The whole report is in $log. The same command goes on where this left off."
}

has_gpu() {
    [ -e /proc/driver/nvidia/version ] || { command -v nvidia-smi && nvidia-smi -L; } >/dev/null 2>&1
}

# On Linux x86_64 the PyTorch that pip finds by default brings gigabytes of libraries for NVIDIA cards, and does not
# start without them (tried: `import torch` ends with "libcudnn.so.9: cannot open shared object file"). Where there is
# no such card Photon wants the CPU build. In this order:
# 1. PHOTON_TORCH_INDEX, for people with a mirror: the address of an index that holds it.
# 2. What pip is set up to find; a dry run tells whether that would bring the libraries.
# 3. uv, which knows by itself where the PyTorch project keeps its CPU builds, so that no address stands here.
# 4. If that place cannot be reached: the default build. It works without a card too, it is only large.
install_torch() {
    has torch && has torchvision && return 0
    torch=$(sed -n 's/^ *"\(torch[<>=~!][^"]*\)".*/\1/p' "$root/pyproject.toml")
    if [ -n "${PHOTON_TORCH_INDEX:-}" ]; then
        say "PyTorch, from PHOTON_TORCH_INDEX"
        pip_install PyTorch --index-url "$PHOTON_TORCH_INDEX" "$torch" torchvision
    elif [ "$(uname)" = Linux ] && ! has_gpu && brings_gpu_libraries; then
        say "PyTorch, the small build for computers without an NVIDIA card"
        install_torch_with_uv && return 0
        say "The small build cannot be reached from here; taking the default one:" \
            "$size_gpu in all. (PHOTON_TORCH_INDEX can name a place that has the small one.)"
        need_space "$need_gpu"
    fi
}

brings_gpu_libraries() {
    report=$TMPDIR/torch.json
    "$venv/bin/python" -m pip -q install --retries 1 --dry-run --report "$report" "$torch" torchvision >>"$log" 2>&1 || return 1
    grep -q '"name": "nvidia-' "$report"
}

install_torch_with_uv() {
    "$venv/bin/python" -m pip -q install uv >>"$log" 2>&1 || return 1
    export UV_HTTP_TIMEOUT=30 UV_HTTP_RETRIES=1
    set -- pip install --python "$venv/bin/python" --torch-backend cpu "$torch" torchvision
    # the dry run finds out quickly and quietly; the real one may show its progress
    done=1
    "$venv/bin/uv" "$@" --dry-run >>"$log" 2>&1 && "$venv/bin/uv" "$@" >&2 && done=0
    "$venv/bin/python" -m pip -q uninstall -y uv >>"$log" 2>&1 || true
    return "$done"
}

install_photon() {
    say "Downloading Photon's packages"
    pip_install Photon -e "$root${1:+[$1]}"
}

# Converting the starter encoder takes under a minute once; done now, the first search does not wait for it.
prepare_starter() {
    "$venv/bin/photon" encoders --help 2>/dev/null | grep -q prepare || return 0
    say "Preparing the starter encoder"
    "$venv/bin/photon" encoders prepare >&2 || say "That did not work now; Photon tries again when it needs it."
}

finish() {
    rm -f "$venv/.photon-busy"
    [ -n "$1" ] || prepare_starter
    fingerprint >"$(stamp "$1").new"
    mv "$(stamp "$1").new" "$(stamp "$1")"
    unlock_environment
    say "Photon is installed."
}
