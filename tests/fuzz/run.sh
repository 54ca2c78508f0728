#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Fuzzes each target for SECONDS (60) under AddressSanitizer and UndefinedBehaviorSanitizer, starting from the kept inputs.
#
# usage: tests/fuzz/run.sh [SECONDS] [TARGET…]      needs clang++ with libFuzzer (Debian: clang-14 libclang-rt-14-dev)
# New inputs go to build/fuzz/found/TARGET; a crash leaves its input there as crash-…
set -u -o pipefail
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
seconds=${1:-60}
shift || true
targets=("$@")
((${#targets[@]})) || targets=(json_line csv ddl expression query_document timestamp sql_panel)
clang=$(command -v clang++-14 || command -v clang++) || { echo 'clang++ is not installed (Debian: clang-14 libclang-rt-14-dev).' >&2; exit 2; }
build=$root/build/fuzz
mkdir -p -- "$build"
cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DCMAKE_CXX_FLAGS_RELWITHDEBINFO='-O1 -g1' \
    -DCMAKE_CXX_COMPILER="$clang" -DVITRINE_UI=OFF -DVITRINE_FUZZ=ON -DVITRINE_SANITIZE=address,undefined,fuzzer-no-link >"$build.log" 2>&1 ||
    { tail -n 20 "$build.log"; exit 1; }
failed=0
for target in "${targets[@]}"; do
    cmake --build "$build" --target "fuzz_$target" >>"$build.log" 2>&1 || { tail -n 20 "$build.log"; exit 1; }
    found=$build/found/$target
    mkdir -p -- "$found"
    if "$build/tests/fuzz/fuzz_$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found/" "$found" "$root/tests/fuzz/corpus/$target" >"$found.log" 2>&1; then
        printf '%-16s clean  %s runs in %s s, %s inputs\n' "$target" "$(awk '/number_of_executed_units/ { print $2 }' "$found.log")" "$seconds" \
            "$(find "$found" -type f | wc -l)"
    else
        printf '%-16s FAILED, see %s\n' "$target" "$found.log"
        failed=1
    fi
done
exit "$failed"
