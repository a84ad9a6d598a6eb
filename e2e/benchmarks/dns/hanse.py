#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Measures Hanse's DNS responder beside other servers with the DNS harness.

  hanse.py HARNESS measure [arguments of its peers.py]   hanse is one more peer, e.g. --work DIR --quick hanse knot gdnsd
  hanse.py HARNESS check --work DIR                      its protocol questions, all of which must be answered well
  hanse.py HARNESS ramp --work DIR                       from process start to full speed
  hanse.py HARNESS diff --work DIR [--questions N]       random questions to Hanse and to Knot on the same records; exit 1 for a
                                                         difference that docs/dns.md does not give

HARNESS is the folder that holds peers.py, measure.py and check.py. Needs a built repository (make build) and JAVA_HOME of
a JDK 25; HANSE_JAVA_FLAGS replaces the flags of the server.
"""
import argparse, json, os, random, socket, struct, subprocess, sys, time

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


def message(r, name, typ):
    """The question with whatever else a query may carry, most of it usual."""
    rare = lambda share: r.random() < share
    flags = sum(bit for bit, share in ((0x100, .5), (0x400, .02), (0x200, .02), (0x80, .02), (0x40, .02), (0x20, .1), (0x10, .1)) if rare(share))
    opcode = r.choice((1, 2, 3, 4, 5, 6, 15)) if rare(.01) else 0
    cls = r.choice((3, 4, 254, 255)) if rare(.02) else 1
    typ = r.choice((41, 250, 251, 252, 253, 255)) if rare(.02) else typ
    tail = b""
    if rare(.75):
        options = b"".join(o for o, share in (
            (struct.pack(">HH", 3, 0), .1), (struct.pack(">HH", 10, 8) + b"12345678", .1), (struct.pack(">HHH", 65001, 2, 7), .1),
            (struct.pack(">HHHBB", 8, 7, 1, 24, 0) + bytes((192, 0, 2)), .1), (struct.pack(">HH", 12, 9) + b"\0" * 9, .1)) if rare(share))
        version = 1 if rare(.02) else 0
        tail = b"\0" + struct.pack(">HHBBHH", 41, r.choice((0, 512, 1232, 1232, 4096)), 0, version, r.choice((0, 0x8000, 0x4000)), len(options)) + options
    owner = b"".join(bytes([len(x)]) + x.encode() for x in name.split(".") if x) + b"\0"
    return struct.pack(">HHHHHH", r.randrange(65536), opcode << 11 | flags, 1, 0, 0, 1 if tail else 0) + owner + struct.pack(">HH", typ, cls) + tail, typ, cls, opcode


def exchange(sock, port, m):
    sock.sendto(m, ("127.0.0.1", port))
    try:
        while True:
            answer = sock.recv(65535)
            if answer[:2] == m[:2]:
                return measure.decode(answer)
    except OSError:
        return None


def essence(m):
    """What two correct servers must agree on; order, sizes, priorities and weights are theirs."""
    if m is None:
        return {"silent": True}
    opts = [rr for rr in m["additional"] if rr[1] == 41]
    records = lambda section, types: sorted({(o.lower(), t, ttl, str(v[2:] if t == 33 else v).lower()) for o, t, ttl, v in m[section] if t in types})
    return {
        "rcode": (opts[0][2] >> 24) << 4 | m["rcode"] if opts else m["rcode"], "opcode": m["flags"] >> 11 & 15, "AA": m["aa"], "TC": m["tc"],
        "RD": m["flags"] & 0x100, "RA": m["flags"] & 0x80, "Z": m["flags"] & 0x40, "AD": m["flags"] & 0x20, "CD": m["flags"] & 0x10,
        "answer": records("answer", (1, 28, 33)), "other answers": sorted((o.lower(), t, ttl) for o, t, ttl, _ in m["answer"] if t not in (1, 28, 33)),
        "authority": sorted((o.lower(), t, ttl) for o, t, ttl, _ in m["authority"]), "addresses of targets": records("additional", (1, 28)),
        "OPT": len(opts), "OPT version and flags": [(o[2] >> 16 & 255, o[2] & 0xffff) for o in opts],
    }


class SameKnot(peers.Knot):
    """Knot with the records that the harness's table lacks: SRV of the bare service, as the conformance suite asks for it."""

    def config(self):
        super().config()
        z = gen.Zone()
        with open(self.f("zone"), "a") as f:
            for owner, _, _, _ in z.vips:
                f.write("".join("%s. SRV 0 50 %d %s.\n" % (owner, port, owner) for _, port in gen.PORTS))
            for owner, endpoints, _, _ in z.headless:
                f.write("".join("%s. SRV 0 10 %d %s.\n" % (owner, gen.PORTS[0][1], e[0]) for e in endpoints))


def deliberate(typ, cls, opcode, x):
    """The line of docs/dns.md, section "Differences to Knot", that the difference falls under; None: under none."""
    rcode = x.get("rcode")
    if opcode and rcode == 4:
        return "other operations: NOTIMP before all else"
    if cls != 1 and rcode == 5:
        return "class ANY and others: REFUSED"
    if typ in (251, 252) and rcode == 5:
        return "transfers: REFUSED"
    if (typ == 41 and rcode == 1) or (typ in (250, 253) and rcode == 4):
        return "types that no record has: an error"
    if typ == 255 and x.get("other answers", [("", 0)])[0][1] == 13:
        return "ANY: HINFO"
    if x.get("TC") and rcode == 0:
        return "cut: as many records as fit"
    return None


def run_diff(a):
    ours, theirs = prepared(a, Hanse, a.port), prepared(a, SameKnot, a.port + 1)
    try:
        with open(os.path.join(ours.data, "zone")) as f:
            owners = sorted({line.split()[0].rstrip(".") for line in f if line.split()[0].endswith(gen.ORIGIN + ".")})
        r, seen, n = random.Random(a.seed), {}, 0
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        sock.settimeout(1)
        for _ in range(a.questions):
            name, typ = question(r, owners)
            m, typ, cls, opcode = message(r, name, typ)
            x, y = (essence(exchange(sock, p, m)) for p in (a.port, a.port + 1))
            if x != y:
                n += 1
                fields = tuple(k for k in sorted(x.keys() | y.keys()) if x.get(k) != y.get(k))
                key = deliberate(typ, cls, opcode, x) or ("UNKNOWN", x.get("rcode"), y.get("rcode"), fields)
                seen.setdefault(key, []).append((name, typ, m.hex(), fields, x, y))
        print("%d questions, %d differences of %d kinds" % (a.questions, n, len(seen)))
        for key, cases in sorted(seen.items(), key=lambda kv: -len(kv[1])):
            print("%6d x %s; Knot says %s" % (len(cases), key, sorted({c[5].get("rcode") for c in cases})))
            if key[0] == "UNKNOWN":
                name, typ, octets, fields, x, y = cases[0]
                print("first: %s type %d, %s" % (name, typ, octets))
                for k in fields:
                    print("          %s: %s / %s" % (k, str(x.get(k))[:200], str(y.get(k))[:200]))
        return any(key[0] == "UNKNOWN" for key in seen)
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
    sys.exit(1 if verbs[verb](p.parse_args(sys.argv[3:])) else 0)


if __name__ == "__main__":
    main()
