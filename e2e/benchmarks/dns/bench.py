#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Measures Hanse, Knot and gdnsd in turn, several times over, and writes the medians to docs/performance.md.

  bench.py --work DIR                      all repetitions, then the report
  bench.py --work DIR --only 3             the third repetition only, beside what DIR holds already
  bench.py --work DIR --report             the report only

Only what stands between the two markers of this section is replaced in the file.
"""
import argparse, json, os, re, statistics, sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir))
import gen, measure, page, peers
from hanse import REPOSITORY, Hanse
from servers import Gdnsd, Knot

SERVERS = (Hanse, Knot, Gdnsd)
MANY = (0, 10000, 10)      # 10,000 headless services with 100,000 endpoints


def of(r, *path):
    for key in path:
        r = (r or {}).get(key)
    return r


COLUMNS = (
    ("UDP queries/s per core", "%.0f", lambda r: r["qps_per_core"]),
    ("lost %", "%.3f", lambda r: 100 * r["loss"]),
    ("user share %", "%.0f", lambda r: 100 * r["user_share"]),
    ("p50 at half µs", "%.0f", lambda r: r["half"]["p50_us"]),
    ("p99 at half µs", "%.0f", lambda r: r["half"]["p99_us"]),
    ("TCP queries/s", "%.0f", lambda r: of(r, "dnsperf_tcp", "qps")),
    ("change ms", "%.2f", lambda r: of(r, "update", "median_ms")),
    ("lost while changing %", "%.3f", lambda r: 100 * of(r, "churn", "loss")),
    ("start s", "%.2f", lambda r: r["start_s"]),
    ("resident MiB", "%.0f", lambda r: r["rss_mib"]),
)


def measured(work, n):
    with open(os.path.join(work, "repetition-%d.json" % n)) as f:
        return json.load(f)


def repetition(work, n, a, exe):
    results = {}
    turn = SERVERS[n % len(SERVERS):] + SERVERS[:n % len(SERVERS)]      # none is always the first
    for cls in turn:
        x = cls(work, a.data, a.port)
        if not x.exe(cls.binary):
            sys.exit("%s is not installed: deploy/setup bench installs it" % cls.name)
        results[x.name] = peers.run(x, a.data, exe, a) or sys.exit(1)
    results["hanse"]["many_rss_mib"] = many(work, a, exe)
    with open(os.path.join(work, "repetition-%d.json" % n), "w") as f:
        json.dump(results, f, indent=1)


def many(work, a, exe):
    """Resident memory of Hanse with the large table, after some seconds of load."""
    data = os.path.join(work, "data-%d-%d-%d" % MANY)
    if not os.path.exists(os.path.join(data, "meta.json")):
        gen.generate(data, *MANY)
    x = Hanse(work, data, a.port)
    x.dir, x.probe = os.path.join(work, "many"), "db-0077.team-077.svc." + gen.ORIGIN
    x.prepare()
    x.start()
    try:
        if measure.wait_answer(a.port, x.pop, name=x.probe) is None:
            sys.exit("no answer with the large table, see " + x.f("log"))
        measure.dnsload(exe, a.port, os.path.join(data, "mix.txt"), q=64, l=4)
        return measure.memory(x.pids())[0]
    finally:
        x.stop()


def median(results, server, value):
    values = [value(r[server]) for r in results]
    return statistics.median(v for v in values if v is not None)


def rows(results):
    yield "| | " + " | ".join(c.name for c in SERVERS) + " |"
    yield "|---|" + "---:|" * len(SERVERS)
    for title, form, value in COLUMNS:
        yield "| %s | %s |" % (title, " | ".join(form % median(results, c.name, value) for c in SERVERS))


def machine():
    with open("/proc/cpuinfo") as f:
        model = re.search(r"model name\s*: (.*)", f.read()).group(1)
    with open("/proc/meminfo") as f:
        memory = int(f.readline().split()[1]) / 2**20
    return "%d cores of %s, %.0f GiB, Linux %s" % (os.cpu_count(), model, memory, os.uname().release)


def section(results, a):
    last = results[-1]
    udp = {c.name: median(results, c.name, COLUMNS[0][2]) for c in SERVERS}
    tcp = {c.name: median(results, c.name, COLUMNS[5][2]) for c in SERVERS}
    with open(os.path.join(measure.HERE, "bounds.md")) as f:
        bounds = f.read().split("-->", 2)[-1].strip()
    return "\n".join([
        "## DNS", "",
        "`%s`, commit %s: medians of %d repetitions, the servers in turn; %s. Knot %s, gdnsd %s; one worker each." % (
            page.called("make bench-dns"), last["hanse"]["version"], len(results), machine(), last["knot"]["version"], last["gdnsd"]["version"]),
        "Server on core 0, load on core 1, loopback; 10,500 services, 45,003 records; 70 % A, 10 % SRV, 10 % AAAA, 10 % names that do not exist.",
        "What is measured how: [e2e/benchmarks/dns](../e2e/benchmarks/dns/README.md).", "",
        *rows(results), "",
        "Hanse to Knot %.2f and to gdnsd %.2f over UDP; over TCP %.2f to the better of the two. With 10,000 services and 100,000 endpoints: %.0f MiB resident." % (
            udp["hanse"] / udp["knot"], udp["hanse"] / udp["gdnsd"], tcp["hanse"] / max(tcp["knot"], tcp["gdnsd"]),
            median(results, "hanse", lambda r: r["many_rss_mib"])), "", bounds])


def report(results, a):
    text = section(results, a)
    page.put(a.docs, "dns", "make bench-dns", text)
    print(text)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", required=True)
    p.add_argument("--repetitions", type=int, default=5)
    p.add_argument("--only", type=int, help="number of one repetition")
    p.add_argument("--report", action="store_true")
    p.add_argument("--secs", type=float, default=3)
    p.add_argument("--updates", type=int, default=15)
    p.add_argument("--port", type=int, default=5400)
    p.add_argument("--docs", default=os.path.join(REPOSITORY, "docs", "performance.md"))
    a = p.parse_args()
    a.lock, a.tag, a.quick, work = None, "", False, os.path.abspath(a.work)
    a.data = os.path.join(work, "data-10000-500-10")
    os.makedirs(work, exist_ok=True)
    if not a.report:
        os.sched_setaffinity(0, {measure.CLIENT_CORE})
        if not os.path.exists(os.path.join(a.data, "meta.json")):
            gen.generate(a.data)
        exe = measure.tool_dnsload(work) or sys.exit("no C compiler: install gcc and libc6-dev")
        for n in [a.only] if a.only else range(1, a.repetitions + 1):
            repetition(work, n, a, exe)
    done = [n for n in range(1, a.repetitions + 1) if os.path.exists(os.path.join(work, "repetition-%d.json" % n))]
    if len(done) == a.repetitions:
        report([measured(work, n) for n in done], a)


if __name__ == "__main__":
    main()
