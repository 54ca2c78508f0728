#compdef vitrine vitrine-cli
# SPDX-License-Identifier: GPL-3.0-or-later

_vitrine_window() {
    _arguments -s \
        '(- *)'{-h,--help}'[print the options]' \
        '(- *)--version[print the version]' \
        '--demo[run the bundled demonstration]' \
        '--new-window[open a window of its own]' \
        '(- *)--self-test[say whether everything is found and right]' \
        '*--export[run, export, leave]:what and file:(chart= table=)' \
        '--query[query of a project to run]:name:' \
        '--size[size of an exported chart]:size:(1600x900)' \
        '--scale[pixels of a PNG a logical pixel]:factor:(1 2 4)' \
        '--theme[colours]:theme:(light dark print)' \
        '--lang[language]:language:(en fr)' \
        '--csv[dialect of CSV]:dialect:(standard excel-fr tsv)' \
        '--no-footer[leave out the line that says where exports come from]' \
        '--when[when to export]:moment:(idle batches= 30s)' \
        '--timeout[give up after so many seconds]:seconds:' \
        '*:path:_files'
}

_vitrine_command() {
    local workspace='--workspace[directory of the databases]:directory:_files -/'
    local table='--table[format of the result]:format:(text csv json)'
    case $words[1] in
        run)
            _arguments -s '(- *)'{-h,--help}'[print the options]' $workspace $table \
                '--query[query of a project]:name:' \
                '--until[when to end]:moment:(idle batches= 90s)' \
                '*--set[JSON pointer = JSON value]:setting:' \
                '--out[write the result to a file]:file:_files' \
                '--report[write progress as JSON lines]:file:_files' \
                '--memory-limit[bytes with K, M or G]:bytes:' \
                '--threads[workers a batch]:number:' \
                '--quiet[only the result and errors]' \
                '*:document:_files'
            ;;
        check)
            _arguments -s '(- *)'{-h,--help}'[print the options]' '--query[query of a project]:name:' '*:document:_files'
            ;;
        schema)
            _arguments -s '(- *)'{-h,--help}'[print the options]' '--format[format of the files]:format:(json csv parquet text)' \
                '*:directory:_files'
            ;;
        sql)
            _arguments -s '(- *)'{-h,--help}'[print the options]' $workspace $table \
                '--zone[time zone of times]:zone:' \
                '--time-limit[seconds a statement may take]:seconds:' \
                '--rows[rows a statement may give]:number:' \
                '--yes[drop tables without asking]' \
                '--quiet[only rows and errors]' \
                '*:statements:'
            ;;
        streams)
            _arguments -s '(- *)'{-h,--help}'[print the options]' $workspace \
                '--stop[stop a query]:name or id:' \
                '--stop-all[stop all of them]' \
                '--json[list as JSON]'
            ;;
        checkpoint)
            _arguments -s '(- *)'{-h,--help}'[print the options]' '--json[as JSON]' '*:directory:_files -/'
            ;;
        faucet)
            _arguments -s '(- *)'{-h,--help}'[print the options]' \
                '--rate[files a second, minute or hour]:rate:(2/s 30/min)' \
                '--late[share of late rows]:share:' \
                '--malformed[share of malformed rows]:share:' \
                '--seed[the same seed gives the same files]:number:' \
                '--rows[rows a file]:number:' \
                '--files[stop after so many files]:number:' \
                '--quiet[do not print the names of the files]' \
                '1:what:_files' '2:directory:_files -/'
            ;;
        vacuum)
            _arguments -s '(- *)'{-h,--help}'[print the options]' \
                '--retain[keep files needed within this time]:time:' \
                '--even-short[allow a shorter time than the table'\''s]' \
                '--dry-run[only say what would be removed]' \
                '*:directory:_files -/'
            ;;
    esac
}

_vitrine_terminal() {
    local curcontext=$curcontext state line
    local -a commands=(
        'run:run a query document or a query of a project'
        'check:say whether a document is accepted'
        'schema:infer the schema of files'
        'sql:ask the tables of a workspace'
        'streams:list active queries, or stop them'
        'checkpoint:say what a checkpoint holds'
        'faucet:write a stream of files'
        'vacuum:remove files that a Delta table no longer needs'
    )
    _arguments -C \
        '(- *)'{-h,--help}'[print the options]' \
        '(- *)--version[print the version]' \
        '--log-level[what to log]:level:(trace debug info warning error off)' \
        '1:command:->command' '*::argument:->argument'
    case $state in
        command) _describe command commands ;;
        argument) _vitrine_command ;;
    esac
}

case $service in
    vitrine-cli) _vitrine_terminal ;;
    *) _vitrine_window ;;
esac
