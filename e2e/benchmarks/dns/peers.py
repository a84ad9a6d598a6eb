#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Starts each peer DNS server with the same zone and measures it.

  peers.py --list                       what is there, what package is missing
  peers.py --work DIR knot nsd ...      measure these (default: all that are there)

Every server listens on 127.0.0.1 only, runs on core 0 with one worker, and is
stopped again; nothing outside DIR is written.
"""
import argparse, json, os, shutil, sys, time

import gen, measure
from coredns import CoreFile, CoreKube, CoreKubeCache
from measure import CLIENT_CORE
from servers import Bind, Dnsmasq, Gdnsd, Knot, KnotDdns, Nsd, Pdns, Unbound

ALL = [Knot, KnotDdns, Nsd, Bind, Pdns, Gdnsd, Unbound, Dnsmasq, CoreFile, CoreKube, CoreKubeCache]


def row(r):
    d, t, u, c, h = r.get("dnsperf") or {}, r.get("dnsperf_tcp") or {}, r.get("update") or {}, r.get("churn") or {}, r["half"]
    return [r["name"] + " " + r.get("version", ""), "%d" % r["max_qps"], "%.2f" % r["server_cpu"], "%.2f" % (r["us_per_query"] or 0),
            "%d" % (r["qps_per_core"] or 0), "%.0f / %.0f" % (h["p50_us"], h["p99_us"]), str(d.get("qps", "-")), str(t.get("qps", "-")),
            "%.0f" % r["rss_mib"], "%.2f" % r["start_s"] if r.get("start_s") is not None else "-",
            str(u.get("median_ms", "-")), "%.2f%% / %.0f" % (100 * c["loss"], c["p999_us"]) if c else "-"]


HEAD = ["server", "max QPS", "server core", "us/query", "QPS per core", "p50/p99 us at half", "dnsperf UDP", "dnsperf TCP", "RSS MiB",
        "start s", "change ms", "loss / p99.9 us while changing"]


def table(results):
    rows = [HEAD] + [row(r) for r in results]
    w = [max(len(x[i]) for x in rows) for i in range(len(HEAD))]
    line = lambda x: "| " + " | ".join(c.ljust(w[i]) for i, c in enumerate(x)) + " |"
    return "\n".join([line(rows[0]), "|" + "|".join("-" * (n + 2) for n in w) + "|"] + [line(x) for x in rows[1:]])


def run(x, data, exe, a):
    """One server from its start to its end; None if it never answers."""
    if not measure.free_port(a.port):
        sys.exit("port %d is taken" % a.port)
    x.prepare()
    with measure.Lock(a.lock):
        pop = x.start()
        if measure.wait_answer(a.port, pop) is None:
            print("%s: never answered, see %s" % (x.name, x.f("log")), file=sys.stderr)
            x.stop()
            return None
        start = time.monotonic() - x.t0
        try:
            r = measure.measure(x.name + a.tag, a.port, x.pids, data, exe, secs=a.secs, updater=x.update, udp_only=not x.tcp,
                                updates=a.updates, log=lambda *m: print(*m, file=sys.stderr, flush=True), quick=a.quick)
        finally:
            x.stop()
    r.update(version=x.version(), start_s=round(start, 3), how=x.how, note=x.note)
    return r


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("peers", nargs="*")
    p.add_argument("--work", default=os.path.join(measure.HERE, ".work"))
    p.add_argument("--port", type=int, default=5400)
    p.add_argument("--root", help="an unpacked package tree to take the servers from (with its own loader and libraries)")
    p.add_argument("--coredns", help="path of a CoreDNS binary (there is no Debian package)")
    p.add_argument("--tag", default="", help="appended to each name, e.g. -sid")
    p.add_argument("--lock", help="hold this lock file while one peer is measured")
    p.add_argument("--secs", type=float, default=5)
    p.add_argument("--updates", type=int, default=15)
    p.add_argument("--quick", action="store_true")
    p.add_argument("--nice", type=int, default=0, help="niceness of servers and client, e.g. -10 on a machine that does other work too")
    p.add_argument("--patience", type=float, default=0, help="wait up to this many seconds before each run until nothing else uses the cores")
    p.add_argument("--list", action="store_true")
    p.add_argument("--table", action="store_true", help="only print the table of the results in DIR")
    p.add_argument("--services", type=int, default=10000)
    p.add_argument("--headless", type=int, default=500)
    p.add_argument("--endpoints", type=int, default=10)
    a = p.parse_args()
    work = os.path.abspath(a.work)
    res_dir = os.path.join(work, "results")
    os.makedirs(res_dir, exist_ok=True)
    paths = {"coredns": os.path.abspath(a.coredns)} if a.coredns else {}
    data = os.path.join(work, "data-%d-%d-%d" % (a.services, a.headless, a.endpoints))
    if a.table:
        rs = [json.load(open(os.path.join(res_dir, f))) for f in sorted(os.listdir(res_dir)) if f.endswith(".json")]
        print(table(sorted(rs, key=lambda r: -r["max_qps"])))
        return
    chosen, missing = [], []
    for cls in ALL:
        if a.peers and cls.name not in a.peers:
            continue
        x = cls(work, data, a.port, a.root, paths)
        (chosen if x.exe(cls.binary) else missing).append(x)
    for x in missing:
        print("missing: %s needs the package %s" % (x.name, x.package), file=sys.stderr)
    for tool, pkg in (("dnsperf", "dnsperf"), ("nsupdate", "bind9-dnsutils"), ("taskset", "util-linux"), ("cc", "gcc libc6-dev")):
        if not shutil.which(tool):
            print("missing: the tool %s, package %s" % (tool, pkg), file=sys.stderr)
    if a.list:
        for x in chosen:
            print("%-26s %-10s %s" % (x.name, x.version(), x.note))
        return
    measure.set_nice(a.nice)
    measure.PATIENCE = a.patience
    os.sched_setaffinity(0, {CLIENT_CORE})
    if not os.path.exists(os.path.join(data, "meta.json")):
        gen.generate(data, a.services, a.headless, a.endpoints)
    exe = measure.tool_dnsload(work)
    if not exe:
        sys.exit("no C compiler: install the packages gcc and libc6-dev")
    out = []
    for x in chosen:
        r = run(x, data, exe, a)
        if r:
            json.dump(r, open(os.path.join(res_dir, x.name + a.tag + ".json"), "w"), indent=1)
            out.append(r)
    print(table(out))


if __name__ == "__main__":
    main()
