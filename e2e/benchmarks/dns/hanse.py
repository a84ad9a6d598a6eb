#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Measures Hanse's DNS responder beside other servers with the DNS harness.

  hanse.py HARNESS measure [arguments of its peers.py]   hanse is one more peer, e.g. --work DIR --quick hanse knot gdnsd
  hanse.py HARNESS check --work DIR                      its protocol questions, all of which must be answered well
  hanse.py HARNESS ramp --work DIR                       from process start to full speed
  hanse.py HARNESS diff --work DIR [--questions N]       random questions to Hanse and to Knot on the same records

HARNESS is the folder that holds peers.py, measure.py and check.py. Needs a built repository (make build) and JAVA_HOME of
a JDK 25; HANSE_JAVA_FLAGS replaces the flags of the server.
"""
import argparse, json, os, random, subprocess, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
FLAGS = "-XX:+UseSerialGC -Xmx64m -XX:TieredStopAtLevel=1"

if len(sys.argv) < 3:
    sys.exit(__doc__)
sys.path.insert(0, sys.argv[1])
import check, gen, measure, peers  # noqa: E402  (they lie in HARNESS)


def classpath():
    given = os.environ.get("HANSE_CLASSPATH")
    jars = os.path.join(REPOSITORY, "cli", "target", "hanse", "lib", "*")
    return given or os.path.join(REPOSITORY, "e2e", "target", "test-classes") + ":" + jars


class Hanse(peers.Peer):
    name, package, binary = "hanse", "temurin-25-jdk", "java"
    how = "one line to standard input of the view server"

    def exe(self, b):
        home = os.environ.get("JAVA_HOME")
        return [os.path.join(home, "bin", "java")] if home else super().exe(b)

    def config(self):
        """The harness's table as lines of a view."""
        z = gen.Zone()
        with open(self.f("view"), "w") as f:
            for _, ip, ns, svc in z.vips:
                f.write("service %s/%s cluster-set-ip http/tcp/8080 grpc/tcp/9090\n" % (ns, svc))
                f.write("endpoints %s/%s cluster-1 %s\n" % (ns, svc, ip))
            for _, endpoints, ns, svc in z.headless:
                f.write("service %s/%s headless http/tcp/8080\n" % (ns, svc))
                clusters = {}
                for _, ip, host, cluster in endpoints:
                    clusters.setdefault(cluster, []).append("%s,%s" % (ip, host))
                for cluster, words in clusters.items():
                    f.write("endpoints %s/%s %s %s\n" % (ns, svc, cluster, " ".join(words)))
        self.published = 1

    def command(self):
        flags = os.environ.get("HANSE_JAVA_FLAGS", FLAGS).split()
        return self.exe("java") + flags + ["--enable-native-access=ALL-UNNAMED", "-cp", classpath(),
                                           "dev.hanse.e2e.dns.ViewServer", "127.0.0.1", str(self.port), "cluster-1", self.f("view")]

    def start(self):
        self.log = open(self.f("log"), "w")
        self.t0 = time.monotonic()
        self.pop = subprocess.Popen(measure.on_core(measure.SERVER_CORE, self.command()), stdin=subprocess.PIPE,
                                    stdout=self.log, stderr=self.log, cwd=self.dir)
        return self.pop

    def version(self):
        return "0.1.0"

    def update(self, name, ip):
        svc, ns = name.split(".")[:2]
        self.published += 1
        self.pop.stdin.write(("endpoints %s/%s cluster-1 %s\npublish %d\n" % (ns, svc, ip, self.published)).encode())
        self.pop.stdin.flush()


def prepared(a, cls, port):
    work = os.path.abspath(a.work)
    data = os.path.join(work, "data-10000-500-10")
    if not os.path.exists(os.path.join(data, "meta.json")):
        gen.generate(data)
    x = cls(work, data, port)
    x.prepare()
    x.start()
    if measure.wait_answer(port, x.pop) is None:
        x.stop()
        sys.exit("%s never answered, see %s" % (x.name, x.f("log")))
    x.start_s = time.monotonic() - x.t0
    return x


def run_check(a):
    x = prepared(a, Hanse, a.port)
    try:
        result = check.run(a.port)
    finally:
        x.stop()
    for name, r in result.items():
        if r["verdict"] != "ok":
            print(r["verdict"], name, r["doc"], r["note"])
    ok = sum(r["verdict"] == "ok" for r in result.values())
    print("%d of %d" % (ok, len(result)))
    sys.exit(ok != len(result))


def run_ramp(a):
    os.sched_setaffinity(0, {measure.CLIENT_CORE})
    x = prepared(a, Hanse, a.port)
    try:
        exe = measure.tool_dnsload(os.path.abspath(a.work))
        r = measure.ramp(exe, a.port, os.path.join(x.data, "mix.txt"), x.t0, 15)
        r.pop("series")
        r["start_s"] = round(x.start_s, 3)
        r["rss_mib"], r["pss_mib"] = measure.memory(x.pids())
    finally:
        x.stop()
    print(json.dumps(r, indent=1))


def mixed_case(name, r):
    return "".join(c.upper() if r.random() < 0.3 else c for c in name)


def question(r, owners):
    """A name of the zone, of its neighbourhood or of nowhere; any usual type."""
    name = r.choice(owners)
    kind = r.random()
    if kind < 0.15:
        name = name.split(".", r.randrange(1, 4))[-1]
    elif kind < 0.3:
        name = r.choice(("x", "_tcp", "cluster-1", "*", "_http")) + "." + name
    elif kind < 0.35:
        name = r.choice(("", "local", "example.org", "xclusterset.local", gen.ORIGIN))
    return mixed_case(name, r), r.choice((1, 1, 1, 2, 6, 12, 15, 16, 28, 33, 33, 43, 65, 257, 666))


def essence(m):
    """What two correct servers must agree on; order, sizes and priorities are theirs."""
    if m is None:
        return ("silent",)
    answer = sorted({(o.lower(), t, str(v[2:] if t == 33 else v).lower()) for o, t, _, v in m["answer"] if t in (1, 33)})
    other = sorted((o.lower(), t) for o, t, _, v in m["answer"] if t not in (1, 33))
    return (m["rcode"], m["aa"], m["tc"], tuple(answer), tuple(other), tuple(sorted((o.lower(), t) for o, t, _, _ in m["authority"])))


def run_diff(a):
    ours, theirs = prepared(a, Hanse, a.port), prepared(a, peers.Knot, a.port + 1)
    try:
        with open(os.path.join(ours.data, "zone")) as f:
            owners = sorted({line.split()[0].rstrip(".") for line in f if line.split()[0].endswith(gen.ORIGIN + ".")})
        r, seen, n = random.Random(a.seed), {}, 0
        for _ in range(a.questions):
            name, typ = question(r, owners)
            edns = r.choice((0, 512, 1232, 4096))
            x, y = (essence(measure.ask(p, name, typ, edns=edns)) for p in (a.port, a.port + 1))
            if x != y:
                n += 1
                key = (x[0], y[0]) + tuple(i for i in range(1, len(x)) if len(x) == len(y) and x[i] != y[i]) + (typ if x[:1] == y[:1] else 0,)
                seen.setdefault(key, []).append((name, typ, edns, x, y))
        print("%d questions, %d differences of %d kinds" % (a.questions, n, len(seen)))
        for key, cases in sorted(seen.items(), key=lambda kv: -len(kv[1])):
            name, typ, edns, x, y = cases[0]
            print("%6d x rcodes %s/%s, fields %s, type %s; first: %s type %d edns %d\n   hanse %s\n   knot  %s" % (
                len(cases), key[0], key[1], key[2:-1], key[-1], name, typ, edns, str(x)[:300], str(y)[:300]))
    finally:
        ours.stop()
        theirs.stop()


def main():
    verb = sys.argv[2]
    if verb == "measure":
        peers.ALL = tuple(peers.ALL) + (Hanse,)
        sys.argv[1:] = sys.argv[3:]
        return peers.main()
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", required=True)
    p.add_argument("--port", type=int, default=5410)
    p.add_argument("--questions", type=int, default=100000)
    p.add_argument("--seed", type=int, default=1)
    verbs = {"check": run_check, "ramp": run_ramp, "diff": run_diff}
    if verb not in verbs:
        sys.exit(__doc__)
    verbs[verb](p.parse_args(sys.argv[3:]))


if __name__ == "__main__":
    main()
