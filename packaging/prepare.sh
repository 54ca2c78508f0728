# SPDX-License-Identifier: GPL-3.0-or-later
# What run.sh and test.sh share: messages, checks of the machine, installation of packages, condensed builds.
# Sourced, never run. The caller sets $root (top folder of the project) and $log.

# --- messages ------------------------------------------------------------------------------------------------------
# Everything a person reads goes through say, so that it is in the log too.
say() { printf '%s\n' "$*"; [[ ! -w ${log:-} ]] || printf '%s\n' "$*" >>"$log"; }

# stop_with STATUS SENTENCE: 1 something failed, 2 something is needed from the user.
stop_with() {
    local status=$1
    shift
    say '' >&2
    say "$*" >&2
    exit "$status"
}

# fail SENTENCE FILE: the sentence, the lines of FILE that matter, the log's place.
fail() {
    local sentence=$1 output=$2 lines
    lines=$(grep -nE -m1 '^FAILED:|error:|CMake Error|^[EW]: ' "$output" | cut -d: -f1)
    say '' >&2
    say "$sentence" >&2
    say "The last lines were:" >&2
    if [[ -n $lines ]]; then
        tail -n "+$lines" "$output" | cut -c1-200 | head -n 15 | sed 's/^/    /' >&2
    else
        tail -n 15 "$output" | cut -c1-200 | sed 's/^/    /' >&2
    fi
    if grep -qE 'Killed signal|Cannot allocate memory|virtual memory exhausted' "$output"; then
        say "The machine ran out of memory: VITRINE_JOBS=1 in front of the command needs the least." >&2
    elif grep -q 'No space left on device' "$output"; then
        say "The disk is full: $(free_space_text "$root") free in $root." >&2
    fi
    say "The whole story is in $log" >&2
    exit 1
}

minutes_text() { # SECONDS
    if (($1 < 90)); then echo "$1 s"; else echo "$((($1 + 30) / 60)) min"; fi
}

# --- the machine ---------------------------------------------------------------------------------------------------
read_release() {
    os_id=unknown os_version='' os_like='' os_name='this system'
    if [[ -r /etc/os-release ]]; then
        os_id=$(. /etc/os-release && echo "${ID:-unknown}")
        os_version=$(. /etc/os-release && echo "${VERSION_ID:-}")
        os_like=$(. /etc/os-release && echo "${ID_LIKE:-}")
        os_name=$(. /etc/os-release && echo "${PRETTY_NAME:-$os_id}")
    fi
}

# 0 known to work, 1 a relative of Debian that may work, 2 will not work.
release_verdict() {
    local major=${os_version%%.*}
    case $os_id in
        debian) [[ -z $os_version ]] || ((major >= 12)) || return 2 ;; # testing has no number
        ubuntu) ((major >= 24)) || return 2 ;;
        *)
            [[ " $os_like " == *' debian '* || " $os_like " == *' ubuntu '* ]] || return 2
            return 1
            ;;
    esac
}

free_kilobytes() { df -Pk -- "$1" | awk 'NR == 2 { print $4 }'; }
free_space_text() { free_kilobytes "$1" | awk '{ printf "%.1f GB", $1 / 1048576 }'; }

# check_machine NEEDED_GB MAY_INSTALL: prints every reason why it cannot go on, then leaves with 2.
check_machine() {
    local needed_gb=$1 may_install=$2 problems=()

    release_verdict
    case $? in
        1) say "Note: $os_name is not one of the systems Vitrine is made for (Debian 12, Ubuntu 24.04 or newer); it may work." ;;
        2)
            if ((may_install)); then
                problems+=("This is $os_name; Vitrine needs Debian 12, Ubuntu 24.04 or newer. With g++ 12, CMake 3.25 and Qt 6.4 or newer installed, --no-install goes on without this check.")
            fi
            ;;
    esac
    if ! mkdir -p -- "$root/build" 2>/dev/null || [[ ! -w $root/build ]]; then
        problems+=("The folder $root/build cannot be written by $(id -un): copy the project into a folder of yours, or give it to you with chown.")
    elif [[ -e $root/build/release && ! -w $root/build/release ]]; then
        problems+=("The folder $root/build/release belongs to $(stat -c %U "$root/build/release"): remove it, or give it to $(id -un) with chown.")
    fi
    local free
    free=$(free_kilobytes "$root")
    if ((${free:-0} < needed_gb * 1048576)); then
        problems+=("$root has $(free_space_text "$root") free; the build needs $needed_gb GB.")
    fi
    if ((${#problems[@]})); then
        printf '%s\n' "${problems[@]}" >&2
        exit 2
    fi
}

# A path such as `Mes cours été` needs a UTF-8 locale to be read back by the tools and by Qt.
ensure_utf8() {
    [[ $(locale charmap 2>/dev/null) == UTF-8 ]] && return
    case ${LANG:-C} in
        C | C.* | POSIX) ;;
        *) export LANGUAGE="${LANGUAGE:-${LANG%%.*}}" ;; # the window still speaks the user's language
    esac
    export LC_ALL=C.UTF-8
}

# One job needs up to 1.5 GB.
job_count() {
    local cores available limit
    if [[ ${VITRINE_JOBS:-} =~ ^[1-9][0-9]*$ ]]; then
        echo "$VITRINE_JOBS"
        return
    fi
    cores=$(nproc 2>/dev/null || echo 1)
    available=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo 2>/dev/null)
    limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null)
    if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < ${available:-limit})); then
        available=$((limit / 1024))
    fi
    awk -v cores="$cores" -v kb="${available:-1572864}" \
        'BEGIN { jobs = int(kb / 1572864); if (jobs > cores) jobs = cores; print jobs < 1 ? 1 : jobs }'
}

# --- packages ------------------------------------------------------------------------------------------------------
# missing_packages ENTRY...: sets missing to the entries of which no alternative is installed. One dpkg-query, no apt.
missing_packages() {
    local installed entry name found
    missing=()
    installed=" $(dpkg-query -W -f='${db:Status-Abbrev}${Package}\n' $(printf '%s ' "$@" | tr '|' ' ') 2>/dev/null |
        sed -n 's/^.i *//p' | tr '\n' ' ')"
    for entry in "$@"; do
        found=0
        for name in ${entry//|/ }; do
            [[ $installed != *" $name "* ]] || found=1
        done
        ((found)) || missing+=("$entry")
    done
}

# choose_names ENTRY...: sets chosen to one name an entry, unknown to the entries no package list knows.
choose_names() {
    local entry name known available
    chosen=() unknown=()
    available=" $(LC_ALL=C apt-cache policy $(printf '%s ' "$@" | tr '|' ' ') 2>/dev/null |
        awk '/^[^ ].*:$/ { name = substr($0, 1, length($0) - 1) } /^ *Candidate: [^(]/ { printf "%s ", name }')"
    for entry in "$@"; do
        known=''
        for name in ${entry//|/ }; do
            [[ -n $known || $available != *" $name "* ]] || known=$name
        done
        chosen+=("${known:-${entry%%|*}}")
        [[ -n $known ]] || unknown+=("${entry%%|*}")
    done
}

lists_are_empty() { ! compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null; }

# as_root COMMAND...: directly, or with sudo; settings and proxies are passed on by name.
as_root() {
    local settings=(DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8) name
    for name in http_proxy https_proxy ftp_proxy all_proxy no_proxy HTTP_PROXY HTTPS_PROXY FTP_PROXY ALL_PROXY NO_PROXY; do
        [[ -z ${!name:-} ]] || settings+=("$name=${!name}")
    done
    if ((EUID == 0)); then env "${settings[@]}" "$@"; else sudo env "${settings[@]}" "$@"; fi
}

# One changing line on a terminal, a line every ten per cent elsewhere. Reads the output of ninja or apt.
show_progress() {
    local line percent text tenth=-1 width=80 packages=0 steps=0 waiting=0
    [[ ! -t 1 ]] || width=$(tput cols 2>/dev/null || echo 80)
    while IFS= read -r line; do
        if [[ $line == *... ]]; then
            continue # ninja looks for new files
        elif [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\ .*[\ /]([^\ /]+)$ ]]; then
            percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
            text="${BASH_REMATCH[1]} of ${BASH_REMATCH[2]}  ${BASH_REMATCH[3]}"
        elif [[ $line =~ ^([0-9]+)\ upgraded,\ ([0-9]+)\ newly ]]; then
            packages=$((BASH_REMATCH[1] + BASH_REMATCH[2]))
            continue
        elif ((packages)) && [[ $line =~ ^(Get:|Unpacking |Setting up )([^ ]+)(.*)$ ]]; then
            # Each package is fetched, unpacked and set up.
            steps=$((steps + 1))
            percent=$((100 * steps / (3 * packages)))
            ((percent <= 100)) || percent=100
            case ${BASH_REMATCH[1]} in
                Get:) text=downloading ;;
                Unpacking*) text="unpacking ${BASH_REMATCH[2]}" ;;
                *) text="setting up ${BASH_REMATCH[2]}" ;;
            esac
        elif [[ $line == 'Waiting for cache lock'* ]]; then
            ((waiting)) || printf 'Another program is installing packages; waiting for it to finish …\n'
            waiting=1
            continue
        else
            continue
        fi
        if [[ -t 1 ]]; then
            line=$(printf '%4d %%  %s' "$percent" "$text")
            printf '\r\033[K%s' "${line:0:width-1}"
        elif ((percent / 10 > tenth)); then
            tenth=$((percent / 10))
            printf '%4d %%  %s\n' "$percent" "$text"
        fi
    done
    [[ ! -t 1 ]] || printf '\r\033[K'
}

# run_apt ARGUMENT...: runs apt-get, its words in $apt_output and the log, its progress on the terminal.
run_apt() {
    local status
    as_root apt-get -o DPkg::Lock::Timeout=900 -o Dpkg::Use-Pty=0 "$@" 2>&1 </dev/null |
        tee -- "$apt_output" | show_progress
    status=${PIPESTATUS[0]}
    { echo "## apt-get $*"; uniq -- "$apt_output"; } >>"$log"
    return "$status"
}

# The lists have a lock of their own that apt does not wait for.
update_lists() {
    local attempt
    say 'Reading the package lists …'
    for attempt in {1..60}; do
        run_apt update && return 0
        grep -q 'Could not get lock' "$apt_output" || return 1
        ((attempt > 1)) || say 'Another program is installing packages; waiting for it to finish …'
        sleep 5
    done
    return 1
}

# print_plan: names, sizes and time of what $chosen needs; works without rights.
print_plan() {
    local plan download installed megabytes
    plan=$(LC_ALL=C apt-get install --assume-no --no-install-recommends -o Debug::NoLocking=1 "${chosen[@]}" 2>/dev/null </dev/null)
    megabytes='{ gsub(",", "", $1); m = $1; if ($2 ~ /^k/) m /= 1000; if ($2 ~ /^G/) m *= 1000; if ($2 ~ /^B/) m = 0; printf "%d", m + 1 }'
    download=$(sed -nE 's/^Need to get ([^/]*\/)?([0-9.,]+ [kMG]?B) .*/\2/p' <<<"$plan" | awk "$megabytes")
    installed=$(sed -nE 's/^After this operation, ([0-9.,]+ [kMG]?B) of additional.*/\1/p' <<<"$plan" | awk "$megabytes")
    say "To install: ${chosen[*]}"
    say "(with what they need: ${download:-0} MB to download, ${installed:-0} MB on the disk, about $(minutes_text $((${download:-0} / 4 + ${installed:-0} / 30 + 5))))"
}

# install_missing MAY_INSTALL ENTRY...: installs what is missing; leaves with 2 when the user has to do it.
install_missing() {
    local may_install=$1 line status needs_lists=0 apt_output=$root/build/apt.txt
    shift
    missing_packages "$@"
    ((${#missing[@]})) || return 0
    if ((!may_install)); then
        say "Not installed, as asked: ${missing[*]%%|*}"
        return 0
    fi
    command -v apt-get >/dev/null || stop_with 2 "There is no apt-get here; these packages are missing: ${missing[*]}"

    choose_names "${missing[@]}"
    line="apt-get install --yes --no-install-recommends ${chosen[*]}"
    if lists_are_empty || ((${#unknown[@]})); then
        needs_lists=1
        line="apt-get update && $line"
        say "To install: ${chosen[*]}"
        say "(with what they need: up to 240 MB to download, 1.1 GB on the disk, 1 to 3 min)"
    else
        print_plan
    fi

    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            say "Installing needs an administrator, and there is no sudo here. Run this line once, then start again:" >&2
            stop_with 2 "su -c '$line'"
        fi
        line="sudo ${line/&& /&& sudo }"
        if ! sudo -n true 2>/dev/null; then
            if ! [[ -t 0 && -t 2 ]]; then
                say "Installing needs a password, and there is no terminal to ask for it. Run this line once, then start again:" >&2
                stop_with 2 "$line"
            fi
            if ! sudo -v -p '[sudo] password of %p, to install these packages: '; then
                say "$(id -un) may not use sudo. Ask an administrator to run this line once, then start again:" >&2
                stop_with 2 "$line"
            fi
        fi
    fi

    if ((needs_lists)); then
        update_lists ||
            fail "The package lists cannot be read: the network or the package server does not answer. Missing: ${chosen[*]}." "$apt_output"
        choose_names "${missing[@]}"
        if ((${#unknown[@]})); then
            # apt-get update calls it a success when a server does not answer.
            ! grep -qE '^(W|E|Err).*(Failed to fetch|index files failed|Temporary failure|Could not)' "$apt_output" ||
                fail "The package lists cannot be read: the network or the package server does not answer. Missing: ${unknown[*]}." "$apt_output"
            if [[ $os_id == ubuntu || " $os_like " == *' ubuntu '* ]] &&
                ! LC_ALL=C apt-cache policy 2>/dev/null | grep -q '/universe '; then
                say "Ubuntu's universe holds ${unknown[*]}, and it is switched off here. Switch it on, then start again:" >&2
                stop_with 2 "sudo add-apt-repository --yes universe"
            fi
            stop_with 2 "$os_name does not offer ${unknown[*]}: check that its main package source is switched on in /etc/apt."
        fi
        print_plan
    fi

    run_apt install --yes --no-install-recommends "${chosen[@]}"
    status=$?
    if ((status)) && grep -qE '404 +Not Found|Hash Sum mismatch' "$apt_output"; then
        say 'The package lists are out of date.'
        update_lists && run_apt install --yes --no-install-recommends "${chosen[@]}"
        status=$?
    fi
    if ((status)); then
        if grep -qE 'Could not resolve|Temporary failure resolving|Could not connect|Unable to connect|Network is unreachable' "$apt_output"; then
            fail "The packages cannot be downloaded: the network or the package server does not answer. Once it does, start again, or run: $line" "$apt_output"
        fi
        fail "The packages could not be installed (apt-get left with status $status)." "$apt_output"
    fi
    missing_packages "$@"
    ((${#missing[@]} == 0)) || stop_with 1 "After the installation these are still missing: ${missing[*]}. See $log"
    rm -f -- "$apt_output"
    say 'Installed.'
}

# --- Arrow ---------------------------------------------------------------------------------------------------------
# Where FindArrowCpp.cmake looks for the libraries of the wheel.
arrow_folder() {
    printf '%s/vitrine/arrow-%s' "${XDG_CACHE_HOME:-${HOME:-/nowhere}/.cache}" "$(sed -nE 's/^pyarrow==([0-9.]+).*/\1/p' "$root/packaging/arrow.txt")"
}

has_arrow() {
    local installed
    [[ ! -f $(arrow_folder)/pyarrow/include/arrow/api.h ]] || return 0
    installed=$(dpkg-query -W -f='${db:Status-Abbrev}${Package} ' libarrow-dev libparquet-dev 2>/dev/null)
    [[ $installed == *'ii libarrow-dev'* && $installed == *'ii libparquet-dev'* ]]
}

# fetch_arrow MAY_INSTALL: gets the libraries that read and write Parquet, unless they are there. Without them the build goes
# on; returns 1 then.
fetch_arrow() {
    local may_install=$1 folder partial output="$root/build/arrow.txt" reason=''
    ! has_arrow || return 0
    folder=$(arrow_folder)
    partial=$folder.$$
    if ((!may_install)); then
        reason='nothing is to be installed.'
    elif ! mkdir -p -- "$partial" 2>/dev/null; then
        reason="the folder $(dirname -- "$folder") cannot be written by $(id -un)."
    else
        say "Fetching Arrow, which reads and writes Parquet (47 MB, into $folder) …"
        # Any wheel will do, whatever Python the system has: only its libraries and headers are taken.
        if ! python3 -m pip download --no-deps --only-binary :all: --implementation cp --python-version 3.12 \
            --platform "manylinux_2_28_$(uname -m)" --require-hashes -r "$root/packaging/arrow.txt" -d "$partial" >"$output" 2>&1; then
            if grep -q 'No module named pip' "$output"; then
                reason='python3-pip, which fetches it, is not installed.'
            elif grep -qE 'DO NOT MATCH THE HASHES|Hashes are required' "$output"; then
                reason='what was fetched is not the file that packaging/arrow.txt names.'
            elif grep -qE 'NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|Temporary failure|Connection' "$output"; then
                reason='the network or the package server does not answer.'
            else
                reason="pip offers no pyarrow of that version for $(uname -m)."
            fi
        elif ! (cd -- "$partial" && cmake -E tar xf ./*.whl >>"$output" 2>&1 && rm -f -- ./*.whl &&
            find pyarrow -mindepth 1 -maxdepth 1 ! -name include ! -name 'libarrow.so.*' ! -name 'libparquet.so.*' -exec rm -rf -- {} + &&
            cp -- pyarrow-*.dist-info/licenses/LICENSE.txt pyarrow/ 2>/dev/null; [[ -f pyarrow/include/arrow/api.h ]]); then
            reason="it cannot be unpacked into $folder."
        else
            rm -rf -- "$folder"
            mv -- "$partial" "$folder" || reason="it cannot be put into $folder."
        fi
        cat -- "$output" >>"$log"
        rm -f -- "$output"
        rm -rf -- "$partial"
    fi
    if [[ -n $reason ]]; then
        say ''
        say '  *** WITHOUT PARQUET: this build can neither read nor write Parquet files. ***'
        say "  Arrow is missing: $reason"
        say '  Everything else works. To get Parquet too, see to that and start this again.'
        say ''
        return 1
    fi
}

# --- builds --------------------------------------------------------------------------------------------------------
# check_tools: the programs a build cannot do without.
check_tools() {
    local tool absent=()
    for tool in g++ cmake ninja; do
        command -v "$tool" >/dev/null || absent+=("$tool")
    done
    ((${#absent[@]} == 0)) || stop_with 2 "Not found: ${absent[*]}. Without --no-install this script installs them."
    # ccache needs a folder that can be written.
    if [[ -z ${CCACHE_DIR:-} ]] && ! mkdir -p -- "${XDG_CACHE_HOME:-${HOME:-/nowhere}/.cache}/ccache" 2>/dev/null; then
        export CCACHE_DIR="$root/build/ccache"
    fi
    # A clone in another folder finds what this one compiled.
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
}

# configure PRESET [ARGUMENT...]: only when the build folder is new, moved, or older than the presets.
configure() {
    local preset=$1 folder="$root/build/$1" fresh=() output
    shift
    if [[ -f $folder/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        fresh=(--fresh)
    elif grep -qs '^ArrowCpp_INCLUDE_DIR:PATH=.*NOTFOUND' "$folder/CMakeCache.txt" && has_arrow; then
        : # made before Arrow was there
    elif [[ -f $folder/build.ninja && $folder/build.ninja -nt $root/CMakePresets.json && $# -eq 0 ]]; then
        return 0
    fi
    output=$folder.configure.txt
    (cd -- "$root" && cmake --preset "$preset" "${fresh[@]}" "$@") >"$output" 2>&1
    local status=$?
    cat -- "$output" >>"$log"
    ((status == 0)) || fail "The build of '$preset' cannot be prepared (cmake left with status $status)." "$output"
    rm -f -- "$output"
}

# build PRESET TARGET...: quiet when there is nothing to do.
build() {
    local preset=$1 folder="$root/build/$1" output="$root/build/$1.build.txt" started=$SECONDS
    shift
    (exec 9>&- && NINJA_STATUS='[%f/%t] ' exec ninja -C "$folder" -j "$(job_count)" "$@") 2>&1 |
        tee -- "$output" | show_progress
    local status=${PIPESTATUS[0]}
    cat -- "$output" >>"$log"
    ((status <= 128)) || fail "The build of '$preset' was ended from outside (signal $((status - 128)))." "$output"
    ((status == 0)) || fail "The build of '$preset' failed after $(minutes_text $((SECONDS - started)))." "$output"
    rm -f -- "$output"
}
