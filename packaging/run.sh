#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds Vitrine, opens its window with the demonstration running.
set -u -o pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
log=''
. "$root/packaging/prepare.sh"

usage() {
    cat <<'TEXT'
Usage: ./packaging/run.sh [--no-install] [--offscreen]

Installs the missing packages (Debian 12, Ubuntu 24.04 or newer), builds Vitrine in build/release and opens its window
with the demonstration running. Without a display the demonstration runs unseen, leaves its chart as a picture and
prints its table.

  --no-install   install nothing, use what is there
  --offscreen    do not open a window even where there is a display
  --help         this text

VITRINE_JOBS=N in front of the command sets the number of compilers that run at once.
Exit status: 0 done, 1 something failed, 2 something is needed from you first.
TEXT
}

may_install=1
offscreen=0
for argument in "$@"; do
    case $argument in
        --no-install) may_install=0 ;;
        --offscreen) offscreen=1 ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            printf 'There is no option %s.\n\n' "$argument" >&2
            usage >&2
            exit 2
            ;;
    esac
done

ensure_utf8
read_release
. "$root/packaging/packages.sh"
vitrine=$root/build/release/app/desktop/vitrine

if [[ -x $vitrine ]]; then check_machine 1 "$may_install"; else check_machine 3 "$may_install"; fi
log=$root/build/run.log
if [[ -f $log && $(stat -c %s "$log") -gt 5000000 ]]; then mv -f -- "$log" "$log.old"; fi
{ printf '\n=== %s %s\n' "$(date -Is)" "$os_name" >>"$log"; } 2>/dev/null || stop_with 2 "The log $log cannot be written by $(id -un)."

# One build at a time; the lock ends with this script, the window does not inherit it.
exec 9>"$root/build/.run.lock"
if ! flock -n 9; then
    say 'Another run.sh is building here; waiting for it …'
    flock 9
fi

install_missing "$may_install" "${build_packages[@]}"
check_tools
fetch_arrow "$may_install" || true
if [[ ! -x $vitrine ]]; then
    jobs=$(job_count)
    say "Building Vitrine with $jobs at once, about $((18 / jobs + 1)) min the first time …"
fi
configure release
build release vitrine vitrine-cli
exec 9>&-
[[ -x $vitrine ]] || stop_with 1 "The build ended well but left no $vitrine. See $log"

# --- the window ----------------------------------------------------------------------------------------------------
if ((!offscreen)); then
    if [[ -z ${DISPLAY:-} && -z ${WAYLAND_DISPLAY:-} ]]; then
        say 'No display is set: the demonstration runs without a window.'
        offscreen=1
    elif ! timeout 30 "$vitrine" --self-test >"$root/build/self-test.txt" 2>&1; then
        say 'The window cannot be opened on this display, so the demonstration runs without one. The reason given was:'
        tail -n 5 "$root/build/self-test.txt" | sed 's/^/    /' | tee -a -- "$log"
        offscreen=1
    fi
fi
if ((!offscreen)); then
    say 'Opening the window.'
    "$vitrine" --demo 2> >(tee -a -- "$log" >&2)
    status=$?
    ((status < 128 && status != 0)) && stop_with 1 "The window ended with status $status. See $log"
    ((status == 0 || status == 130 || status == 143)) || stop_with 1 "The window ended unexpectedly (signal $((status - 128))). See $log"
    exit 0
fi

# --- without a display ---------------------------------------------------------------------------------------------
picture=$root/build/demo-chart.png
table=$root/build/demo-table.csv
rm -f -- "$picture" "$table"
say 'Running the demonstration …'
QT_QPA_PLATFORM=offscreen "$vitrine" --demo --export "chart=$picture" --export "table=$table" \
    --when batches=5 --timeout 60 >"$root/build/demo.txt" 2>&1
status=$?
cat -- "$root/build/demo.txt" >>"$log"
if ((status)) || [[ ! -s $picture || ! -s $table ]]; then
    fail "The demonstration failed without a window (status $status)." "$root/build/demo.txt"
fi
rm -f -- "$root/build/demo.txt"

# Columns of equal width; a quoted field may hold a comma. Lines of provenance begin with '#'.
grep -v '^#' "$table" | head -n 25 | awk '
    {
        gsub(/\r$/, "")
        count[NR] = 0; field = ""; quoted = 0
        for (i = 1; i <= length($0) + 1; i++) {
            c = substr($0, i, 1)
            if (c == "\"") quoted = !quoted
            else if ((c == "," && !quoted) || i > length($0)) {
                cell[NR, ++count[NR]] = field
                if (length(field) > width[count[NR]]) width[count[NR]] = length(field)
                field = ""
            } else field = field c
        }
    }
    END {
        for (row = 1; row <= NR; row++) {
            line = ""
            for (i = 1; i <= count[row]; i++) line = line sprintf("%-" width[i] "s  ", cell[row, i])
            sub(/ +$/, "", line); print line
        }
    }' | tee -a -- "$log"
rows=$(($(grep -vc '^#' "$table") - 1))
((rows <= 24)) || say "… $rows rows in all"
say ''
say "The chart is in $picture"
say "The table is in $table"
