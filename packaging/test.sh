#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds and runs the tests in stages, cheapest first; stops at the first stage that fails.
set -u -o pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
log=''
. "$root/packaging/prepare.sh"

all_stages=(quick core parts dev asan tsan package)

usage() {
    cat <<'TEXT'
Usage: ./packaging/test.sh [--all] [--stage NAME]... [--no-install]

Installs the missing packages, then runs these stages and stops at the first that fails:
  quick   layering, syntax of the scripts, desktop files, translations; no build
  core    engine, command line and conformance runner without Qt; the conformance cases, also with many threads, tiny chunks
          and a restart after every batch; what is promised under kills, power cuts, full disks and failing calls
  parts   with --all: pyarrow, delta-rs, Apache Spark and a Kafka broker take what Vitrine writes, and the other way round
  dev     everything, each header compiled alone, all tests
  asan    core, its tests, the kept inputs of the fuzz targets and some faults under AddressSanitizer and
          UndefinedBehaviorSanitizer
  tsan    engine and bridge under ThreadSanitizer
  package with --all: the Debian package and the archive, each tried where nothing else is

  --stage NAME   only this stage; may be repeated
  --all          also what needs parts from PyPI and Maven Central (700 MB); Parquet must be there
  --no-install   install nothing, use what is there
  --help         this text

Builds are in build/<preset>, the log is build/test.log. The last line counts the tests: `N passed, N failed`.
TEXT
}

stages=()
run_all=0
may_install=1
while (($#)); do
    case $1 in
        --all) run_all=1 ;;
        --no-install) may_install=0 ;;
        --stage)
            shift
            if [[ " ${all_stages[*]} " != *" ${1:-?} "* ]]; then
                printf 'There is no stage %s; the stages are: %s\n' "${1:-}" "${all_stages[*]}" >&2
                exit 2
            fi
            stages+=("$1")
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
    shift
done
((${#stages[@]})) || stages=("${all_stages[@]}")

passed=0
failed=0
left_out=()

# Counts what a runner's output says in its last summary line; fails when it has none.
count_results() {
    local line
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed|tests passed, [0-9]+ tests? failed out of [0-9]+' "$1" | tail -n 1)
    if [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
        passed=$((passed + BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[2]))
    elif [[ $line =~ tests\ passed,\ ([0-9]+)\ tests?\ failed\ out\ of\ ([0-9]+) ]]; then
        passed=$((passed + BASH_REMATCH[2] - BASH_REMATCH[1]))
        failed=$((failed + BASH_REMATCH[1]))
    else
        return 1
    fi
}

# one NAME COMMAND...: a check that counts as one test; prints its words only when it fails.
one() {
    local name=$1 output="$root/build/one.txt"
    shift
    if "$@" >"$output" 2>&1; then
        passed=$((passed + 1))
        say "  passed  $name"
    else
        failed=$((failed + 1))
        say "  FAILED  $name"
        sed 's/^/          /' "$output" | tail -n 40
    fi
    cat -- "$output" >>"$log"
    rm -f -- "$output"
}

# runner TITLE COMMAND...: a test runner with a summary line of its own; at least one test must run.
runner() {
    local title=$1 output="$root/build/runner.txt" status before=$((passed + failed)) failed_before=$failed
    shift
    say "  $title"
    "$@" 2>&1 | tee -- "$output" | sed 's/^/    /'
    status=${PIPESTATUS[0]}
    cat -- "$output" >>"$log"
    if ! count_results "$output" || ((passed + failed == before)); then
        say "  FAILED  $title ran no test (status $status)"
        failed=$((failed + 1))
    elif ((status != 0 && failed == failed_before)); then
        say "  FAILED  $title left with status $status"
        failed=$((failed + 1))
    fi
    rm -f -- "$output"
}

# built PRESET TARGET...: a build that counts as one failed test when it fails.
built() {
    local started=$SECONDS
    if (build "$@"); then
        say "  built $1 in $(minutes_text $((SECONDS - started)))"
    else
        failed=$((failed + 1))
        return 1
    fi
}

configured() { (configure "$@") || { failed=$((failed + 1)) && return 1; }; }

# has_target PRESET TARGET
has_target() { ninja -C "$root/build/$1" -t query "$2" >/dev/null 2>&1; }

# conformance PRESET [OPTION...]: all cases but those of failing.txt.
conformance() {
    local preset=$1 tests="$root/tests/conformance"
    shift
    runner "conformance${*:+, $*}" "$root/build/$preset/tests/conformance/vitrine-conformance" --failing "$tests/failing.txt" "$@" "$tests/cases"
}

run_ctest() { # FOLDER ARGUMENT...
    local folder=$1
    shift
    runner "tests in ${folder#"$root/"}" ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$(job_count)" "$@"
}

# --- stages --------------------------------------------------------------------------------------------------------
translations_are_current() {
    local file copy words missing only status=0
    words="$root/build/lupdate.txt"
    for file in "$root"/resources/translations/*.ts; do
        copy="$root/build/$(basename -- "$file")"
        cp -- "$file" "$copy"
        only=()
        [[ $file != *_en.ts ]] || only=(-pluralonly) # the texts themselves are English
        "$lupdate" -silent -no-obsolete -locations none -I "$root" "${only[@]}" "$root/ui" "$root/app" -ts "$copy" >"$words" 2>&1 ||
            { cat -- "$words" && return 1; }
        # Such a class has its texts looked up under the name of its parent, in vain.
        ! grep 'lacks Q_OBJECT' "$words" || status=1
        missing=$(grep -c 'type="unfinished"' "$copy")
        if ((missing)); then
            echo "$(basename -- "$file"): $missing texts are not translated, among them:"
            awk '/<source>/ { source = $0 } /type="unfinished"/ { print source }' "$copy" | head -n 20
            status=1
        fi
        rm -f -- "$copy" "$words"
    done
    return "$status"
}

man_pages_are_well_formed() {
    local page words
    for page in "$root"/packaging/man/*.1; do
        words=$(LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null)
        [[ -z $words ]] || { printf '%s: %s\n' "$page" "$words" && return 1; }
    done
}

stage_quick() {
    local script
    one 'layering finds planted violations' cmake "-DSCRATCH=$root/build" -P "$root/tests/layering/self_check.cmake"
    one 'layering' cmake "-DROOT=$root" -P "$root/tests/layering/check_layers.cmake"
    for script in "$root"/packaging/*.sh "$root"/packaging/completions/*.bash "$root"/tests/*.sh "$root"/tests/*/*.sh "$root/.ci/run"; do
        [[ ! -f $script ]] || one "syntax of ${script#"$root/"}" bash -n "$script"
    done
    if command -v desktop-file-validate >/dev/null; then
        one 'desktop entry' desktop-file-validate "$root/packaging/org.vitrine.Vitrine.desktop"
    else
        left_out+=('desktop entry (needs desktop-file-utils)')
    fi
    if command -v appstreamcli >/dev/null; then
        one 'metadata' appstreamcli validate --no-net "$root/packaging/org.vitrine.Vitrine.metainfo.xml"
    else
        left_out+=('metadata (needs appstream)')
    fi
    if command -v man >/dev/null; then one 'man pages' man_pages_are_well_formed; else left_out+=('man pages (needs man-db)'); fi
    if python3 -c 'import yaml' 2>/dev/null; then
        one 'Flatpak manifest' python3 "$root/packaging/flatpak/check.py"
    else
        left_out+=('Flatpak manifest (needs python3-yaml)')
    fi
    lupdate=$(command -v lupdate6 || ls /usr/lib/qt6/bin/lupdate 2>/dev/null)
    if [[ -n $lupdate ]] && compgen -G "$root/resources/translations/*.ts" >/dev/null; then
        one 'translations are complete' translations_are_current
    else
        left_out+=('translations (needs qt6-l10n-tools and resources/translations)')
    fi
}

stage_core() {
    local rows
    configured core-only -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON || return
    built core-only all || return
    one 'core-only knows nothing of Qt' bash -c '! grep -m1 -iE "qt6|libQt" "$1"' - "$root/build/core-only/build.ninja"
    conformance core-only
    conformance core-only --threads 8 --bytes-per-worker 1
    for rows in 1 7 64; do conformance core-only --chunk-rows "$rows"; done
    conformance core-only --restart-every-batch
    run_ctest "$root/build/core-only" --exclude-regex '^(C8_)?conformance'
}

# Other programs read what Vitrine writes, and the other way round: pyarrow, delta-rs, Apache Spark, a Kafka broker. Only with --all.
stage_parts() {
    local parts="$root/build/parts" cli="$root/build/core-only/app/cli/vitrine-cli" python output="$root/build/parts.txt"
    if ((!run_all)); then
        left_out+=('what other programs read (--all)')
        return
    fi
    [[ -x $cli ]] || { configured core-only -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=ON && built core-only vitrine-cli; } || return
    mkdir -p -- "$parts"
    python=$parts/python/bin/python
    if ! { [[ -x $python ]] || python3 -m venv "$parts/python"; } >"$output" 2>&1 ||
        ! "$python" -m pip install --quiet -r "$root/tests/connect/requirements.txt" >>"$output" 2>&1; then
        one 'the Python parts can be installed' false
        cat -- "$output" >>"$log"
        return
    fi
    if ! compgen -G "$parts/spark-jars/delta-spark*.jar" >/dev/null; then
        one 'the Java parts can be fetched' mvn -q -B -f "$root/tests/connect/spark-jars/pom.xml" dependency:copy-dependencies \
            -DoutputDirectory="$parts/spark-jars" -DincludeScope=runtime
    fi
    runner 'pyarrow and Vitrine read each other' "$python" "$root/tests/connect/pyarrow_check.py" "$cli"
    one 'delta-rs reads Delta tables' "$python" "$root/tests/connect/delta_check.py" "$cli"
    runner 'Spark and Vitrine read each other' env PYSPARK_PYTHON="$python" "$python" "$root/tests/connect/spark_check.py" "$cli" "$parts/spark-jars"
    runner 'a Kafka broker and Vitrine' "$python" "$root/tests/connect/kafka_check.py" "$cli" "$parts/kafka-jars"
}

stage_dev() {
    configured dev || return
    built dev all || return
    if has_target dev all_verify_interface_header_sets; then built dev all_verify_interface_header_sets || return; fi
    run_ctest "$root/build/dev" --label-exclude '^faults$' # ran in the stage core
}

# unit_tests PRESET ROOM...: builds and runs tests/unit/ROOM for each room that has tests, and what else is named in $also.
unit_tests() {
    local preset=$1 room targets=() folders=()
    shift
    for room in "$@"; do
        [[ -f $root/tests/unit/$room/CMakeLists.txt ]] || continue
        targets+=("tests/unit/$room/all")
        folders+=("$root/build/$preset/tests/unit/$room")
    done
    built "$preset" "${targets[@]}" "${also[@]}" || return
    for room in "${folders[@]}"; do run_ctest "$room"; done
}

stage_asan() {
    local rooms also=(vitrine-conformance vitrine-cli vitrine-faults tests/fuzz/all)
    mapfile -t rooms < <(cd -- "$root/core" && printf '%s\n' */ | tr -d /)
    configured asan || return
    unit_tests asan "${rooms[@]}" || return
    conformance asan
    run_ctest "$root/build/asan/tests/fuzz"
    runner 'kills, failing calls and power cuts' "$root/build/asan/tests/faults/vitrine-faults" --random-kills 40 --kill-points --hits 1 --fail-at \
        --crash-images 2 --damage 60 --two-processes 6 --stop 20 --stop-limit 5000 --shapes windowed --modes append,update
}

stage_tsan() {
    local also=()
    configured tsan || return
    unit_tests tsan engine bridge
}

# What users install. The core lies in build/core-only as they run it, so only the window is built anew.
stage_package() {
    if ((!run_all)); then
        left_out+=('packages (--all)')
        return
    elif ((SECONDS > 4200)); then # a check of a change has 90 minutes
        left_out+=('packages (70 minutes are over; --all --stage package makes up for it)')
        return
    fi
    configured core-only -DVITRINE_UI=ON -DCMAKE_DISABLE_FIND_PACKAGE_Qt6=OFF || return
    built core-only vitrine vitrine-cli || return
    runner 'the package and the archive' "$root/packaging/check_package.sh" "$root/build/core-only"
}

# --- run -----------------------------------------------------------------------------------------------------------
ensure_utf8
read_release
. "$root/packaging/packages.sh"
check_machine 3 "$may_install"
log=$root/build/test.log
{ printf '=== %s %s\n' "$(date -Is)" "$os_name" >"$log"; } 2>/dev/null || stop_with 2 "The log $log cannot be written by $(id -un)."
((!run_all)) || test_packages+=("${parts_packages[@]}" "${package_packages[@]}" "${package_test_packages[@]}")
install_missing "$may_install" "${build_packages[@]}" "${test_packages[@]}"
check_tools
if ! fetch_arrow "$may_install"; then
    ((!run_all)) || stop_with 1 'With --all the tests need Arrow. 0 passed, 1 failed'
    left_out+=('Parquet (Arrow could not be had)')
fi

for stage in "${all_stages[@]}"; do
    [[ " ${stages[*]} " == *" $stage "* ]] || left_out+=("stage $stage")
done
minutes=()
for index in "${!stages[@]}"; do
    stage=${stages[index]}
    say "== $stage"
    started=$SECONDS
    "stage_$stage"
    minutes+=("$(awk -v name="$stage" -v s=$((SECONDS - started)) 'BEGIN { printf "%s %.1f min", name, s / 60 }')")
    say "== ${minutes[-1]}"
    if ((failed)); then
        for stage in "${stages[@]:index+1}"; do left_out+=("stage $stage (an earlier one failed)"); done
        break
    fi
done

say ''
say "Time: $(printf '%s; ' "${minutes[@]}" | sed 's/; $//')"
((${#left_out[@]} == 0)) || say "Left out: $(printf '%s; ' "${left_out[@]}" | sed 's/; $//')"
((failed == 0)) || say "The whole story is in $log"
say "$passed passed, $failed failed"
((failed == 0 && passed > 0))
