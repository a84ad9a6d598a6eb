# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""A very small resolver, and what its answers should be."""
import os, random, socket, struct, time

TYPES = {"A": 1, "NS": 2, "SOA": 6, "TXT": 16, "AAAA": 28, "SRV": 33, "ANY": 255}
PROBE = "svc-00077.team-077.svc.clusterset.local"     # its address is changed


def encode(qname, qtype, qid, edns=1232, rd=0):
    b = struct.pack(">HHHHHH", qid, 0x100 if rd else 0, 1, 0, 0, 1 if edns else 0)
    for label in qname.rstrip(".").split("."):
        b += bytes([len(label)]) + label.encode()
    b += b"\0" + struct.pack(">HH", TYPES.get(qtype, qtype), 1)
    if edns:
        b += b"\0" + struct.pack(">HHIH", 41, edns, 0, 0)
    return b


def name_at(m, p):
    out, end, jumps = [], None, 0
    while True:
        n = m[p]
        if n & 0xC0 == 0xC0:
            end = end or p + 2
            p = (n & 63) << 8 | m[p + 1]
            jumps += 1
            if jumps > 100:
                raise ValueError("pointer loop")
        elif n == 0:
            return ".".join(out), end or p + 1
        else:
            out.append(m[p + 1:p + 1 + n].decode("ascii", "replace"))
            p += n + 1


def decode(m):
    qid, fl, qd, an, ns, ar = struct.unpack(">HHHHHH", m[:12])
    p, secs = 12, []
    for _ in range(qd):
        _, p = name_at(m, p)
        p += 4
    for count in (an, ns, ar):
        rrs = []
        for _ in range(count):
            o, p = name_at(m, p)
            t, c, ttl, ln = struct.unpack(">HHIH", m[p:p + 10])
            p += 10
            if t == 1:
                v = socket.inet_ntoa(m[p:p + 4])
            elif t == 33:
                pr, w, port = struct.unpack(">HHH", m[p:p + 6])
                v = (pr, w, port, name_at(m, p + 6)[0])
            else:
                v = m[p:p + ln]
            rrs.append((o, t, ttl, v))
            p += ln
        secs.append(rrs)
    return {"id": qid, "flags": fl, "rcode": fl & 15, "aa": bool(fl & 0x400), "tc": bool(fl & 0x200),
            "answer": secs[0], "authority": secs[1], "additional": secs[2], "size": len(m)}


def ask(port, qname, qtype="A", timeout=1.0, edns=1232, sock=None):
    s = sock or socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(timeout)
    try:
        qid = random.randrange(65536)
        s.sendto(encode(qname, qtype, qid, edns), ("127.0.0.1", port))
        while True:
            m = s.recv(65535)
            if m[:2] == struct.pack(">H", qid):
                return decode(m)
    except OSError:
        return None
    finally:
        if not sock:
            s.close()


def has_ip(r, want):
    return bool(r) and any(t == 1 and v == want for _, t, _, v in r["answer"])


def load_zone(data):
    z = {}
    with open(os.path.join(data, "zone")) as f:
        for line in f:
            w = line.split()
            if len(w) >= 3 and w[1] == "A" and w[0] != "ns.dns":
                z.setdefault((w[0].rstrip("."), "A"), set()).add(w[2])
            elif len(w) >= 6 and w[1] == "SRV":
                z.setdefault((w[0].rstrip("."), "SRV"), set()).add(
                    (int(w[2]), int(w[3]), int(w[4]), w[5].rstrip(".")))
    return z


def verify(port, data, n=400, queries="mix.txt"):
    """Asks n queries of the mix and compares each answer with the zone."""
    z = load_zone(data)
    names = {k[0] for k in z}
    with open(os.path.join(data, queries)) as f:
        lines = f.read().split("\n")[:50000]
    bad = {"no_answer": 0, "wrong_rcode": 0, "wrong_data": 0, "no_aa": 0, "negative_without_soa": 0, "no_opt": 0, "truncated": 0}
    ex = []
    for line in random.Random(7).sample([l for l in lines if l], n):
        name, typ = line.split()
        r = ask(port, name, typ)
        if not r:
            bad["no_answer"] += 1
            continue
        want = z.get((name, typ))
        rc = 0 if name in names else 3
        if r["rcode"] != rc:
            bad["wrong_rcode"] += 1
            ex.append((line, "rcode %d" % r["rcode"]))
        elif r["tc"]:
            bad["truncated"] += 1
        elif want is not None:
            got = {(v[0], v[1], v[2], v[3].lower()) if t == 33 else v for _, t, _, v in r["answer"] if t in (1, 33)}
            if typ == "SRV":      # priority and weight are the server's choice
                got, want = {g[2:] for g in got}, {w[2:] for w in want}
            if got != want:
                bad["wrong_data"] += 1
                ex.append((line, str(sorted(got)[:2])))
        elif r["answer"]:
            bad["wrong_data"] += 1
            ex.append((line, "answer where none is due"))
        elif not any(t == 6 for _, t, _, _ in r["authority"]):
            bad["negative_without_soa"] += 1
        if not r["aa"]:
            bad["no_aa"] += 1
        if not any(t == 41 for _, t, _, _ in r["additional"]):
            bad["no_opt"] += 1
    out = {k: v for k, v in bad.items() if v}
    out["asked"] = n
    if ex:
        out["examples"] = ex[:4]
    return out


def wait_answer(port, pop, addr=None, name=PROBE, limit=120):
    """Seconds until the right answer comes, or None."""
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    t0 = time.monotonic()
    while time.monotonic() - t0 < limit:
        r = ask(port, name, timeout=0.02, sock=s)
        if r and r["rcode"] == 0 and any(t == 1 and (addr is None or v == addr) for _, t, _, v in r["answer"]):
            s.close()
            return time.monotonic() - t0
        if pop is not None and pop.poll() is not None:
            break
        time.sleep(0.001)
    s.close()
    return None
