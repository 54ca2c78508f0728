# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of vitrine and vitrine-cli for bash.

_vitrine_offer() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current"); }
_vitrine_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$current"); }
_vitrine_directories() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$current"); }

_vitrine() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    case $previous in
        --theme) _vitrine_offer 'light dark print' ;;
        --lang) _vitrine_offer 'en fr' ;;
        --csv) _vitrine_offer 'standard excel-fr tsv' ;;
        --when) _vitrine_offer 'idle batches= 30s' ;;
        --export)
            compopt -o nospace
            _vitrine_offer 'chart= table='
            ;;
        --query | --size | --scale | --timeout) ;;
        *)
            if [[ $current == -* ]]; then
                _vitrine_offer '-h --help --version --demo --new-window --self-test --export --query --size --scale --theme --lang
                    --csv --no-footer --when --timeout'
            else
                _vitrine_files
            fi
            ;;
    esac
}

_vitrine_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} command='' index
    COMPREPLY=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        case ${COMP_WORDS[index]} in
            --log-level) index=$((index + 1)) ;;
            -*) ;;
            *)
                command=${COMP_WORDS[index]}
                break
                ;;
        esac
    done
    case $command$previous in
        *--log-level) _vitrine_offer 'trace debug info warning error off' && return ;;
        run--table | sql--table) _vitrine_offer 'text csv json' && return ;;
        run--until) _vitrine_offer 'idle batches= 90s' && return ;;
        schema--format) _vitrine_offer 'json csv parquet text' && return ;;
        *--workspace) _vitrine_directories && return ;;
        run--out | run--report) _vitrine_files && return ;;
        *--query | run--set | *--memory-limit | *--threads | *--zone | *--time-limit | *--rows | streams--stop) return ;;
        faucet--rate | *--late | *--malformed | *--seed | *--files | *--retain) return ;;
    esac
    case $command in
        '') _vitrine_offer '-h --help --version --log-level run check schema sql streams checkpoint faucet vacuum' && return ;;
        run) index='--query --until --set --table --out --report --workspace --memory-limit --threads --quiet' ;;
        check) index='--query' ;;
        schema) index='--format' ;;
        sql) index='--workspace --table --zone --time-limit --rows --yes --quiet' ;;
        streams) index='--workspace --stop --stop-all --json' ;;
        checkpoint) index='--json' ;;
        faucet) index='--rate --late --malformed --seed --rows --files --quiet' ;;
        vacuum) index='--retain --even-short --dry-run' ;;
        *) return ;;
    esac
    if [[ $current == -* ]]; then
        _vitrine_offer "-h --help $index"
        return
    fi
    case $command in
        run | check) _vitrine_files ;;
        faucet)
            _vitrine_files
            [[ demo != "$current"* ]] || COMPREPLY+=(demo)
            ;;
        schema | checkpoint | vacuum) _vitrine_directories ;;
    esac
}

complete -F _vitrine vitrine
complete -F _vitrine_cli vitrine-cli
