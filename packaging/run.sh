#!/bin/sh
# Starts LeadQual; the first time it installs what is missing. Arguments are passed on: sh packaging/run.sh --sample
set -eu
. "$(dirname -- "$0")/common.sh"

wants_a_window() {
    for argument in "$@"; do
        case $argument in
            check | import | score | calibrate | export | backup | restore | doctor | encrypt | decrypt | screenshots) return 1 ;;
            -h | --help | --version) return 1 ;;
        esac
    done
}

if has_display; then
    prepare app display
    exec "$environment/bin/leadqual-gui" "$@"
fi

prepare app offscreen
export QT_QPA_PLATFORM=offscreen
if ! wants_a_window "$@"; then
    exec "$environment/bin/leadqual-gui" "$@"
fi

pictures=$root/.screenshots
echo "There is no display here, so no window can open; drawing the screens of the sample workspace to files instead:"
rm -rf "$pictures"
"$environment/bin/leadqual-gui" screenshots --out "$pictures" >/dev/null
find "$pictures" -name '*.png' | sort
