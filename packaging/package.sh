#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Makes what users install: a Debian package with its debug symbols, and an archive that runs from any folder.
set -u -o pipefail

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
log=''
. "$root/packaging/prepare.sh"

usage() {
    cat <<'TEXT'
Usage: ./packaging/package.sh [--deb] [--archive] [--no-install] [--built FOLDER]

Installs the missing packages, builds Vitrine in build/release and writes into build/packages:
  vitrine_VERSION_ARCH.deb               for this distribution; `apt install ./vitrine_….deb`
  vitrine-dbgsym_VERSION_ARCH.deb        names of functions and lines, for those who look for a fault
  vitrine-VERSION-linux-CPU.tar.xz       all libraries but glibc in one folder, for systems with the glibc of this one or newer

  --deb, --archive   only this one
  --built FOLDER     package what is built in FOLDER; build nothing
  --no-install       install nothing, use what is there
  --help             this text

Two runs over the same commit give the same bytes; SOURCE_DATE_EPOCH is the time of the commit unless it is set.
Exit status: 0 done, 1 something failed, 2 something is needed from you first.
TEXT
}

may_install=1
wanted=()
built=''
while (($#)); do
    case $1 in
        --deb | --archive) wanted+=("${1#--}") ;;
        --no-install) may_install=0 ;;
        --built)
            shift
            built=$(cd -- "${1:?}" 2>/dev/null && pwd -P) || { printf 'There is no folder %s.\n' "$1" >&2 && exit 2; }
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
((${#wanted[@]})) || wanted=(deb archive)

ensure_utf8
read_release
. "$root/packaging/packages.sh"
check_machine 3 "$may_install"
log=$root/build/package.log
{ printf '=== %s %s\n' "$(date -Is)" "$os_name" >"$log"; } 2>/dev/null || stop_with 2 "The log $log cannot be written by $(id -un)."
if [[ -n $built ]]; then
    install_missing "$may_install" "${package_packages[@]}"
else
    install_missing "$may_install" "${build_packages[@]}" "${package_packages[@]}"
    check_tools
    fetch_arrow "$may_install" || true
    say 'Building …'
    configure release
    build release vitrine vitrine-cli
    built=$root/build/release
fi
for tool in cpack dpkg-shlibdeps patchelf objcopy file xz; do
    command -v "$tool" >/dev/null || stop_with 2 "Not found: $tool. Without --no-install this script installs it."
done

# The time of the commit, else that of the newest change.
if [[ -z ${SOURCE_DATE_EPOCH:-} ]]; then
    SOURCE_DATE_EPOCH=$(git -C "$root" log -1 --format=%ct 2>/dev/null || stat -c %Y "$root/CHANGELOG.md")
fi
export SOURCE_DATE_EPOCH
umask 022
output=$root/build/packages
mkdir -p -- "$output"
scratch=$(mktemp -d "$root/build/package.XXXXXX")
trap 'rm -rf -- "$scratch"' EXIT

# --- the Debian package --------------------------------------------------------------------------------------------
make_deb() {
    local words="$scratch/cpack.txt" file target
    rm -rf -- "$built/packages"
    (cd -- "$built" && cpack --config CPackConfig.cmake) >"$words" 2>&1 || fail 'The Debian package could not be made.' "$words"
    cat -- "$words" >>"$log"
    for file in "$built"/packages/*.deb "$built"/packages/*.ddeb; do
        target=$output/$(basename -- "${file%.*}").deb
        mv -f -- "$file" "$target" || stop_with 1 "There is no $file. See $log"
        say "$target ($(du -h -- "$target" | cut -f1)B)"
    done
    rm -rf -- "$built/packages"
}

# --- the archive ---------------------------------------------------------------------------------------------------
# glibc and the kernel's part belong to the system a program runs on.
is_of_the_system() {
    case $1 in
        ld-linux*.so* | linux-vdso.so* | libc.so* | libm.so* | libdl.so* | libpthread.so* | librt.so* | libresolv.so* | libutil.so* | libmvec.so* | \
            libanl.so* | libnss_*.so*) return 0 ;;
    esac
    return 1
}

# Qt's plug-ins. None that uses OpenGL: Vitrine draws without it, and drivers belong to the system.
plugins=(platforms/libqxcb.so platforms/libqoffscreen.so platforms/libqwayland-generic.so imageformats/libqsvg.so imageformats/libqjpeg.so
    iconengines/libqsvgicon.so platforminputcontexts/libcomposeplatforminputcontextplugin.so
    platforminputcontexts/libibusplatforminputcontextplugin.so wayland-shell-integration/libxdg-shell.so
    wayland-decoration-client/libbradient.so printsupport/libcupsprintersupport.so)

collect_libraries() { # TREE
    local tree=$1 file name path arrow package
    mkdir -p -- "$tree/lib"
    # Arrow moves beside the others.
    if [[ -d $tree/lib/vitrine ]]; then
        mv -- "$tree"/lib/vitrine/* "$tree/lib/"
        rmdir -- "$tree/lib/vitrine"
    fi
    for file in "$tree"/bin/vitrine "$tree"/bin/vitrine-cli "$tree"/lib/*.so* "$tree"/plugins/*/*.so; do
        LD_LIBRARY_PATH="$tree/lib" ldd "$file"
    done >"$scratch/ldd.txt" 2>&1
    if grep 'not found' "$scratch/ldd.txt" >>"$log"; then return 1; fi
    mkdir -p -- "$tree/share/doc/vitrine/libraries"
    while read -r name path; do
        is_of_the_system "$name" && continue
        [[ $path != "$tree"/* ]] || continue
        cp -L -- "$path" "$tree/lib/$name" || return 1
        package=$(dpkg-query -S "$(readlink -f -- "$path")" "$path" 2>/dev/null | head -n 1 | cut -d: -f1)
        [[ -z $package || ! -f /usr/share/doc/$package/copyright ]] || cp -L -- "/usr/share/doc/$package/copyright" "$tree/share/doc/vitrine/libraries/$package.txt"
    done < <(awk '$2 == "=>" { print $1, $3 }' "$scratch/ldd.txt" | sort -u)
    # RPATH rather than RUNPATH: the LD_LIBRARY_PATH of a user must not mix other versions in.
    for file in "$tree"/lib/*.so* "$tree"/plugins/*/*.so "$tree"/bin/vitrine "$tree"/bin/vitrine-cli; do
        chmod u+w -- "$file"
        strip --strip-unneeded -- "$file" || return 1
        case $file in
            */bin/*) path='$ORIGIN/../lib' ;;
            */plugins/*) path='$ORIGIN/../../lib' ;;
            *) path='$ORIGIN' ;;
        esac
        patchelf --force-rpath --set-rpath "$path" "$file" || return 1
    done
}

make_archive() {
    local version name tree words="$scratch/archive.txt" qt_plugins qt_translations plugin target
    version=$(sed -nE 's/^CMAKE_PROJECT_VERSION:STATIC=//p' "$built/CMakeCache.txt")
    name=vitrine-$version-linux-$(uname -m)
    tree=$scratch/$name
    cmake --install "$built" --prefix "$tree" >"$words" 2>&1 || fail 'The programs could not be installed into the archive.' "$words"
    # Lintian and zsh look in places of the system only.
    rm -rf -- "$tree/share/lintian"
    qt_plugins=$(qtpaths6 --query QT_INSTALL_PLUGINS 2>/dev/null || /usr/lib/qt6/bin/qtpaths6 --query QT_INSTALL_PLUGINS)
    qt_translations=$(qtpaths6 --query QT_INSTALL_TRANSLATIONS 2>/dev/null || /usr/lib/qt6/bin/qtpaths6 --query QT_INSTALL_TRANSLATIONS)
    for plugin in "${plugins[@]}"; do
        if [[ -f $qt_plugins/$plugin ]]; then
            install -D -m 644 -- "$qt_plugins/$plugin" "$tree/plugins/$plugin"
        else
            say "Not in the archive, for this Qt does not have it: $plugin"
        fi
    done
    for plugin in platforms/libqxcb.so platforms/libqoffscreen.so imageformats/libqsvg.so; do
        [[ -f $tree/plugins/$plugin ]] || stop_with 1 "The archive needs Qt's plug-in $plugin, which is not in $qt_plugins."
    done
    mkdir -p -- "$tree/translations"
    cp -- "$qt_translations"/qtbase_{en,fr}.qm "$tree/translations/" || stop_with 1 "Qt's translations are not in $qt_translations."
    printf '[Paths]\nPrefix = ..\nPlugins = plugins\nTranslations = translations\n' >"$tree/bin/qt.conf"
    cat >"$tree/README" <<TEXT
Vitrine $version. Start bin/vitrine, or bin/vitrine-cli in a terminal, from wherever this folder lies.
It brings all its libraries along but glibc, of which it needs $(ldd --version | sed -nE '1s/.* ([0-9.]+)$/\1/p') or newer, and the time zones in /usr/share/zoneinfo.
What it can do is in share/doc/vitrine/README.md; the licences are in share/doc/vitrine/copyright and libraries/ beside it.
TEXT
    collect_libraries "$tree" >"$words" 2>&1 || fail 'The libraries of the archive could not be collected.' "$words"
    chmod -R u=rwX,go=rX -- "$tree"
    target=$output/$name.tar.xz
    # Two threads always: with one, xz writes other bytes.
    tar --create --sort=name --format=gnu --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -C "$scratch" "$name" |
        xz -3 --threads=2 >"$target.new" || stop_with 1 'The archive could not be written.'
    mv -f -- "$target.new" "$target"
    say "$target ($(du -h -- "$target" | cut -f1)B)"
}

for kind in "${wanted[@]}"; do "make_$kind"; done
