#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Compares the options that a program's --help names, command by command, with its man page and its shell completions, both
# ways. check_manual.sh PROGRAM; the last line is `N passed, N failed`.
set -u -o pipefail

packaging=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
program=$1
name=$(basename -- "$program")
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
passed=0
failed=0

# Options at the beginning of a line of the help, one a line.
options_of_help() { # COMMAND...
    QT_QPA_PLATFORM=offscreen "$program" "$@" --help | sed -nE 's/^  (-[a-zA-Z],)?(--[a-z-]+).*/\1\2/p' | tr ',' '\n' | sort -u
}

commands_of_help() { "$program" --help | awk '/^Subcommands:/ { on = 1; next } on && /^  [a-z]/ { print $1 }'; }

# Options of the man page: those of a command stand below its `.SS command`, but for --help, which stands in front of them all.
options_of_page() { # COMMAND or nothing
    awk -v wanted="${1:-}" -v window="$([[ $name == vitrine ]] && echo 1)" '
        /^\.SH / { here = ""; options = ($2 == "OPTIONS" || $2 == "COMMANDS") }
        /^\.SS / && !window { here = $2; if (here == wanted) print "-h --help" }
        options && here == wanted && tagged { print }
        { tagged = /^\.TP/ }' "$packaging/man/$name.1" | sed 's/\\-/-/g' | grep -oE -- '(^|[ "])--?[a-zA-Z][a-z-]*' | tr -d ' "' | sort -u
}

options_of_bash() { # COMMAND or nothing
    (
        . "$packaging/completions/vitrine.bash"
        compopt() { :; }
        COMP_WORDS=("$name" "$@" '') COMP_CWORD=$(($# + 1))
        COMP_WORDS[COMP_CWORD]=-
        if [[ $name == vitrine ]]; then _vitrine; else _vitrine_cli; fi
        printf '%s\n' "${COMPREPLY[@]}"
    ) | grep '^-' | sort -u
}

options_of_fish() { # COMMAND or nothing
    local where="seen_subcommand_from ${1:-}'"
    if [[ $name == vitrine ]]; then where='-c'; elif [[ -z ${1:-} ]]; then where='use_subcommand'; fi
    {
        grep -- "$where" "$packaging/completions/$name.fish"
        grep -- '-l help' "$packaging/completions/$name.fish"
    } | sed -nE "s/^complete( -c [^ ]+)( -n ('[^']*'|[^ ]+))?( -s ([a-z]))?( -l ([a-z-]+)).*/-\5 --\7/p" | tr ' ' '\n' | grep -vx -- '-' | sort -u
}

# The zsh function names its parts after the program: _vitrine_window, or the lines of one command below _vitrine_command.
options_of_zsh() { # COMMAND or nothing
    local part
    case $name:${1:-} in
        vitrine:*) part='/^_vitrine_window/,/^}/' ;;
        *:) part='/^_vitrine_terminal/,/^}/' ;;
        *) part="/^        $1\\)/,/;;/" ;;
    esac
    {
        sed -nE "${part}p" "$packaging/completions/vitrine.zsh"
        sed -nE "${part}p" "$packaging/completions/vitrine.zsh" | grep -q '\$workspace' && echo "'--workspace["
        sed -nE "${part}p" "$packaging/completions/vitrine.zsh" | grep -q '\$table' && echo "'--table["
    } | grep -oE -- "('(\(- \*\))?\*?|\{-h,)--[a-z-]+|\{-h," | sed -E "s/^'(\(- \*\))?\*?//; s/^\{//" | tr ',' '\n' | grep '^-' | sort -u
}

# compare WHERE EXPECTED FOUND
compare() {
    local difference
    difference=$(comm -3 "$2" "$3")
    if [[ -z $difference && -s $2 ]]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf '%s\n' "$1 does not name the options of --help; only there, or, indented, only here:" "$difference"
    fi
}

mapfile -t commands < <([[ $name == vitrine ]] || commands_of_help)
for command in '' "${commands[@]}"; do
    options_of_help $command >"$scratch/help"
    for where in page bash fish zsh; do
        "options_of_$where" $command >"$scratch/found"
        compare "$name ${command}: $where" "$scratch/help" "$scratch/found"
    done
done

# The page and the completions name the commands, and no others.
if [[ $name != vitrine ]]; then
    printf '%s\n' "${commands[@]}" | sort >"$scratch/help"
    awk '/^\.SS / { print $2 }' "$packaging/man/$name.1" | sort >"$scratch/found"
    compare "$name: commands of the page" "$scratch/help" "$scratch/found"
    sed -nE 's/.* -f -a ([a-z-]+) .*/\1/p' "$packaging/completions/$name.fish" | sort >"$scratch/found"
    compare "$name: commands of fish" "$scratch/help" "$scratch/found"
    sed -nE "s/^        '([a-z-]+):.*/\1/p" "$packaging/completions/vitrine.zsh" | sort >"$scratch/found"
    compare "$name: commands of zsh" "$scratch/help" "$scratch/found"
    (
        . "$packaging/completions/vitrine.bash"
        compopt() { :; }
        COMP_WORDS=("$name" '') COMP_CWORD=1
        _vitrine_cli
        printf '%s\n' "${COMPREPLY[@]}"
    ) | grep -v '^-' | sort >"$scratch/found"
    compare "$name: commands of bash" "$scratch/help" "$scratch/found"
fi
echo "$passed passed, $failed failed"
((failed == 0))
