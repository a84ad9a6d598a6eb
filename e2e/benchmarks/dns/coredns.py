# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""CoreDNS with a zone file, and with a stand-in API server."""
import os, re, subprocess, sys, time, urllib.request

import measure
from measure import CLIENT_CORE, on_core
from peer import Peer, ZONE, sh


class CoreFile(Peer):
    name, package, binary = "coredns-file", "(none in Debian: give a binary with --coredns)", "coredns"
    how = "zone file rewritten; the plugin polls it every second (reload 1s)"

    def config(self):
        self.put("Corefile", """%s:%d {
  bind 127.0.0.1
%s
}
""" % (ZONE, self.port, self.plugins()))

    def plugins(self):
        return "  file %s {\n    reload 1s\n  }" % self.f("zone")

    def command(self):
        return self.exe("coredns") + ["-conf", self.f("Corefile"), "-quiet"]

    def version(self):
        return re.search(r"CoreDNS-([\d.]+)", sh(*self.exe("coredns"), "-version")).group(1)

    def update(self, name, ip):
        self.rewrite_zone(name, ip)


class CoreKube(CoreFile):
    name = "coredns-kubernetes"
    how = "a watch event from the API server stub"
    note = "kubernetes plugin, multicluster zone, fed by kubestub.py"

    def plugins(self):
        return "  kubernetes %s {\n    endpoint http://127.0.0.1:%d\n    multicluster %s\n    startup_timeout 30s\n  }" % (ZONE, self.port + 1, ZONE)

    def start(self):
        self.stub = subprocess.Popen(on_core(CLIENT_CORE, [sys.executable, os.path.join(measure.HERE, "kubestub.py"),
                                     os.path.join(self.data, "kube.json"), str(self.port + 1)]),
                                     stdout=open(self.f("stub.log"), "w"), stderr=subprocess.STDOUT)
        for _ in range(200):
            try:
                urllib.request.urlopen("http://127.0.0.1:%d/version" % (self.port + 1), timeout=1).read()
                break
            except OSError:
                time.sleep(0.05)
        return super().start()

    def stop(self):
        super().stop()
        measure.stop(self.stub, 2)

    def update(self, name, ip):
        svc, ns = name.split(".")[:2]
        urllib.request.urlopen("http://127.0.0.1:%d/bench/set?ns=%s&name=%s&ip=%s" % (self.port + 1, ns, svc, ip)).read()


class CoreKubeCache(CoreKube):
    name = "coredns-kubernetes-cache"
    note = "the same with the cache plugin (5 s) and loadbalance, as clusters usually run it"

    def plugins(self):
        return super().plugins() + "\n  cache 5\n  loadbalance"
