#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Writes the test zone in every form the peers read, and the query files.

Everything is a pure function of the sizes and the seed, so two runs on two
machines measure the same thing.
"""
import argparse, json, os, random

ORIGIN = "clusterset.local"
TTL = 5            # what the multi-cluster DNS implementations hand out
PORTS = (("_http", 8080), ("_grpc", 9090))
NS_IP = "127.0.0.1"
SERIAL = 2025010101


def ip(base, n):
    return "10.%d.%d.%d" % (base + (n >> 16), (n >> 8) & 255, n & 255)


class Zone:
    """10,000 services with one address, 500 headless ones with ten endpoints."""

    def __init__(self, services=10000, headless=500, endpoints=10, spaces=100, clusters=3):
        self.vips = []       # (owner, ip, namespace, service)
        self.headless = []   # (owner, [(endpoint owner, ip, hostname, cluster)], ns, svc)
        for i in range(services):
            ns, svc = "team-%03d" % (i % spaces), "svc-%05d" % i
            self.vips.append(("%s.%s.svc.%s" % (svc, ns, ORIGIN), ip(100, i + 1), ns, svc))
        n = 0
        for i in range(headless):
            ns, svc = "team-%03d" % (i % spaces), "db-%04d" % i
            owner, eps = "%s.%s.svc.%s" % (svc, ns, ORIGIN), []
            for e in range(endpoints):
                n += 1
                host, cl = "%s-%d" % (svc, e), "cluster-%d" % (e % clusters + 1)
                eps.append(("%s.%s.%s" % (host, cl, owner), ip(200, n), host, cl))
            self.headless.append((owner, eps, ns, svc))

    def records(self):
        """(owner, type, rdata) with absolute names, no trailing dots."""
        for owner, addr, _, _ in self.vips:
            yield owner, "A", addr
            for name, port in PORTS:
                yield "%s._tcp.%s" % (name, owner), "SRV", (0, 100, port, owner)
        for owner, eps, _, _ in self.headless:
            for eo, addr, _, _ in eps:
                yield owner, "A", addr
                yield eo, "A", addr
                yield "_http._tcp." + owner, "SRV", (0, 100, 8080, eo)


def rdata(v, dot="."):
    return v if isinstance(v, str) else "%d %d %d %s%s" % (v[0], v[1], v[2], v[3], dot)


def write_zone(z, path):
    with open(path, "w") as f:
        f.write("$ORIGIN %s.\n$TTL %d\n" % (ORIGIN, TTL))
        f.write("@ SOA ns.dns hostmaster 2025010101 7200 1800 86400 5\n@ NS ns.dns\nns.dns A %s\n" % NS_IP)
        for o, t, v in z.records():
            f.write("%s. %s %s\n" % (o, t, rdata(v)))


def write_unbound(z, path):
    with open(path, "w") as f:
        f.write("server:\n local-zone: \"%s.\" static\n" % ORIGIN)
        f.write(" local-data: \"%s. %d SOA ns.dns.%s. hostmaster.%s. 2025010101 7200 1800 86400 5\"\n" % (ORIGIN, TTL, ORIGIN, ORIGIN))
        f.write(" local-data: \"%s. %d NS ns.dns.%s.\"\n local-data: \"ns.dns.%s. %d A %s\"\n" % (ORIGIN, TTL, ORIGIN, ORIGIN, TTL, NS_IP))
        for o, t, v in z.records():
            f.write(" local-data: \"%s. %d %s %s\"\n" % (o, TTL, t, rdata(v)))


def write_dnsmasq(z, hosts, conf):
    with open(hosts, "w") as h, open(conf, "w") as c:
        for o, t, v in z.records():
            if t == "A":
                h.write("%s %s\n" % (v, o))
            else:
                c.write("srv-host=%s,%s,%d,%d,%d\n" % (o, v[3], v[2], v[0], v[1]))


def write_kube(z, path):
    """The same table as ServiceImports and EndpointSlices (for the API stub)."""
    imports, slices = [], []
    ports = [{"name": n[1:], "protocol": "TCP", "port": p} for n, p in PORTS]
    for owner, addr, ns, svc in z.vips:
        imports.append({"ns": ns, "name": svc, "ip": addr, "ports": ports})
    for owner, eps, ns, svc in z.headless:
        imports.append({"ns": ns, "name": svc, "ip": None, "ports": ports[:1]})
        by = {}
        for eo, addr, host, cl in eps:
            by.setdefault(cl, []).append((host, addr))
        for cl, lst in sorted(by.items()):
            slices.append({"ns": ns, "svc": svc, "cluster": cl, "endpoints": lst, "ports": ports[:1]})
    with open(path, "w") as f:
        json.dump({"imports": imports, "slices": slices}, f)


def write_queries(z, path, n, seed, mix):
    r = random.Random(seed)
    addr = [v[0] for v in z.vips] + [h[0] for h in z.headless]
    srv = [o for o, t, _ in z.records() if t == "SRV"]
    srv = sorted(set(srv))
    spaces = sorted({v[2] for v in z.vips} | {h[2] for h in z.headless})
    kinds = [k for k, share in mix for _ in range(round(share * n))]
    r.shuffle(kinds)
    with open(path, "w") as f:
        for k in kinds:
            if k == "A":
                f.write("%s A\n" % r.choice(addr))
            elif k == "AAAA":
                f.write("%s AAAA\n" % r.choice(addr))
            elif k == "SRV":
                f.write("%s SRV\n" % r.choice(srv))
            else:
                f.write("none-%06d.%s.svc.%s A\n" % (r.randrange(10 ** 6), r.choice(spaces), ORIGIN))


MIX = (("A", .7), ("SRV", .1), ("AAAA", .1), ("NX", .1))


def generate(out, services=10000, headless=500, endpoints=10, queries=200000, seed=1):
    os.makedirs(out, exist_ok=True)
    z = Zone(services, headless, endpoints)
    j = lambda n: os.path.join(out, n)
    write_zone(z, j("zone"))
    write_unbound(z, j("unbound.local"))
    write_dnsmasq(z, j("dnsmasq.hosts"), j("dnsmasq.srv"))
    write_kube(z, j("kube.json"))
    write_queries(z, j("mix.txt"), queries, seed, MIX)
    write_queries(z, j("a.txt"), queries, seed, (("A", 1.0),))
    nrec = 3 + sum(1 for _ in z.records())
    meta = {"origin": ORIGIN, "services": services, "headless": headless, "endpoints": endpoints,
            "records": nrec, "queries": queries, "seed": seed, "mix": dict(MIX)}
    json.dump(meta, open(j("meta.json"), "w"), indent=1)
    return meta


if __name__ == "__main__":
    p = argparse.ArgumentParser(description=__doc__)
    p.add_argument("out")
    p.add_argument("--services", type=int, default=10000)
    p.add_argument("--headless", type=int, default=500)
    p.add_argument("--endpoints", type=int, default=10)
    p.add_argument("--queries", type=int, default=200000)
    p.add_argument("--seed", type=int, default=1)
    a = p.parse_args()
    print(json.dumps(generate(a.out, a.services, a.headless, a.endpoints, a.queries, a.seed)))
