# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""What all servers that are measured have in common: where they are found, how they are started and changed."""
import os, re, shutil, subprocess, time

import gen, measure
from measure import on_core, SERVER_CORE

ZONE = gen.ORIGIN


def sh(*cmd, inp=None, check=True):
    r = subprocess.run(cmd, input=inp, capture_output=True, text=True)
    if check and r.returncode:
        raise RuntimeError("%s: %s%s" % (" ".join(cmd), r.stdout[-300:], r.stderr[-300:]))
    return r.stdout + r.stderr


class Peer:
    name = package = binary = ""
    note = ""
    tcp = True

    def __init__(self, work, data, port, root=None, paths=None):
        self.data, self.port, self.root, self.paths = data, port, root, paths or {}
        self.dir = os.path.join(work, self.name)
        self.serial = gen.SERIAL
        self.changed = {}

    # a binary of the running system, of an unpacked package tree, or given by hand
    def exe(self, b):
        if b in self.paths:
            return [self.paths[b]]
        if self.root:
            for d in ("usr/sbin", "usr/bin"):
                p = os.path.join(self.root, d, b)
                if os.path.exists(p):
                    lib = os.path.join(self.root, "usr/lib/x86_64-linux-gnu")
                    return [os.path.join(self.root, "usr/lib64/ld-linux-x86-64.so.2"), "--library-path", lib, p]
        p = shutil.which(b, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        return [p] if p else None

    def f(self, n):
        return os.path.join(self.dir, n)

    def put(self, n, text):
        with open(self.f(n), "w") as f:
            f.write(text)

    def prepare(self):
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)
        shutil.copy(os.path.join(self.data, "zone"), self.f("zone"))
        self.config()

    def start(self):
        self.log = open(self.f("log"), "w")
        self.t0 = time.monotonic()
        self.pop = subprocess.Popen(on_core(SERVER_CORE, self.command()), stdout=self.log, stderr=self.log, cwd=self.dir)
        return self.pop

    def stop(self):
        measure.stop(self.pop)

    def pids(self):
        return [self.pop.pid]

    def rewrite_zone(self, name, ip):
        """The zone file with one address changed and the serial raised."""
        with open(self.f("zone")) as f:
            s = f.read()
        new = self.serial + 1
        s = s.replace(" %d 7200" % self.serial, " %d 7200" % new, 1)
        self.serial = new
        s = re.sub(r"^%s\. A \S+$" % re.escape(name), "%s. A %s" % (name, ip), s, count=1, flags=re.M)
        with open(self.f("zone.new"), "w") as f:
            f.write(s)
        os.rename(self.f("zone.new"), self.f("zone"))

    def version(self):
        return ""

    def update(self, name, ip):
        raise NotImplementedError
