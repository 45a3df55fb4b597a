#!/bin/sh
# Builds a disk image with LeadQual.app. Needs Python 3.11 or newer and uv. Untested: nobody has run this on macOS yet.
# The image is not signed: the first start asks for "Open" in the context menu of the Finder.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd)
cd "$root"
export UV_PROJECT_ENVIRONMENT=build/environment
uv sync --frozen --no-default-groups --group package
build/environment/bin/pyinstaller --noconfirm --distpath build/dist --workpath build/work packaging/bundle/leadqual.spec
build/environment/bin/python packaging/licences.py build/dist/LeadQual.app/Contents/Resources/licences
version=$(build/environment/bin/leadqual-gui --version | cut -d' ' -f2)
mkdir -p dist build/image
rm -rf build/image/* "dist/LeadQual-$version.dmg"
cp -R build/dist/LeadQual.app build/image/
ln -s /Applications build/image/Applications
hdiutil create -volname LeadQual -srcfolder build/image -format UDZO "dist/LeadQual-$version.dmg"
