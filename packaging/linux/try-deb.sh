#!/bin/sh
# Installs the .deb that is named, uses it as a new user would, and takes it away again. For a Debian that may be spoiled:
# a container or a bare root, as root.
set -eu
package=$(realpath "$1")
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
before=$(mktemp)
after=$(mktemp)
installed() { find /usr /etc /var/lib -xdev \( -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache \) -prune -o -print | sort; }
put() { DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends "$@" >/dev/null 2>&1; }
as_user() { setpriv --reuid=dev --regid=dev --clear-groups env HOME=/home/dev USER=dev "$@"; }

apt-get update -q >/dev/null
id dev >/dev/null 2>&1 || useradd -m dev

# with nothing but what it asks for
put "$package"
echo "installed: $(as_user leadqual-gui --version), $(dpkg-query -f '${Installed-Size}' -W leadqual) KB"
inner=/usr/lib/leadqual/_internal
if find $inner -name '*.so*' -type f -exec env LD_LIBRARY_PATH=$inner ldd {} + 2>/dev/null | grep 'not found'; then
    echo "libraries are missing, which it does not ask for" >&2
    exit 1
fi
as_user sh "$here/use.sh" leadqual-gui

# what it asks for and a display stay out of the comparison
put xvfb xdotool
apt-get purge -qy leadqual >/dev/null 2>&1
installed >"$before"
put "$package"
as_user sh -euc '
    cd; umask 022
    printf "full_name,company,email,employees\nAda Sample,Sample Works,ada@sample.example,120\n" >leads.csv
    leadqual-gui import leads.csv --workspace ws
    Xvfb :7 -screen 0 1280x800x24 2>/dev/null &
    display=$!
    sleep 2
    DISPLAY=:7 leadqual-gui --workspace ws & window=$!
    DISPLAY=:7 timeout 120 xdotool search --sync --onlyvisible --class leadqual >/dev/null && echo "the window opens"
    sleep 3; kill $window $display; wait 2>/dev/null || true
'
apt-get purge -qy leadqual >/dev/null 2>&1
installed >"$after"
if left=$(comm -13 "$before" "$after" | grep -v '^/var/lib/systemd\|^/var/log' | grep .); then
    echo "left behind:"; echo "$left"; exit 1
fi
echo "uninstalled: nothing left but $(as_user sh -c 'cd; ls -d ws')"
