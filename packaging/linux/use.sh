#!/bin/sh
# Uses an installed or built program as people do, command by command, in a folder of its own:
#   sh packaging/linux/use.sh PROGRAM
# It ends with 0 only if each command did what it said. It makes invented leads.
set -eu
program=$1
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
export HOME="$place/home" XDG_DATA_HOME="$place/home/data" XDG_CONFIG_HOME="$place/home/config"
mkdir -p "$HOME"
QT_QPA_PLATFORM=offscreen
export QT_QPA_PLATFORM
umask 022

fail() { echo "FAILED: $*" >&2; exit 1; }
lq() { command=$1; shift; "$program" "$command" --workspace "$workspace" "$@" || fail "$command $*"; }
starts_with() { [ "$(head -c "${#2}" "$1")" = "$2" ] || fail "$1 does not begin with $2"; }
leads() { lq score --json | grep -o '"tier":' | wc -l; }

{
    echo 'full_name,company,email,phone,country,employees'
    echo 'Ada Sample,Sample Works,ada@sample.example,+49 30 901820,Deutschland,120'
    echo 'Bo Sample,Two Ltd,bo@two.example,020 7946 0018,England,8'
    echo 'Ada Sampel,Sample Works GmbH,ada@sample.example,030 901820,Germany,120'
} >leads.csv

workspace=$place/ws
lq import leads.csv
lq check
lq score --ledger >scores.txt
count=$(leads)
for kind in csv tsv xlsx json vcf jsonl; do
    workspace=$place/ws
    lq export "out.$kind" >export.log
    workspace=$place/ws-$kind
    lq import "out.$kind" >import.log
    [ "$(leads)" = "$count" ] || fail "$count leads went into out.$kind, $(leads) came out"
done
echo "out and in again as CSV, TSV, Excel, JSON, vCard and for moving: $count leads each"

workspace=$place/ws
lq backup
lq restore --preview "$(find ws/backups -name '*.db' | head -1)" >preview.log
lq restore "$(find ws/backups -name '*.db' | head -1)"
lq restore --undo
lq doctor

umask 077
echo 'a sentence that nobody guesses' >secret
echo 'another sentence that nobody guesses' >secret2
lq encrypt --passphrase-file secret --sheet sheet.txt
[ "$(head -c 15 ws/leadqual.db)" != 'SQLite format 3' ] || fail 'the database is still plain'
if grep -aq 'ada@sample' ws/leadqual.db; then fail 'an address can be read in the database'; fi
lq score --passphrase-file secret >scores2.txt
lq backup --passphrase-file secret
lq doctor --passphrase-file secret
if "$program" score --workspace ws --passphrase-file secret2 >/dev/null 2>&1; then fail 'a wrong passphrase opens it'; fi
lq encrypt --change --passphrase-file secret --new-passphrase-file secret2 --sheet sheet2.txt
lq score --passphrase-file secret2 >scores3.txt
lq decrypt --passphrase-file secret2
starts_with ws/leadqual.db 'SQLite format 3'
echo 'encrypted, opened, refused, changed, decrypted'

"$program" screenshots --out pictures >pictures.log || fail screenshots
echo "$(find pictures -name '*.png' | wc -l) pictures of screens"
awk 'BEGIN {
    print "full_name,company,email,employees,source,outcome,created_at"
    for (i = 1; i <= 300; i++)
        printf "Person %d,Company %d,p%d@c%d.example,%d,%s,%s,2026-%02d-%02d\n", i, i, i, i, 5 + i * 7 % 400,
            i % 2 ? "web" : "referral", i % 3 ? "lost" : "won", 1 + i % 5, 1 + i % 28
}' >closed.csv
workspace=$place/closed
lq import closed.csv
for kind in pdf html; do lq calibrate --all --report "report.$kind" >calibrate.log; done
starts_with report.pdf '%PDF-'
grep -q '<svg\|<img' report.html || fail 'no pictures in the report'
echo "reports: $(wc -c <report.pdf) bytes of PDF, $(wc -c <report.html) of HTML"
