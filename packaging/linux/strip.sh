#!/bin/sh
# Takes the symbols for debuggers out of the libraries of a folder build: sh packaging/linux/strip.sh FOLDER
# Qt's and numpy's stay as their makers built them: what was altered after it was linked does not survive this.
set -eu
find "$1" -type f -name '*.so*' ! -path '*/PySide6/*' ! -path '*/shiboken6/*' ! -path '*/numpy*' | while read -r library; do
    case $(readelf -SW "$library" 2>/dev/null) in *' .symtab '*) strip --strip-unneeded "$library" ;; esac
done
