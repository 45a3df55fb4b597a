#!/bin/sh
# Makes a .deb from the folder build; called by package.sh with the version.
set -eu
version=$1
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(dirname -- "$(dirname -- "$here")")
cd "$root"
architecture=$(dpkg --print-architecture)
tree=build/deb/leadqual_${version}_$architecture
rm -rf "$tree"
umask 022

install -d "$tree/DEBIAN" "$tree/usr/bin" "$tree/usr/lib" "$tree/usr/share/doc/leadqual"
cp -a build/dist/leadqual-gui "$tree/usr/lib/leadqual"
mv "$tree/usr/lib/leadqual/licences" "$tree/usr/share/doc/leadqual/licences"
find "$tree/usr/lib/leadqual" -type d -exec chmod 755 {} + -o -type f -exec chmod 644 {} +
chmod 755 "$tree/usr/lib/leadqual/leadqual-gui"
ln -s ../lib/leadqual/leadqual-gui "$tree/usr/bin/leadqual-gui"
install -Dm644 "$here/leadqual-gui.desktop" "$tree/usr/share/applications/leadqual-gui.desktop"
install -Dm644 "$here/io.github.leadqual.LeadQual.metainfo.xml" -t "$tree/usr/share/metainfo"
install -Dm644 resources/icons/leadqual.svg "$tree/usr/share/icons/hicolor/scalable/apps/leadqual-gui.svg"
install -Dm644 "$here/leadqual.lintian-overrides" "$tree/usr/share/lintian/overrides/leadqual"
install -d "$tree/usr/share/man/man1"
gzip -9n <"$here/leadqual-gui.1" >"$tree/usr/share/man/man1/leadqual-gui.1.gz"
{
    printf 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: LeadQual\n'
    printf 'Comment: The texts of the licences of all bundled parts are in /usr/share/doc/leadqual/licences.\n\n'
    printf 'Files: *\nCopyright: 2026 The LeadQual authors\nLicense: Expat\n'
    sed -n '5,$p' LICENSE | sed 's/^$/./; s/^/ /'
} >"$tree/usr/share/doc/leadqual/copyright"
printf 'leadqual (%s) unstable; urgency=medium\n\n  * See CHANGELOG.md of the project.\n\n -- The LeadQual authors <packages@leadqual.example>  %s\n' \
    "$version" "$(date -uR -d "@$SOURCE_DATE_EPOCH")" | gzip -9n >"$tree/usr/share/doc/leadqual/changelog.gz"
# what it was built on decides how old a system may be
libc=$(find "$tree/usr/lib/leadqual" -type f \( -name '*.so*' -o -name leadqual-gui \) -exec objdump -T {} + 2>/dev/null |
    grep -o 'GLIBC_2\.[0-9]*' | sort -uV | tail -1)
cat >"$tree/DEBIAN/control" <<END
Package: leadqual
Version: $version
Architecture: $architecture
Maintainer: The LeadQual authors <packages@leadqual.example>
Installed-Size: $(du -sk "$tree/usr" | cut -f1)
Depends: libc6 (>= ${libc#GLIBC_}), libgl1, libegl1, libxcb1, libwayland-client0, libwayland-cursor0, fontconfig-config, xkb-data
Section: misc
Priority: optional
Description: which leads to call, why, and what to ask them
 LeadQual qualifies leads on one laptop, without a network: a list for the
 day, guided interviews, a pipeline, and a scoring matrix that explains every
 point and shows what a rule would do before it is saved.
END
install -d dist
# built by root or not, the files belong to root
dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" dist >/dev/null
package=dist/leadqual_${version}_$architecture.deb
echo "$package: $(du -m "$package" | cut -f1) MB"

verify() {
    if ! command -v "$1" >/dev/null; then echo "$1 is not installed: not checked"; return; fi
    if "$@"; then echo "$1: ok"; else echo "$1: FAILED" >&2; exit 1; fi
}
verify desktop-file-validate "$here/leadqual-gui.desktop"
verify appstreamcli validate --no-net "$here/io.github.leadqual.LeadQual.metainfo.xml"
verify lintian --allow-root --fail-on error --tag-display-limit 0 "$package"
