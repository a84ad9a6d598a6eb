# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""How the awkward questions of check.py are put, and how answers are judged."""
import random, socket, struct, time

import gen
from answers import decode, name_at

Z = gen.ORIGIN
SVC = "svc-00001.team-001.svc." + Z
HEADLESS = "db-0001.team-001.svc." + Z
SRV = "_http._tcp." + HEADLESS
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED, NOTAUTH = 0, 1, 2, 3, 4, 5, 9
NAMES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 4: "NOTIMP", 5: "REFUSED", 9: "NOTAUTH", 16: "BADVERS", 23: "BADCOOKIE"}
A, NS, SOA, AAAA, TSRV, TXT, ANY = 1, 2, 6, 28, 33, 16, 255


def wire(n):
    return b"".join(bytes([len(x)]) + x.encode() for x in n.split(".") if x) + b"\0"


def q(name=SVC, qtype=A, qclass=1, flags=0, qd=1, an=0, ns=0, ar=0, tail=b"", qid=None, raw=None):
    body = raw if raw is not None else wire(name) + struct.pack(">HH", qtype, qclass)
    return struct.pack(">HHHHHH", random.randrange(65536) if qid is None else qid, flags, qd, an, ns, ar) + body + tail


def opt(size=1232, ext=0, ver=0, flags=0, options=b"", owner=b"\0"):
    return owner + struct.pack(">HHBBHH", 41, size, ext, ver, flags, len(options)) + options


def option(code, data=b""):
    return struct.pack(">HH", code, len(data)) + data


class R(dict):
    """A parsed answer; missing where there was none."""

    @property
    def rc(self):
        o = self.opt()
        return (o[2] >> 24) << 4 | self["rcode"] if o else self["rcode"]

    def opt(self):
        for rr in self["additional"]:
            if rr[1] == 41:
                return rr
        return None

    def options(self):
        o, out, p = self.opt(), {}, 0
        d = o[3] if o else b""
        while p + 4 <= len(d):
            c, n = struct.unpack(">HH", d[p:p + 4])
            out[c] = d[p + 4:p + 4 + n]
            p += 4 + n
        return out

    def types(self, sec):
        return [rr[1] for rr in self[sec]]

    def say(self):
        f = self["flags"]
        s = NAMES.get(self.rc, str(self.rc))
        s += "".join(" " + n for n, b in (("aa", 0x400), ("tc", 0x200), ("rd", 0x100), ("ra", 0x80), ("z", 0x40), ("ad", 0x20), ("cd", 0x10)) if f & b)
        return "%s %d/%d/%d %dB" % (s, len(self["answer"]), len(self["authority"]), len(self["additional"]), self["size"])


class Server:
    def __init__(self, port, timeout=0.7):
        self.port, self.timeout = port, timeout

    def udp(self, m, timeout=None):
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
            s.settimeout(timeout or self.timeout)
            s.connect(("127.0.0.1", self.port))
            try:
                s.send(m)
                while True:
                    b = s.recv(65535)
                    if len(m) < 2 or b[:2] == m[:2]:
                        return self.parse(b)
            except OSError:
                return None

    def parse(self, b):
        try:
            r = R(decode(b))
        except (struct.error, IndexError, ValueError):
            r = R(flags=b[2] << 8 | b[3] if len(b) > 3 else 0, rcode=b[3] & 15 if len(b) > 3 else -1, answer=[], authority=[], additional=[],
                  aa=False, tc=False, size=len(b), broken=True)
        r["raw"] = b
        return r

    def tcp(self, parts, n=1, timeout=1.5, pause=0.0):
        """Sends the byte strings one by one and reads n answers."""
        out = []
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout) as s:
                s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                for p in parts:
                    s.sendall(p)
                    if pause:
                        time.sleep(pause)
                f = s.makefile("rb")
                for _ in range(n):
                    h = f.read(2)
                    if len(h) < 2:
                        break
                    out.append(self.parse(f.read(struct.unpack(">H", h)[0])))
        except OSError:
            pass
        return out


def framed(m):
    return struct.pack(">H", len(m)) + m


CASES = []


def case(doc, text):
    def deco(f):
        CASES.append((f.__name__, doc, text, f))
        return f
    return deco


def expect(r, *rcs, also=True):
    if r is None:
        return "BAD", "no answer"
    if r.rc not in rcs:
        return "BAD", r.say()
    return ("ok" if also else "BAD"), r.say()


def soft(r, want, allowed):
    """ok for the usual code, 'differs' for another legal one, BAD for silence."""
    if r is None:
        return "BAD", "no answer"
    return ("ok" if r.rc in want else "differs" if r.rc in allowed else "BAD"), r.say()


def same_question(m, r):
    end = name_at(m, 12)[1] + 4
    return r is not None and r["raw"][12:end] == m[12:end]
