# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""EDNS, sizes, records and TCP."""
import socket, struct

from questions import *  # noqa: F403


@case("RFC 6891 6.1.1", "no OPT in the query: none in the answer")
def no_opt(s):
    r = s.udp(q())
    return expect(r, NOERROR, also=bool(r) and r.opt() is None)


@case("RFC 6891", "OPT in the query: one OPT in the answer, version 0, size >= 512")
def with_opt(s):
    r = s.udp(q(ar=1, tail=opt()))
    if not r or not r.opt():
        return "BAD", "no OPT"
    o = r.opt()
    return expect(r, NOERROR, also=not (o[2] >> 16) & 255 and r.types("additional").count(41) == 1)


@case("RFC 6891 6.1.3", "EDNS version 1: BADVERS with version 0 and no data")
def badvers(s):
    r = s.udp(q(ar=1, tail=opt(ver=1)))
    return expect(r, 16, also=bool(r) and not r["answer"] and not (r.opt()[2] >> 16) & 255)


@case("RFC 6891 7", "OPT also on NXDOMAIN, REFUSED and NODATA")
def opt_on_errors(s):
    out = []
    for n, t in (("nope." + Z, A), ("www.example.com", A), (SVC, AAAA)):
        r = s.udp(q(n, t, ar=1, tail=opt()))
        out.append(bool(r and r.opt()))
    return ("ok" if all(out) else "BAD"), " ".join("OPT" if x else "none" for x in out)


@case("RFC 6891 6.1.1", "two OPT records: FORMERR")
def two_opt(s):
    return soft(s.udp(q(ar=2, tail=opt() + opt())), (FORMERR,), (NOERROR,))


@case("RFC 6891 6.1.2", "OPT whose owner is not the root: FORMERR")
def opt_owner(s):
    return soft(s.udp(q(ar=1, tail=opt(owner=wire("x")))), (FORMERR,), (NOERROR,))


@case("RFC 6891", "option longer than the OPT: FORMERR")
def opt_broken(s):
    return soft(s.udp(q(ar=1, tail=opt(options=struct.pack(">HH", 65001, 50) + b"ab"))), (FORMERR,), (NOERROR,))


@case("RFC 6891 6.1.2", "unknown option: ignored and not echoed")
def unknown_option(s):
    r = s.udp(q(ar=1, tail=opt(options=option(65001, b"abcd"))))
    return expect(r, NOERROR, also=bool(r) and 65001 not in r.options())


@case("RFC 6891 6.1.4, 3225", "DO is copied, unknown EDNS flags are not")
def do_bit(s):
    r = s.udp(q(ar=1, tail=opt(flags=0xC000 | 1)))
    if not r or not r.opt():
        return "BAD", "no OPT"
    f = r.opt()[2] & 0xffff
    return ("ok" if f == 0x8000 else "differs" if f == 0 else "BAD"), "EDNS flags %04x" % f


@case("RFC 6891 6.2.3", "EDNS size 0 counts as 512")
def size0(s):
    r = s.udp(q(ar=1, tail=opt(0)))
    return expect(r, NOERROR, also=bool(r) and r.types("answer") == [A])


@case("RFC 2181 9, 1035 4.2.1", "answer too big without EDNS: tc and at most 512 octets, well formed")
def tc(s):
    r = s.udp(q(SRV, TSRV))
    if r is None:
        return "BAD", "no answer"
    return ("ok" if r["tc"] and r["size"] <= 512 and not r.get("broken") else "BAD"), r.say()


@case("RFC 6891 7", "the same with EDNS 512: tc, OPT still there")
def tc_edns(s):
    r = s.udp(q(SRV, TSRV, ar=1, tail=opt(512)))
    if r is None:
        return "BAD", "no answer"
    return ("ok" if r["tc"] and r["size"] <= 512 and r.opt() else "BAD"), r.say()


@case("RFC 9715, flag day 2020", "EDNS 65535: the UDP answer stays at or below 1232 (1400)")
def big(s):
    r = s.udp(q(SRV, TSRV, ar=1, tail=opt(65535)))
    return expect(r, NOERROR, also=bool(r) and r["size"] <= 1432)


@case("RFC 2782, 3597 4", "SRV target is not compressed; target addresses ride along")
def srv(s):
    r = s.udp(q(SRV, TSRV, ar=1, tail=opt(1232)))
    if not r or not r["answer"]:
        return "BAD", r.say() if r else "no answer"
    b, p = r["raw"], name_at(r["raw"], 12)[1] + 4
    p = name_at(b, p)[1]
    n = struct.unpack(">H", b[p + 8:p + 10])[0]
    compressed = any(x >= 0xC0 for x in (b[p + 10 + n - 2], ))
    extra = sum(t == A for t in r.types("additional"))
    return ("differs" if compressed else "ok"), r.say() + ", %d additional A" % extra + (", target compressed" if compressed else "")


@case("RFC 2181 5.2", "all TTLs of an RRset are equal, no duplicate")
def ttl(s):
    r = s.udp(q(HEADLESS))
    if not r:
        return "BAD", "no answer"
    rr = [(x[2], x[3]) for x in r["answer"]]
    return ("ok" if len({x[0] for x in rr}) == 1 and len(set(rr)) == len(rr) == 10 else "BAD"), r.say()


@case("feature", "order of a ten-address set over 20 queries")
def rotate(s):
    first = set()
    for _ in range(20):
        r = s.udp(q(HEADLESS))
        if r and r["answer"]:
            first.add(r["answer"][0][3])
    return "ok", "%d different first addresses" % len(first)


@case("RFC 5001", "NSID asked for")
def nsid(s):
    r = s.udp(q(ar=1, tail=opt(options=option(3))))
    return expect(r, NOERROR) if not r or 3 not in r.options() else ("ok", r.say() + " NSID " + r.options()[3].decode("ascii", "replace"))


@case("RFC 7873, 9018", "client cookie: 8 + 8..32 octets come back, or the option is ignored")
def cookie(s):
    c = bytes(range(8))
    r = s.udp(q(ar=1, tail=opt(options=option(10, c))))
    if r is None:
        return "BAD", "no answer"
    v = r.options().get(10)
    if v is None:
        return "ok", r.say() + ", cookies not spoken"
    return ("ok" if v[:8] == c and 16 <= len(v) <= 40 else "BAD"), r.say() + ", %d octets" % len(v)


@case("RFC 7873 5.2.2", "malformed cookie (7 octets): FORMERR, or ignored by a server without cookies")
def bad_cookie(s):
    return soft(s.udp(q(ar=1, tail=opt(options=option(10, b"1234567")))), (FORMERR, NOERROR), ())


@case("RFC 7871", "client subnet: no error")
def ecs(s):
    r = s.udp(q(ar=1, tail=opt(options=option(8, struct.pack(">HBB", 1, 24, 0) + bytes((192, 0, 2))))))
    return expect(r, NOERROR) if not r or 8 not in r.options() else ("ok", r.say() + " ECS echoed")


@case("RFC 7830, 8467", "padding option: no error")
def padding(s):
    return expect(s.udp(q(ar=1, tail=opt(options=option(12, b"\0" * 32)))), NOERROR)


@case("RFC 7766", "TCP: one query, full answer without tc")
def tcp(s):
    r = s.tcp([framed(q(SRV, TSRV))])
    return ("BAD", "no answer") if not r else ("ok" if not r[0]["tc"] and len(r[0]["answer"]) == 10 else "BAD", r[0].say())


@case("RFC 7766 6.2.1.1", "TCP: ten queries in one segment, ten answers")
def tcp_pipeline(s):
    r = s.tcp([b"".join(framed(q(qid=i)) for i in range(10))], 10)
    return ("ok" if sorted(x["id"] for x in r) == list(range(10)) else "BAD"), "%d answers" % len(r)


@case("RFC 7766 8", "TCP: length and message in many small segments")
def tcp_split(s):
    m = framed(q())
    r = s.tcp([m[:1], m[1:2], m[2:20], m[20:]], pause=0.03)
    return ("ok", r[0].say()) if r else ("BAD", "no answer")


@case("RFC 7766 6.2.1", "TCP: the connection stays open for a second query")
def tcp_reuse(s):
    r = s.tcp([framed(q(qid=1)), framed(q(qid=2))], 2, pause=0.2)
    return ("ok" if len(r) == 2 else "BAD"), "%d answers" % len(r)


@case("good sense", "TCP: a zero length prefix, then alive for others")
def tcp_zero(s):
    s.tcp([b"\0\0"], timeout=0.3)
    return expect(s.udp(q()), NOERROR)


@case("RFC 7828", "TCP: edns-tcp-keepalive asked for")
def keepalive(s):
    r = s.tcp([framed(q(ar=1, tail=opt(options=option(11))))])
    return ("BAD", "no answer") if not r else ("ok", r[0].say() + (" keepalive" if 11 in r[0].options() else ", not spoken"))


@case("RFC 7828 3.1", "UDP: keepalive option in the query is ignored")
def keepalive_udp(s):
    r = s.udp(q(ar=1, tail=opt(options=option(11))))
    return expect(r, NOERROR, also=bool(r) and 11 not in r.options())


@case("RFC 7766 6.1", "TCP: 200 idle connections do not stop the 201st")
def tcp_many(s):
    held = []
    try:
        for _ in range(200):
            held.append(socket.create_connection(("127.0.0.1", s.port), 1))
        r = s.tcp([framed(q())])
        return ("ok", r[0].say()) if r else ("differs", "no answer")
    except OSError as e:
        return "differs", "connection %d refused (%s)" % (len(held), e)
    finally:
        for h in held:
            h.close()
