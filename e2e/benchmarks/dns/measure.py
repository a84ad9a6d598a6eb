#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Measures one DNS server that listens on 127.0.0.1:PORT.

Used as a module by peers.py, or from the command line against any server:

  measure.py --port 5300 --data DATA --start 'CMD ...'        starts and stops it
  measure.py --port 5300 --data DATA --pid 1234               one that runs already
"""
import argparse, json, os, random, shlex, shutil, socket, statistics, subprocess, sys, tempfile, threading, time

from answers import PROBE, ask, has_ip, verify, wait_answer
from machine import Lock, core_busy, cpu_s, free_port, memory, stop

HERE = os.path.dirname(os.path.abspath(__file__))
SERVER_CORE, CLIENT_CORE = 0, 1
PATIENCE = 0     # seconds to wait, before each run, for other work to leave the cores


def quiet():
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        b = core_busy(0) + core_busy(1)
        time.sleep(0.4)
        if core_busy(0) + core_busy(1) - b < 0.08:
            return


class Cpu:
    """Server CPU and what else ran on its core during a block."""

    def __init__(self, pids):
        self.pids = pids

    def __enter__(self):
        self.t, self.c, self.b = time.monotonic(), cpu_s(self.pids), core_busy(SERVER_CORE)
        self.u = cpu_s(self.pids, user_only=True)
        return self

    def __exit__(self, *_):
        el = time.monotonic() - self.t
        self.util = round((cpu_s(self.pids) - self.c) / el, 3)
        self.seconds = cpu_s(self.pids) - self.c
        self.user_share = round((cpu_s(self.pids, user_only=True) - self.u) / self.seconds, 3) if self.seconds else None
        self.foreign = round(max(0, (core_busy(SERVER_CORE) - self.b) / el - self.util), 3)


# ---- load -------------------------------------------------------------------
def tool_dnsload(cache):
    """The compiled generator, or None where there is no C compiler."""
    exe = os.path.join(cache, "dnsload")
    src = os.path.join(HERE, "dnsload.c")
    if os.path.exists(exe) and os.path.getmtime(exe) >= os.path.getmtime(src):
        return exe
    cc = shutil.which("cc") or shutil.which("gcc")
    if not cc:
        return None
    subprocess.run([cc, "-O2", "-o", exe, src], check=True)
    return exe


NICE = 0         # a negative number keeps other work on the machine out of the way


def set_nice(n):
    """Niceness of everything started from here, also where the kernel schedules
    by session first (sched_autogroup)."""
    global NICE
    NICE = n
    if n:
        try:
            if os.getpid() != os.getsid(0):
                os.setsid()
        except OSError:
            pass
        try:
            with open("/proc/self/autogroup", "w") as f:
                f.write(str(n))
        except OSError:
            pass


def on_core(core, cmd):
    return (["nice", "-n", str(NICE)] if NICE else []) + ["taskset", "-c", str(core)] + cmd


def dnsload(exe, port, qfile, **kw):
    cmd = [exe, "-p", str(port), "-d", qfile]
    for k, v in kw.items():
        cmd += ["-" + k, str(v)]
    r = subprocess.run(on_core(CLIENT_CORE, cmd), capture_output=True, text=True)
    if r.returncode:
        raise RuntimeError("dnsload: " + r.stderr)
    return json.loads(r.stdout)


def has_dnsperf():
    return bool(shutil.which("dnsperf"))


def dnsperf(port, qfile, secs, mode="udp", outstanding=200, clients=8, rate=None, edns=True, exe="dnsperf"):
    cmd = [exe, "-m", mode, "-s", "127.0.0.1", "-p", str(port), "-d", qfile, "-l", str(secs),
           "-q", str(outstanding), "-c", str(clients), "-T", "1", "-t", "1"]
    cmd += ["-e"] if edns else []
    cmd += ["-Q", str(int(rate))] if rate else []
    r = subprocess.run(on_core(CLIENT_CORE, cmd), capture_output=True, text=True)
    out = {}
    for line in r.stdout.splitlines():
        line = line.strip()
        if line.startswith("Queries per second:"):
            out["qps"] = round(float(line.split(":")[1]))
        elif line.startswith("Queries lost:"):
            out["loss"] = float(line.split("(")[1].split("%")[0]) / 100
        elif line.startswith("Average Latency"):
            out["avg_us"] = round(float(line.split(":")[1].split()[0]) * 1e6, 1)
    return out


def closed(exe, port, qfile, pids, window, secs, warm=0.5, tries=3):
    """One closed-loop run; done again (up to three times) if the cores were shared."""
    best = None
    for _ in range(tries):
        quiet()
        with Cpu(pids) as c:
            r = dnsload(exe, port, qfile, q=window, l=secs, w=warm, o=random.randrange(100000))
        r.update(server_cpu=c.util, foreign_cpu=c.foreign, user_share=c.user_share,
                 us_per_query=round(c.util * 1e6 / r["qps"], 3) if r["qps"] else None)
        r["client_share"] = round(r["client_cpu_s"] / r["seconds"], 3)
        if not best or (r["qps"] if r["loss"] < 0.001 else 0) > (best["qps"] if best["loss"] < 0.001 else 0):
            best = r
        if r["foreign_cpu"] < 0.05 and r["client_share"] > 0.93:
            break
    return best


def measure(name, port, pids, data, exe, queries="mix.txt", secs=5, warm=3, updater=None, udp_only=False,
            updates=15, log=lambda *_: None, quick=False):
    """The whole set for a server that answers already. pids: callable."""
    q = os.path.join(data, queries)
    res = {"name": name, "queries": queries, "verify": verify(port, data, queries=queries)}
    log(name, "verify", res["verify"])
    res["rss_idle_mib"], res["pss_idle_mib"] = memory(pids())
    if warm:
        dnsload(exe, port, q, q=128, l=warm)
    best, ladder = None, []
    for w in (32, 64, 128)[2 * quick:]:
        r = closed(exe, port, q, pids(), w, secs if not quick else 3)
        ladder.append({k: r[k] for k in ("window", "qps", "loss", "p50_us", "p99_us", "server_cpu", "foreign_cpu", "user_share", "client_share", "us_per_query")})
        if r["loss"] < 0.001 and (not best or r["qps"] > best["qps"]):
            best = r
    res["ladder"] = ladder
    if not best:
        best = max(ladder, key=lambda r: r["qps"] * (1 - r["loss"]))
    res["max_qps"], res["window"], res["loss"], res["user_share"] = best["qps"], best["window"], best["loss"], best["user_share"]
    res["server_cpu"], res["us_per_query"], res["foreign_cpu"] = best["server_cpu"], best["us_per_query"], best["foreign_cpu"]
    res["qps_per_core"] = round(1e6 / best["us_per_query"]) if best["us_per_query"] else None
    log(name, "max", res["max_qps"], "qps, server core", res["server_cpu"], "us/query", res["us_per_query"])
    half, r = best["qps"] / 2, None
    for _ in range(1 if quick else 3):
        quiet()
        with Cpu(pids()) as c:
            x = dnsload(exe, port, q, Q=int(half), l=secs, w=1, o=1000)
        if not r or x["p99_us"] < r["p99_us"]:
            r = x
        if c.foreign < 0.05:
            break
    res["half"] = {k: r[k] for k in ("target_qps", "qps", "loss", "p50_us", "p90_us", "p99_us", "p999_us", "max_us", "client_gaps")}
    res["half"].update(server_cpu=c.util, foreign_cpu=c.foreign)
    log(name, "half", res["half"])
    if has_dnsperf() and not quick:
        quiet()
        with Cpu(pids()) as c:
            res["dnsperf"] = dnsperf(port, q, secs)
        res["dnsperf"]["server_cpu"] = c.util
        if not udp_only:
            quiet()
            with Cpu(pids()) as c:
                res["dnsperf_tcp"] = dnsperf(port, q, secs, mode="tcp")
            res["dnsperf_tcp"]["server_cpu"] = c.util
        log(name, "dnsperf", res["dnsperf"], "tcp", res.get("dnsperf_tcp"))
    res["rss_mib"], res["pss_mib"] = memory(pids())
    if updater:
        res["update"] = time_updates(port, updater, updates)
        log(name, "update", res["update"])
        if not quick:
            res["churn"] = churn(exe, port, q, updater, min(half, 50000), secs=6)
            log(name, "churn", res["churn"])
    return res


# ---- change to answer ---------------------------------------------------------
PROBE = "svc-00077.team-077.svc.clusterset.local"

def time_updates(port, updater, n, name=PROBE, limit=30):
    """From just before the change is asked for to the first new answer, ms."""
    took, cmd = [], []
    for i in range(n):
        addr = "10.66.%d.%d" % (i // 250, i % 250 + 1)
        seen, stop = [None], threading.Event()
        if i % 5 == 0:
            quiet()

        def poll():
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            while not stop.is_set():
                if has_ip(ask(port, name, timeout=0.2, sock=s), addr):
                    seen[0] = time.monotonic()
                    break
                time.sleep(0.0002)
            s.close()

        th = threading.Thread(target=poll)
        th.start()
        t0 = time.monotonic()
        updater(name, addr)
        cmd.append((time.monotonic() - t0) * 1000)
        th.join(limit)
        stop.set()
        th.join()
        if seen[0]:
            took.append((seen[0] - t0) * 1000)
        time.sleep(0.05)
    if not took:
        return {"n": n, "seen": 0}
    took.sort()
    return {"n": n, "seen": len(took), "median_ms": round(statistics.median(took), 2), "min_ms": round(took[0], 2),
            "max_ms": round(took[-1], 2), "command_median_ms": round(statistics.median(cmd), 2)}


def churn(exe, port, qfile, updater, rate, secs=6, every=0.5):
    """Loss and tail latency at a fixed rate while the table changes."""
    quiet()
    p = subprocess.Popen(on_core(CLIENT_CORE, [exe, "-p", str(port), "-d", qfile, "-Q", str(int(rate)), "-l", str(secs)]),
                         stdout=subprocess.PIPE, text=True)
    n, t = 0, time.monotonic()
    while p.poll() is None and time.monotonic() - t < secs:
        updater(PROBE, "10.67.%d.%d" % (n // 250, n % 250 + 1))
        n += 1
        time.sleep(every)
    r = json.loads(p.communicate()[0])
    return {"rate": int(rate), "changes": n, "loss": r["loss"], "client_gaps": r["client_gaps"], "p50_us": r["p50_us"], "p99_us": r["p99_us"],
            "p999_us": r["p999_us"], "max_us": r["max_us"]}


# ---- warm-up ------------------------------------------------------------------
def ramp(exe, port, qfile, t_start, secs, window=128, step=0.2):
    """QPS over time from the first answer on; when 50 % and 90 % of the plateau
    are reached, in seconds since the process was started."""
    t0 = time.monotonic() - t_start
    r = subprocess.run(on_core(CLIENT_CORE, [exe, "-p", str(port), "-d", qfile, "-q", str(window), "-l", str(secs), "-S", str(step)]),
                       capture_output=True, text=True)
    pts = [tuple(map(float, line.split())) for line in r.stderr.splitlines()]
    tail = sorted(v for t, v in pts if t > secs * 0.6)
    if not tail:
        return None
    top = tail[len(tail) // 2]
    when = lambda share: next((round(t0 + t, 2) for t, v in pts if v >= share * top), None)
    return {"first_answer_s": round(t0, 3), "plateau_qps": round(top), "half_s": when(.5), "ninety_s": when(.9),
            "first_point_qps": round(pts[0][1]), "at_1s_qps": round(next((v for t, v in pts if t >= 1), 0)),
            "series": [[round(t, 2), round(v)] for t, v in pts[:50]]}


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--port", type=int, required=True)
    p.add_argument("--data", required=True, help="folder that gen.py wrote")
    p.add_argument("--name", default="server")
    p.add_argument("--pid", type=int, action="append", default=[])
    p.add_argument("--start", help="command to start; it is pinned to core %d" % SERVER_CORE)
    p.add_argument("--update", help="command that changes a record; {name} and {ip} are replaced")
    p.add_argument("--queries", default="mix.txt")
    p.add_argument("--warm", type=float, default=3)
    p.add_argument("--secs", type=float, default=5)
    p.add_argument("--quick", action="store_true")
    p.add_argument("--ramp", type=float, default=0, help="only follow the QPS for this many seconds from the start on (with --start)")
    p.add_argument("--udp-only", action="store_true")
    p.add_argument("--nice", type=int, default=0, help="niceness of server and client, e.g. -10 on a machine that does other work too")
    p.add_argument("--patience", type=float, default=0, help="wait up to this many seconds before each run until nothing else uses the cores")
    p.add_argument("--lock", help="hold this lock file while measuring")
    p.add_argument("--json", help="write the result here")
    p.add_argument("--cache", default=tempfile.gettempdir(), help="where the load generator is compiled to")
    a = p.parse_args()
    global PATIENCE
    PATIENCE = a.patience
    set_nice(a.nice)
    os.sched_setaffinity(0, {CLIENT_CORE})
    exe = tool_dnsload(a.cache)
    if not exe:
        sys.exit("no C compiler: install the package gcc (and libc6-dev)")
    up = None
    if a.update:
        up = lambda n, ip: subprocess.run(shlex.split(a.update.format(name=n, ip=ip)), stdout=subprocess.DEVNULL)
    with Lock(a.lock):
        pop, start = None, None
        if a.start:
            if not free_port(a.port):
                sys.exit("port %d is taken" % a.port)
            t_start = time.monotonic()
            pop = subprocess.Popen(on_core(SERVER_CORE, shlex.split(a.start)))
            start = wait_answer(a.port, pop)
            if start is None:
                stop(pop)
                sys.exit("the server never answered")
        try:
            pids = lambda: a.pid or ([pop.pid] if pop else [])
            if a.ramp:
                r = {"name": a.name, "ramp": ramp(exe, a.port, os.path.join(a.data, a.queries), t_start, a.ramp)}
                r["rss_mib"], r["pss_mib"] = memory(pids())
            else:
                r = measure(a.name, a.port, pids, a.data, exe, a.queries, a.secs, a.warm, up, a.udp_only,
                            log=lambda *x: print(*x, file=sys.stderr), quick=a.quick)
            if start is not None:
                r["start_s"] = round(start, 3)
        finally:
            if pop:
                stop(pop)
    s = json.dumps(r, indent=1)
    print(s)
    if a.json:
        open(a.json, "w").write(s)


if __name__ == "__main__":
    main()
