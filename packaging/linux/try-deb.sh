#!/bin/sh
# Installs the .deb that is named, uses it as a new user would, and takes it away again. For a Debian that may be spoiled:
# a container or a bare root, as root.
set -eu
package=$1
before=$(mktemp)
after=$(mktemp)
installed() { find /usr /etc /var/lib -xdev \( -path /var/lib/dpkg -o -path /var/lib/apt -o -path /var/cache \) -prune -o -print | sort; }

apt-get update -q >/dev/null
apt-get install -qy --no-install-recommends xvfb xdotool >/dev/null 2>&1
id dev >/dev/null 2>&1 || useradd -m dev
as_user() { setpriv --reuid=dev --regid=dev --clear-groups env HOME=/home/dev USER=dev "$@"; }
# what it depends on stays out of the comparison
apt-get install -qy --no-install-recommends $(dpkg-deb -f "$package" Depends | sed 's/([^)]*)//g; s/,/ /g') >/dev/null 2>&1
installed >"$before"

apt-get install -qy --no-install-recommends "$(realpath "$package")" >/dev/null 2>&1
echo "installed: $(as_user leadqual-gui --version), $(dpkg-query -f '${Installed-Size}' -W leadqual) KB"
as_user sh -euc '
    cd; umask 022
    printf "full_name,company,email,employees\nAda Sample,Sample Works,ada@sample.example,120\nBo Sample,Two Ltd,bo@two.example,8\n" >leads.csv
    leadqual-gui import leads.csv --workspace ws
    leadqual-gui score --workspace ws --json | head -c 200; echo
    leadqual-gui check --workspace ws
    leadqual-gui export out.csv --workspace ws
    leadqual-gui doctor --workspace ws
    Xvfb :7 -screen 0 1280x800x24 2>/dev/null &
    display=$!
    sleep 2
    DISPLAY=:7 leadqual-gui --workspace ws & window=$!
    DISPLAY=:7 timeout 60 xdotool search --sync --onlyvisible --class leadqual >/dev/null && echo "the window opens"
    sleep 3; kill $window $display; wait 2>/dev/null || true
'
apt-get purge -qy leadqual >/dev/null 2>&1
installed >"$after"
if left=$(comm -13 "$before" "$after" | grep -v '^/var/lib/systemd\|^/var/log' | grep .); then
    echo "left behind:"; echo "$left"; exit 1
fi
echo "uninstalled: nothing left but $(as_user sh -c 'cd; ls -d ws')"
