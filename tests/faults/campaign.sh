#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Kills queries at random for many seeds and keeps account of it. May be stopped and started again: seeds that are done for this
# commit are not run twice.
set -u -o pipefail

here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)

usage() {
    cat <<'TEXT'
Usage: tests/faults/campaign.sh [--binary FILE] [--from SEED] [--to SEED] [--kills N] [--jobs N] [--sinks LIST]

Runs vitrine-faults --random-kills N for each seed and adds a line to tests/faults/RESULTS.md.

  --binary FILE   default build/core-only/tests/faults/vitrine-faults
  --from, --to    first and last seed, default 1 and 20
  --kills N       kills a seed, default 600
  --jobs N        processes side by side, default 1
  --sinks LIST    only these sinks, separated by commas

What each seed said is in build/faults-campaign/COMMIT/.
TEXT
}

binary=$root/build/core-only/tests/faults/vitrine-faults
from=1
to=20
kills=600
jobs=1
sinks=''
while (($#)); do
    case $1 in
        --binary | --from | --to | --kills | --jobs | --sinks)
            (($# > 1)) || { printf '%s needs a value.\n' "$1" >&2 && exit 2; }
            declare "${1#--}=$2"
            shift 2
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            printf 'There is no option %s.\n\n' "$1" >&2
            usage >&2
            exit 2
            ;;
    esac
done
[[ -x $binary ]] || { printf '%s is not there; build the target vitrine-faults.\n' "$binary" >&2 && exit 2; }

commit=$(git -C "$root" rev-parse --short HEAD)
[[ -z $(git -C "$root" status --porcelain -- core app tests/faults ':!tests/faults/RESULTS.md') ]] || commit+='+changes'
logs=$root/build/faults-campaign/$commit
mkdir -p "$logs"

# one SEED: runs it unless it is done.
one() {
    local log=$logs/$1-$kills${sinks:+-$sinks}.txt
    [[ ! -f $log ]] || return 0
    nice "$binary" --seed "$1" --random-kills "$kills" ${sinks:+--sinks "$sinks"} >"$log.part" 2>&1
    # Stopped in the middle: no last line, no result.
    if grep -qE '^[0-9]+ passed, [0-9]+ failed$' "$log.part"; then
        mv -- "$log.part" "$log"
        printf 'seed %s: %s\n' "$1" "$(tail -n 1 "$log")"
    fi
}

record() {
    local done_seeds=() seed log total=0 different=0 scenarios=0
    for ((seed = from; seed <= to; ++seed)); do
        log=$logs/$seed-$kills${sinks:+-$sinks}.txt
        [[ -f $log ]] || continue
        done_seeds+=("$seed")
        total=$((total + $(awk '/^[0-9]+ kills$/ { n += $1 } END { print n + 0 }' "$log")))
        different=$((different + $(grep -c '^FAILED' "$log")))
        scenarios=$(grep -cE '^(passed|FAILED) ' "$log")
    done
    ((${#done_seeds[@]})) || return 0
    local names
    names=$(sed -nE 's/^(passed|FAILED) A1_random_kills_([^:]*).*/\2/p' "$logs/${done_seeds[0]}-$kills${sinks:+-$sinks}.txt" | cut -d_ -f1 | uniq | paste -sd' ')
    local row
    row=$(printf '| %s | %s | %s to %s | %s | %s (%s) | %s |' "$(date +%F)" "$commit" "${done_seeds[0]}" "${done_seeds[-1]}" "$total" "$scenarios" "$names" "$different")
    # The line of the same seeds and commit is brought up to date.
    sed -i "\#^| [0-9-]* | ${commit//+/\\+} | ${done_seeds[0]} to #d" "$here/RESULTS.md"
    printf '%s\n' "$row" >>"$here/RESULTS.md"
    printf '%s kills, %s differences\n' "$total" "$different"
    ((different == 0))
}

trap 'wait; record; exit 130' INT TERM
for ((seed = from; seed <= to; ++seed)); do
    while (($(jobs -rp | wc -l) >= jobs)); do wait -n; done
    one "$seed" &
done
wait
record
