# Read by run.sh and test.sh: finds a Python, and has bootstrap.py make or check the environment.

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
environment=${UV_PROJECT_ENVIRONMENT:-.venv}
case $environment in /*) ;; *) environment=$root/$environment ;; esac

young_enough='import sys; sys.exit(sys.version_info < (3, 11))'

# prepare app|dev|package display|offscreen
prepare() {
    bootstrap "$@"
    copies=$environment/system-libraries/variables.sh
    if [ -e "$copies" ]; then . "$copies"; fi
}

bootstrap() {
    for python in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$python" >/dev/null 2>&1 && "$python" -S -c "$young_enough" 2>/dev/null; then
            "$python" "$root/packaging/bootstrap.py" "$@" || exit 1
            return
        fi
    done
    if uv --version >/dev/null 2>&1; then
        uv run --quiet --no-project --python '>=3.11' -- python "$root/packaging/bootstrap.py" "$@" || exit 1
        return
    fi
    echo "LeadQual needs Python 3.11 or newer: install python3.11 (or uv, which brings one), then run this again." >&2
    exit 1
}

has_display() {
    case ${QT_QPA_PLATFORM:-} in '' | offscreen* | minimal*) ;; *) return 0 ;; esac
    [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]
}
