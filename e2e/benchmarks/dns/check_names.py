# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Header, names and zone."""
import struct

from questions import *  # noqa: F403


@case("RFC 1035 4.1.1", "existing A: NOERROR, aa, no ra, ID and question copied")
def a(s):
    m = q()
    r = s.udp(m)
    return expect(r, NOERROR, also=bool(r) and r["aa"] and not r["flags"] & 0x80 and same_question(m, r) and r.types("answer") == [A])


@case("RFC 1035 4.1.1", "RD is copied, RA stays 0")
def rd(s):
    r = s.udp(q(flags=0x100))
    return expect(r, NOERROR, also=bool(r) and r["flags"] & 0x100 and not r["flags"] & 0x80)


@case("RFC 4343, 0x20", "mixed case: answered, question echoed byte for byte")
def case_kept(s):
    m = q(SVC.replace("svc-", "SvC-").replace("team", "tEAm").replace("local", "LoCal"))
    r = s.udp(m)
    return expect(r, NOERROR, also=bool(r) and same_question(m, r) and r.types("answer") == [A])


@case("RFC 2308 2.2", "other type of an existing name: NODATA with SOA")
def nodata(s):
    r = s.udp(q(qtype=AAAA))
    return expect(r, NOERROR, also=bool(r) and not r["answer"] and r.types("authority") == [SOA] and r["aa"])


@case("RFC 2308 2.1", "unknown name: NXDOMAIN with SOA, aa")
def nxdomain(s):
    r = s.udp(q("nope.team-001.svc." + Z))
    return expect(r, NXDOMAIN, also=bool(r) and r.types("authority") == [SOA] and r["aa"])


@case("RFC 2308 5", "TTL of the negative SOA is min(its TTL, MINIMUM)")
def negative_ttl(s):
    r = s.udp(q("nope.team-001.svc." + Z))
    t = [rr for rr in r["authority"] if rr[1] == SOA] if r else []
    if not t:
        return "BAD", "no SOA"
    minimum = struct.unpack(">I", t[0][3][-4:])[0]
    return ("ok" if t[0][2] <= minimum else "BAD"), "TTL %d, MINIMUM %d" % (t[0][2], minimum)


@case("RFC 8020, 4592 2.2.2", "empty non-terminal (namespace): NODATA, not NXDOMAIN")
def ent(s):
    return expect(s.udp(q("team-001.svc." + Z)), NOERROR)


@case("RFC 8020", "empty non-terminal _tcp below a service: NODATA")
def ent_tcp(s):
    return expect(s.udp(q("_tcp." + SVC)), NOERROR)


@case("RFC 8020", "a name below a leaf: NXDOMAIN")
def below_leaf(s):
    return expect(s.udp(q("x.y." + SVC)), NXDOMAIN)


@case("RFC 4592", "a literal * label is a name like any other")
def star(s):
    return expect(s.udp(q("*.team-001.svc." + Z)), NXDOMAIN)


@case("RFC 1035", "SOA at the apex")
def apex_soa(s):
    r = s.udp(q(Z, SOA))
    return expect(r, NOERROR, also=bool(r) and r.types("answer") == [SOA])


@case("RFC 1035, 8906", "NS at the apex")
def apex_ns(s):
    r = s.udp(q(Z, NS))
    return expect(r, NOERROR, also=bool(r) and NS in r.types("answer"))


@case("RFC 8906 3.1", "name of another zone: REFUSED, no referral, no aa")
def out_of_zone(s):
    r = s.udp(q("www.example.com"))
    return expect(r, REFUSED, also=bool(r) and not r["aa"] and not r["authority"])


@case("RFC 8906", "parent of the zone: REFUSED")
def parent(s):
    return expect(s.udp(q("local", SOA)), REFUSED)


@case("RFC 8906", "root NS: REFUSED, no upward referral")
def root(s):
    r = s.udp(q("", NS))
    return expect(r, REFUSED, also=bool(r) and not r["authority"])


@case("RFC 3597, 8906 3.1.2", "type unknown to the server (666): NODATA")
def unknown_type(s):
    return expect(s.udp(q(qtype=666)), NOERROR)


@case("RFC 8906 3.1.2", "HTTPS (65), which clients now ask: NODATA")
def https(s):
    return expect(s.udp(q(qtype=65)), NOERROR)


@case("RFC 4034/4035", "DS at the apex of an unsigned zone: not NXDOMAIN")
def ds(s):
    return soft(s.udp(q(Z, 43)), (NOERROR,), (REFUSED,))


@case("RFC 8482", "ANY: one small answer, or REFUSED/NOTIMP; never large")
def any_(s):
    r = s.udp(q(HEADLESS, ANY, ar=1, tail=opt(4096)))
    if r is None:
        return "BAD", "no answer"
    return ("ok" if len(r["answer"]) <= 1 else "differs"), r.say()


@case("RFC 6895, 8906", "meta types OPT, TSIG, MAILB as QTYPE: an error, not silence")
def meta(s):
    out = []
    for t in (41, 250, 253):
        r = s.udp(q(qtype=t))
        out.append(NAMES.get(r.rc, r.rc) if r else "silent")
    return ("BAD" if "silent" in out else "ok"), " ".join(map(str, out))


@case("RFC 1035 3.2.4, 8906", "class CHAOS version.bind: answered or refused, not silent")
def chaos(s):
    r = s.udp(q("version.bind", TXT, 3))
    txt = b""
    if r and r["answer"] and isinstance(r["answer"][0][3], bytes):
        txt = r["answer"][0][3]
    return ("BAD", "no answer") if r is None else ("ok", r.say() + (" " + txt[1:].decode("ascii", "replace") if txt else ""))


@case("RFC 4892", "class CHAOS id.server: answered or refused, not silent")
def chaos_id(s):
    r = s.udp(q("id.server", TXT, 3))
    return ("BAD", "no answer") if r is None else ("ok", r.say())


@case("RFC 8906", "class HESIOD for our name: REFUSED")
def hesiod(s):
    return soft(s.udp(q(qclass=4)), (REFUSED,), (NOTIMP, FORMERR, NXDOMAIN, NOTAUTH))


@case("RFC 5936", "AXFR over TCP from a stranger: REFUSED or NOTAUTH")
def axfr(s):
    r = s.tcp([framed(q(Z, 252))])
    return soft(r[0] if r else None, (REFUSED, NOTAUTH), (NOTIMP, FORMERR, NOERROR))


@case("RFC 5936 4.2", "AXFR over UDP: an error")
def axfr_udp(s):
    return soft(s.udp(q(Z, 252)), (REFUSED, NOTIMP, FORMERR, NOTAUTH), ())


@case("RFC 1995", "IXFR from a stranger: an error or the SOA, not silence")
def ixfr(s):
    m = q(Z, 251, ns=1, tail=wire(Z) + struct.pack(">HHIH", SOA, 1, 0, 22) + b"\0\0" + struct.pack(">IIIII", 1, 1, 1, 1, 1))
    return soft(s.udp(m), (REFUSED, NOTIMP, FORMERR, NOTAUTH), (NOERROR,))


@case("RFC 8906 3.1.4", "opcodes IQUERY STATUS 3 NOTIFY UPDATE DSO 15: an error with the opcode copied")
def opcodes(s):
    out, v = [], "ok"
    for op in (1, 2, 3, 4, 5, 6, 15):
        r = s.udp(q(Z, SOA, flags=op << 11))
        out.append("%d:%s" % (op, NAMES.get(r["rcode"], r["rcode"]) if r else "silent"))
        if r is None or (r["flags"] >> 11) & 15 != op or (r["rcode"] == 0 and op not in (4, 5)):
            v = "BAD"
        elif r["rcode"] == 0 and v == "ok":
            v = "differs"          # NOTIFY or UPDATE taken, which is a matter of configuration
    return v, " ".join(out)


@case("RFC 8906 3.1.3", "header flags AA TC RA Z AD CD set in the query: answered, Z and TC not echoed")
def flags(s):
    r = s.udp(q(flags=0x06f0 & ~0x400 | 0x400))
    return expect(r, NOERROR, also=bool(r) and not r["flags"] & 0x240)


@case("RFC 9619", "QDCOUNT 2: FORMERR")
def qd2(s):
    one = wire(SVC) + struct.pack(">HH", A, 1)
    return soft(s.udp(q(raw=one + one, qd=2)), (FORMERR,), (NOTIMP, REFUSED))


@case("RFC 9619, 7873 5.4", "QDCOUNT 0 without a cookie: FORMERR (or REFUSED)")
def qd0(s):
    return soft(s.udp(q(raw=b"", qd=0)), (FORMERR,), (REFUSED, NOERROR, NOTIMP))


@case("good sense", "a response (QR=1) sent to the server: silence, or two servers would ping-pong")
def qr(s):
    r = s.udp(q(flags=0x8000), 0.3)
    return ("ok", "silent") if r is None else ("BAD", r.say())


@case("good sense", "11 octets, 1 octet, 0 octets: silence or FORMERR, and alive afterwards")
def short(s):
    for m in (q()[:11], b"x", b""):
        s.udp(m, 0.15)
    return expect(s.udp(q()), NOERROR)


@case("RFC 1035", "header only, QDCOUNT 1: FORMERR or silence, alive afterwards")
def header_only(s):
    r = s.udp(q(raw=b""), 0.4)
    alive = s.udp(q())
    if not alive:
        return "BAD", "dead afterwards"
    return ("ok" if r is not None and r["rcode"] == FORMERR else "differs"), r.say() if r else "silent"


@case("RFC 1035 2.3.4", "name of more than 255 octets: FORMERR")
def long_name(s):
    raw = (b"\x3f" + b"a" * 63) * 4 + wire(Z) + struct.pack(">HH", A, 1)
    r = s.udp(q(raw=raw), 0.4)
    return ("differs", "silent") if r is None else soft(r, (FORMERR,), (REFUSED,))


@case("RFC 1035 4.1.4", "reserved label types 0x40 and 0x80: FORMERR")
def label_types(s):
    out, v = [], "ok"
    for t in (0x41, 0x81):
        r = s.udp(q(raw=bytes([t]) + b"a" + wire(Z) + struct.pack(">HH", A, 1)), 0.4)
        out.append(NAMES.get(r.rc, str(r.rc)) if r else "silent")
        if r is None:
            v = "differs"
        elif r.rc not in (FORMERR, REFUSED, NOTIMP):
            v = "BAD"
    return v, " ".join(out)


@case("RFC 1035 4.1.4, 9267", "compression pointer loop in the question: FORMERR or silence, alive afterwards")
def loop(s):
    r = s.udp(q(raw=b"\xc0\x0c" + struct.pack(">HH", A, 1)), 0.4)
    alive = s.udp(q())
    if not alive:
        return "BAD", "dead afterwards"
    return ("ok" if r is not None and r["rcode"] == FORMERR else "differs"), r.say() if r else "silent"


@case("good sense", "octets after the question that no count explains")
def trailing(s):
    r = s.udp(q(tail=b"\1\2\3\4"), 0.4)
    return ("ok" if r and r.rc in (NOERROR, FORMERR) else "differs"), r.say() if r else "silent"
