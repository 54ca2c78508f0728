#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Packages what is built in FOLDER and tries it where nothing else is: check_package.sh FOLDER. The last line is `N passed, N failed`.
set -u -o pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
built=$(cd -- "$1" && pwd -P)
packages=$root/build/packages
scratch=$(mktemp -d "$root/build/check-package.XXXXXX")
trap 'rm -rf -- "$scratch"' EXIT
passed=0
failed=0
# One time for all that is packaged here, whatever is committed meanwhile.
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")}

# check NAME COMMAND...: one test; its words are shown when it fails.
check() {
    local name=$1 started=$SECONDS
    shift
    if "$@" >"$scratch/words.txt" 2>&1; then
        passed=$((passed + 1))
        echo "passed  $name ($((SECONDS - started)) s)"
    else
        failed=$((failed + 1))
        echo "FAILED  $name"
        tail -n 30 "$scratch/words.txt" | sed 's/^/        /'
    fi
}

# in_root ROOT PROGRAM ARGUMENT...: with ROOT as its only file system, and /proc where that is allowed. Without /proc the loader is
# told where the program lies.
may_change_root() { "${as_root[@]}" chroot / true 2>/dev/null; }
as_root=(env)
((EUID == 0)) || as_root=(unshare --user --map-root-user)
in_root() {
    local folder=$1 program=$2 spaces=(--mount --pid --fork)
    shift
    unshare --mount --pid --fork true 2>/dev/null || spaces=()
    ((EUID == 0)) || spaces=(--user --map-root-user "${spaces[@]}")
    mkdir -p -- "$folder"/{proc,tmp,home,run/user,dev}
    chmod 700 -- "$folder/run/user"
    : >"$folder/dev/null"
    env -i PATH="$PATH" HOME=/home XDG_RUNTIME_DIR=/run/user QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 LD_ORIGIN_PATH="$(dirname -- "$program")" \
        unshare "${spaces[@]}" sh -c 'mount -t proc proc "$0/proc" 2>/dev/null; exec chroot "$0" "$@"' "$folder" "$@"
}

# Nothing is missing, and nothing is absent.
is_whole() { # ROOT PROGRAM
    in_root "$1" "$2" --self-test >"$scratch/self-test.txt" 2>&1
    local status=$?
    cat -- "$scratch/self-test.txt"
    ((status == 0)) && grep -q '^ok .*the demonstration' "$scratch/self-test.txt" && ! grep -E '^(MISSING|absent)' "$scratch/self-test.txt"
}

runs_a_query() { # ROOT PROGRAM
    local folder=$1 program=$2
    in_root "$folder" "$program" faucet demo /tmp/events --files 2 --quiet &&
        printf '{ "source": { "format": "json", "path": "events", "schema": "time TIMESTAMP, action STRING" }, "outputMode": "complete", %s }' \
            '"steps": [ { "groupBy": ["action"], "agg": ["count(*) AS n"] } ], "trigger": { "availableNow": true }' >"$folder/tmp/q.json" &&
        in_root "$folder" "$program" run /tmp/q.json --table csv --quiet >"$scratch/rows.csv" &&
        cat -- "$scratch/rows.csv" && grep -qE '^Open,[0-9]+$' "$scratch/rows.csv"
}

# --- the Debian package --------------------------------------------------------------------------------------------
deb='' symbols=''
is_packaged() {
    rm -rf -- "$packages"
    "$root/packaging/package.sh" --no-install --built "$built" || return 1
    deb=$(ls "$packages"/vitrine_*.deb) && symbols=$(ls "$packages"/vitrine-dbgsym_*.deb) && archive=$(ls "$packages"/vitrine-*.tar.xz)
}

# The same data once more, although the time and the folder of the files are others.
is_reproducible() {
    local first second
    first=$(dpkg-deb --fsys-tarfile "$deb" | sha256sum) || return 1
    "$root/packaging/package.sh" --no-install --deb --built "$built" || return 1
    second=$(dpkg-deb --fsys-tarfile "$deb" | sha256sum)
    echo "$first$second"
    [[ $first == "$second" ]]
}

# closure NAME...: these packages and all that they depend on, of those that are installed.
closure() {
    dpkg-query -W -f='${db:Status-Abbrev}\t${Package}\t${Provides}\t${Pre-Depends}, ${Depends}\n' | awk -F '\t' -v wanted="$*" '
        function bare(name) { gsub(/^ +|[ :(].*/, "", name); return name }
        /^.i/ {
            needs[$2] = $4
            givers[$2] = givers[$2] " " $2
            count = split($3, provided, ",")
            for (i = 1; i <= count; i++) { sub(/^ +/, "", provided[i]); givers[bare(provided[i])] = givers[bare(provided[i])] " " $2 }
        }
        END {
            last = split(wanted, queue, " ")
            for (at = 1; at <= last; at++) {
                count = split(givers[queue[at]], found, " ")
                for (i = 1; i <= count; i++) {
                    if (found[i] in seen) continue
                    seen[found[i]] = 1
                    print found[i]
                    names = split(needs[found[i]], needed, /[,|]/)
                    for (k = 1; k <= names; k++) { sub(/^ +/, "", needed[k]); if (needed[k] != "") queue[++last] = bare(needed[k]) }
                }
            }
        }'
}

# The package and its closure as it is installed here; nothing else.
make_root() { # ROOT
    local folder=$1 names
    mkdir -p -- "$folder"/usr/{bin,sbin,lib,lib64}
    ln -s usr/bin usr/sbin usr/lib usr/lib64 "$folder/"
    names=$(closure $(dpkg-deb -f "$deb" Depends | tr ',|' '\n\n' | sed -E 's/^ *([^ ]+).*/\1/')) || return 1
    dpkg-query -L $names | grep -E '^/(etc/fonts|lib|usr/lib|usr/share/(zoneinfo|fonts|fontconfig|qt6|mime))' | grep -v '/llvm\|/dri/' | sort -u |
        while read -r name; do [[ -d $name && ! -L $name ]] || [[ ! -e $name && ! -L $name ]] || echo "${name#/}"; done >"$scratch/files.txt"
    tar -C / -c -T "$scratch/files.txt" 2>"$scratch/tar.txt" | tar -C "$folder" -x --keep-directory-symlink || { cat "$scratch/tar.txt" && return 1; }
    dpkg-deb --fsys-tarfile "$deb" | tar -C "$folder" -x --keep-directory-symlink
}

has_symbols() {
    local id
    id=$(readelf -n "$scratch/root/usr/bin/$1" | sed -nE 's/.*Build ID: ([0-9a-f]+)/\1/p')
    dpkg-deb -c "$symbols" >"$scratch/symbols.txt"
    [[ -n $id ]] && grep -q "/usr/lib/debug/.build-id/${id:0:2}/${id:2}.debug" "$scratch/symbols.txt"
}

says_nothing_of_the_build() { ! grep -rlF -e "$root" "$scratch/root/usr/bin" "$scratch/root/usr/share/doc/vitrine"; }

has_no_lintian_errors() { lintian --fail-on error,warning "$deb"; }

is_installable() {
    (cd -- "$packages" && LC_ALL=C apt-get --simulate --no-install-recommends -o Debug::NoLocking=1 install "./${deb##*/}") | tee "$scratch/apt.txt"
    grep -q '^Inst vitrine ' "$scratch/apt.txt"
}

check 'package.sh makes the package and the archive' is_packaged
((failed == 0)) || { echo "$passed passed, $failed failed" && exit 1; }
check 'packaging it again gives the same data' is_reproducible
check 'apt would install the package' is_installable
if command -v lintian >/dev/null; then check 'lintian finds nothing' has_no_lintian_errors; fi
if may_change_root; then
    check 'the package and what it depends on make a root' make_root "$scratch/root"
    check 'vitrine --self-test in it' is_whole "$scratch/root" /usr/bin/vitrine
    check 'vitrine-cli runs a query in it' runs_a_query "$scratch/root" /usr/bin/vitrine-cli
else
    echo 'left out: the trial in an empty root, which is not allowed here'
    dpkg-deb -x "$deb" "$scratch/root"
fi
check 'the programs name no folder of the build' says_nothing_of_the_build
check 'the symbols fit vitrine' has_symbols vitrine
check 'the symbols fit vitrine-cli' has_symbols vitrine-cli
[[ ! -e $scratch/root ]] || rm -rf -- "$scratch/root"

# --- the archive ---------------------------------------------------------------------------------------------------
# Only glibc and the time zones, and a folder that shells and loaders stumble over.
odd="opt/Vitrine d'été; ä=b:c \$HOME"
make_bare_root() { # ROOT
    local folder=$1 file
    mkdir -p -- "$folder/$odd" "$folder/usr/share" "$folder/tmp" || return 1
    cp -RL -- /usr/share/zoneinfo "$folder/usr/share/" || return 1
    tar -C "$folder/$odd" -x --strip-components=1 -f "$archive" || return 1
    for file in $(ldd "$folder/$odd/bin/vitrine" "$folder/$odd"/plugins/*/*.so | grep -oE '/[^ ]*(/ld-linux[^ ]*|/lib(c|m|dl|pthread|rt|resolv|mvec)\.so[^ ]*)' | grep -v "^$folder" | sort -u); do
        mkdir -p -- "$folder$(dirname -- "$file")"
        cp -L -- "$file" "$folder$file" || return 1
    done
}

if may_change_root; then
    check 'the archive lies in a root with glibc only' make_bare_root "$scratch/bare"
    check 'its vitrine --self-test' is_whole "$scratch/bare" "/$odd/bin/vitrine"
    check 'its vitrine-cli runs a query' runs_a_query "$scratch/bare" "/$odd/bin/vitrine-cli"
else
    mkdir -p -- "$scratch/bare/$odd"
    tar -C "$scratch/bare/$odd" -x --strip-components=1 -f "$archive"
    check 'the archive: vitrine --self-test' env -i HOME="$scratch/bare" PATH="$PATH" QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 \
        sh -c 'exec "$0" --self-test' "$scratch/bare/$odd/bin/vitrine"
fi
if command -v xvfb-run >/dev/null; then
    mkdir -p -- "$scratch/run"
    chmod 700 -- "$scratch/run"
    check 'it opens a display' xvfb-run -a env QT_QPA_PLATFORM=xcb XDG_RUNTIME_DIR="$scratch/run" \
        sh -c '"$0" --self-test | tee /dev/stderr | grep "^platform xcb"' "$scratch/bare/$odd/bin/vitrine"
fi

echo "$passed passed, $failed failed"
((failed == 0))
