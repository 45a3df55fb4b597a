#!/bin/sh
# Checks LeadQual: style, types, layers, then the tests. The first time it installs what is missing.
set -eu
. "$(dirname -- "$0")/common.sh"

usage() {
    cat <<'END'
usage: sh packaging/test.sh [--slow] [--faults] [pytest's own arguments]

Runs ruff check, ruff format --check, mypy, lint-imports and then the tests, without display or network.

  --slow      also the tests that take long
  --faults    also the tests that make disks and processes fail
  -h, --help  this text

Everything else goes to pytest: sh packaging/test.sh tests/domain -k budget
END
}

case ${1:-} in -h | --help) usage; exit 0 ;; esac

prepare dev offscreen
cd "$root"
PATH=$environment/bin:$PATH
export QT_QPA_PLATFORM=offscreen OPENBLAS_NUM_THREADS=1 PATH
unset DISPLAY WAYLAND_DISPLAY

failed=
check() {
    name=$1
    shift
    if output=$("$@" 2>&1); then
        echo "$name: ok"
    else
        failed="$failed${failed:+, }$name"
        printf '%s\n%s: FAILED\n' "$output" "$name"
    fi
}

check 'ruff check' ruff check --output-format concise
check 'ruff format' ruff format --check --output-format concise
check 'mypy' mypy
check 'lint-imports' lint-imports

workers=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
[ "$workers" -le 4 ] || workers=4
[ "$workers" -gt 1 ] || workers=0
export LEADQUAL_FAILED_CHECKS="$failed"
dist=loadfile
case " $* " in *" --faults "*) dist=worksteal ;; esac # two files hold nearly all of what takes long then
python -m pytest -q -n "$workers" --max-worker-restart 2 --dist "$dist" "$@" </dev/null || exit $?
[ -z "$failed" ]
