#!/usr/bin/env python3
"""Runs benchmark jobs on Vitrine and on DuckDB in turn and prints rows a second, medians and the ratio.

usage: run.py CLI DATA [--job events] [--runs 5] [--rows 4000000] [--times 1]

CLI is a release build of vitrine-cli, DATA a directory for the data (made when missing, about 0.5 GB). Both sides use two
threads and read the same file; their answers must be equal. DuckDB comes from `pip install duckdb==2.0.0`; without it only
Vitrine's side is measured, and that is said. Vitrine's time is that of the whole process, start and result included;
DuckDB's leaves out the start of Python and the import.
"""
import argparse, csv, datetime, importlib.util, json, os, statistics, subprocess, sys, tempfile, time

HERE = os.path.dirname(os.path.abspath(__file__))

QUERIES = {
    'events': {
        'source': {'path': 'events', 'schema': 'time TIMESTAMP, action STRING'},
        'steps': [{'groupBy': ["window(time, '1 hour')", 'action'], 'agg': ['count(*) AS n']},
                  {'select': ['unix_seconds(window.start) AS s', 'action', 'n']},
                  {'orderBy': ['s', 'action']}],
    },
    'activity': {
        'source': {'path': 'activity', 'schema': 'Arrival_Time BIGINT, Creation_Time BIGINT, Device STRING, Index BIGINT, Model STRING, '
                                                 'User STRING, gt STRING, x DOUBLE, y DOUBLE, z DOUBLE'},
        'steps': [{'withColumn': ['t', 'timestamp_micros(Creation_Time DIV 1000)']},
                  {'groupBy': ["window(t, '10 minutes')", 'User', 'gt'],
                   'agg': ['count(*) AS n', 'avg(x) AS x', 'avg(y) AS y', 'avg(z) AS z']},
                  {'select': ['unix_seconds(window.start) AS s', 'User', 'gt', 'n', 'x', 'y', 'z']},
                  {'orderBy': ['s', 'User', 'gt']}],
    },
    'retail': {
        'source': {'path': 'retail', 'format': 'csv', 'options': {'header': 'true'},
                   'schema': 'InvoiceNo STRING, StockCode STRING, Description STRING, Quantity INT, InvoiceDate TIMESTAMP, '
                             'UnitPrice DOUBLE, CustomerID STRING, Country STRING'},
        'steps': [{'groupBy': ["window(InvoiceDate, '1 day')", 'Country'],
                   'agg': ['count(*) AS n', 'sum(Quantity) AS q', 'avg(UnitPrice) AS p']},
                  {'select': ['unix_seconds(window.start) AS s', 'Country', 'n', 'q', 'p']},
                  {'orderBy': ['s', 'Country']}],
    },
}
SUFFIX = {'events': '.json', 'activity': '.json', 'retail': '.csv'}
ROWS = {'events': 4_000_000, 'activity': 2_000_000, 'retail': 2_000_000}


def make_data(directory, job, rows):
    target = os.path.join(directory, job + SUFFIX[job])
    if not os.path.exists(target):
        counts = ['--events', '0', '--activity', '0', '--retail', '0']
        counts[counts.index('--' + job) + 1] = str(rows)
        subprocess.run([sys.executable, os.path.join(HERE, 'generate.py'), directory, *counts], check=True)
    return target


def query_file(directory, job, data, times):
    """A query over a directory that holds just the one file, or the same file that many times."""
    place = os.path.join(directory, ('one-' if times == 1 else f'{times}-') + job)
    os.makedirs(place, exist_ok=True)
    for number in range(times):
        link = os.path.join(place, f'{number:02}-' + os.path.basename(data))
        if not os.path.exists(link):
            os.link(data, link)
    query = dict(QUERIES[job], outputMode='complete', trigger={'once': True}, conf={'spark.sql.session.timeZone': 'UTC'})
    query['source'] = dict(query['source'], path=place)
    path = os.path.join(directory, job + '.query.json')
    with open(path, 'w') as out:
        json.dump(query, out)
    return path


def run_vitrine(cli, query, answer):
    start = time.perf_counter()
    child = subprocess.Popen([cli, 'run', query, '--threads', '2', '--table', 'csv', '--out', answer, '--quiet'])
    _, status, used = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - start
    if status != 0:
        sys.exit('Vitrine failed')
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def run_duckdb(job, data, answer):
    out = subprocess.run([sys.executable, os.path.join(HERE, 'peers.py'), 'duckdb', job, data, answer],
                         check=True, capture_output=True, text=True).stdout
    return json.loads(out)['seconds']


def same_answers(ours, theirs):
    with open(ours, newline='') as left, open(theirs, newline='') as right:
        left_rows = list(csv.reader(left))[1:]
        right_rows = list(csv.reader(right))
    if len(left_rows) != len(right_rows):
        return False
    for left, right in zip(left_rows, right_rows):
        for one, other in zip(left, right):
            if one != other and abs(float(one) - float(other)) > 1e-9 * max(1.0, abs(float(one))):
                return False
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('cli')
    parser.add_argument('data')
    parser.add_argument('--job', choices=sorted(QUERIES), default='events')
    parser.add_argument('--runs', type=int, default=5)
    parser.add_argument('--rows', type=int)
    parser.add_argument('--times', type=int, default=1, help='read the file so many times; DuckDB is left out')
    options = parser.parse_args()
    rows = options.rows or ROWS[options.job]
    os.makedirs(options.data, exist_ok=True)
    data = make_data(options.data, options.job, rows)
    query = query_file(options.data, options.job, data, options.times)
    has_duckdb = options.times == 1 and importlib.util.find_spec('duckdb') is not None

    ours, cpu, theirs, ratios = [], [], [], []
    with tempfile.TemporaryDirectory() as scratch:
        our_answer, their_answer = os.path.join(scratch, 'ours.csv'), os.path.join(scratch, 'theirs.csv')
        run_vitrine(options.cli, query, our_answer)  # warms the page cache for both
        for _ in range(options.runs):
            seconds, cpu_seconds, megabytes = run_vitrine(options.cli, query, our_answer)
            ours.append(seconds)
            cpu.append(cpu_seconds)
            if has_duckdb:
                theirs.append(run_duckdb(options.job, data, their_answer))
                ratios.append(theirs[-1] / seconds)
        if has_duckdb and not same_answers(our_answer, their_answer):
            sys.exit('the answers differ')

    def figures(name, values):
        print(f'{name:28} min {min(values):.3f}  median {statistics.median(values):.3f}  max {max(values):.3f}')

    rows *= options.times
    print(f'{options.job}: {rows:,} rows, {options.times * os.path.getsize(data) / 1e6:.0f} MB, 2 threads, {options.runs} runs, {datetime.date.today()}')
    figures('Vitrine, seconds', ours)
    figures('Vitrine, CPU seconds', cpu)
    print(f'Vitrine, rows/s              {rows / statistics.median(ours):,.0f}')
    print(f'Vitrine, most memory         {megabytes:.0f} MB')
    if has_duckdb:
        figures('DuckDB, seconds', theirs)
        figures('DuckDB / Vitrine, in pairs', ratios)
        print('answers equal')
    else:
        print('DuckDB is not installed: no ratio')


main()
