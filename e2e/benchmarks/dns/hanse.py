#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Measures Hanse's DNS responder beside other servers.

  hanse.py measure [arguments of peers.py]      hanse is one more peer, e.g. --work DIR --quick hanse knot gdnsd
  hanse.py check --work DIR                     the protocol questions of check.py, all of which must be answered well
  hanse.py ramp --work DIR                      from process start to full speed
  hanse.py diff --work DIR [--questions N]      random questions to Hanse and to Knot on the same records; exit 1 for a
                                                difference that docs/dns.md does not give

Needs a built repository (make bench-dns builds it) and JAVA_HOME of a JDK 25. HANSE_JAVA_FLAGS replaces the flags of the
server. Its cache of loaded classes is made before the first start, by a run under load, as deploy/launcher/train does for
the roles.
"""
import argparse, hashlib, json, os, random, shutil, socket, struct, subprocess, sys, time

import answers, check, gen, measure, peers
from peer import Peer
from servers import Knot

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
# One core, a small process and code that mostly waits for the kernel: the first compiler is enough, and the second one takes its time from queries.
# What outlives a collection stays for as long as its view.
FLAGS = ("-XX:+UseSerialGC -Xms36m -Xmx160m -Xmn6m -XX:MaxTenuringThreshold=0 -XX:+UseCompactObjectHeaders -XX:TrimNativeHeapInterval=2000"
         " -XX:TieredStopAtLevel=1")
PACKAGE = os.path.join("dev", "hanse", "e2e", "dns")
CLASSES = os.path.join(REPOSITORY, "e2e", "target", "test-classes")
HANSE = os.path.join(REPOSITORY, "cli", "target", "hanse", "lib", "hanse-cli.jar")


def view_classes():
    return [n for n in sorted(os.listdir(os.path.join(CLASSES, PACKAGE))) if n.startswith("View")]


def flags():
    return os.environ.get("HANSE_JAVA_FLAGS", FLAGS).split()


def fingerprint():
    """Of everything that the cache depends on."""
    lib = os.path.dirname(HANSE)
    files = [os.path.join(lib, n) for n in sorted(os.listdir(lib)) if n.endswith(".jar")]
    files += [os.path.join(CLASSES, PACKAGE, n) for n in view_classes()]
    stats = [(f, os.stat(f).st_mtime_ns, os.stat(f).st_size) for f in files]
    return hashlib.sha256(repr((stats, flags())).encode()).hexdigest()[:12]


class Hanse(Peer):
    name, package, binary = "hanse", "temurin-25-jdk", "java"
    how = "one line to standard input of the view server"
    probe = measure.PROBE

    def exe(self, b):
        home = os.environ.get("JAVA_HOME")
        return [os.path.join(home, "bin", b)] if home else super().exe(b)

    def prepare(self):
        super().prepare()
        if not os.path.exists(HANSE):
            sys.exit("hanse is not built: make bench-dns builds it")
        self.built = os.path.join(os.path.dirname(self.dir), "built-" + fingerprint())
        self.java = ["-XX:AOTCache=" + os.path.join(self.built, "classes.aot")]
        if not os.path.exists(self.built):
            self.build()

    def build(self):
        """The view server as a jar, as the cache takes nothing else, and the cache."""
        made = self.built + ".new"
        shutil.rmtree(made, ignore_errors=True)
        os.makedirs(made)
        jar = os.path.join(made, "view-server.jar")
        classes = [w for n in view_classes() for w in ("-C", CLASSES, os.path.join(PACKAGE, n))]
        subprocess.run(self.exe("jar") + ["--create", "--file", jar] + classes, check=True)
        os.rename(made, self.built)
        try:
            self.train()
        except BaseException:
            shutil.rmtree(self.built)
            raise

    def train(self):
        """A start, queries over UDP and TCP and some changes; when it ends, Java keeps the classes and their profile."""
        cache = self.java
        self.java = [cache[0].replace("AOTCache=", "AOTCacheOutput=")]
        self.start()
        try:
            if measure.wait_answer(self.port, self.pop, name=self.probe) is None:
                sys.exit("the training run never answered, see " + self.f("log"))
            queries = os.path.join(self.data, "mix.txt")
            measure.dnsload(measure.tool_dnsload(os.path.dirname(self.dir)), self.port, queries, q=64, l=4)
            if measure.has_dnsperf():
                measure.dnsperf(self.port, queries, 2, mode="tcp")
            for i in range(20):
                self.update(self.probe, "10.66.0.%d" % (i + 1))
                time.sleep(0.05)
            self.pop.stdin.close()
            self.pop.wait(120)
        finally:
            self.stop()
        if not os.path.exists(os.path.join(self.built, "classes.aot")):
            sys.exit("no cache of classes was made, see " + self.f("log"))
        self.java = cache

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
        return self.exe("java") + flags() + self.java + [
            "--enable-native-access=ALL-UNNAMED", "-cp", os.path.join(self.built, "view-server.jar") + ":" + HANSE,
            "dev.hanse.e2e.dns.ViewServer", "127.0.0.1", str(self.port), "cluster-1", self.f("view")]

    def start(self):
        self.log = open(self.f("log"), "w")
        self.t0 = time.monotonic()
        self.pop = subprocess.Popen(measure.on_core(measure.SERVER_CORE, self.command()), stdin=subprocess.PIPE,
                                    stdout=self.log, stderr=self.log, cwd=self.dir)
        return self.pop

    def version(self):
        return subprocess.run(["git", "-C", HERE, "describe", "--always", "--dirty", "--abbrev=9"],
                              capture_output=True, text=True).stdout.strip()

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
                return answers.decode(answer)
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


class SameKnot(Knot):
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
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb == "measure":
        peers.ALL.append(Hanse)
        sys.argv[1:] = sys.argv[2:]
        return peers.main()
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--work", required=True)
    p.add_argument("--port", type=int, default=5410)
    p.add_argument("--questions", type=int, default=100000)
    p.add_argument("--seed", type=int, default=1)
    verbs = {"check": run_check, "ramp": run_ramp, "diff": run_diff}
    if verb not in verbs:
        sys.exit(__doc__)
    sys.exit(1 if verbs[verb](p.parse_args(sys.argv[2:])) else 0)


if __name__ == "__main__":
    main()
