# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""The authoritative servers of the distribution."""
import os, re, shutil

import gen
from peer import Peer, ZONE, sh


class Knot(Peer):
    name, package, binary = "knot", "knot", "knotd"
    how = "knotc zone-begin, zone-unset, zone-set, zone-commit (four commands)"

    def config(self):
        os.makedirs(self.f("db"))
        self.put("knot.conf", """server:
  listen: 127.0.0.1@%d
  rundir: "%s"
  udp-workers: 1
  tcp-workers: 1
  background-workers: 1
control:
  listen: "%s"
log:
  - target: stderr
    any: warning
database:
  storage: "%s"
acl:
  - id: local
    address: 127.0.0.1
    action: update
template:
  - id: default
    storage: "%s"
    zonefile-sync: -1
    acl: local
zone:
  - domain: %s
    file: zone
""" % (self.port, self.dir, self.f("ctl"), self.f("db"), self.dir, ZONE))

    def command(self):
        return self.exe("knotd") + ["-c", self.f("knot.conf")]

    def version(self):
        return sh(*self.exe("knotd"), "-V").split()[-1]

    def ctl(self, *a):
        return sh(*self.exe("knotc"), "-s", self.f("ctl"), *a)

    def update(self, name, ip):
        self.ctl("zone-begin", ZONE)
        self.ctl("zone-unset", ZONE, name + ".", "A")
        self.ctl("zone-set", ZONE, name + ".", str(gen.TTL), "A", ip)
        self.ctl("zone-commit", ZONE)


class KnotDdns(Knot):
    name = "knot-ddns"
    how = "nsupdate (RFC 2136)"

    def update(self, name, ip):
        sh("nsupdate", inp=ddns(self.port, name, ip))


def ddns(port, name, ip):
    return ("server 127.0.0.1 %d\nzone %s\nupdate delete %s. A\nupdate add %s. %d A %s\nsend\n"
            % (port, ZONE, name, name, gen.TTL, ip))


class Nsd(Peer):
    name, package, binary = "nsd", "nsd", "nsd"
    how = "zone file rewritten, nsd-control reload"

    def config(self):
        self.put("nsd.conf", """server:
  ip-address: 127.0.0.1@%d
  server-count: 1
  username: ""
  chroot: ""
  zonesdir: "%s"
  database: ""
  pidfile: "%s"
  xfrdfile: "%s"
  zonelistfile: "%s"
  xfrdir: "%s"
  minimal-responses: yes
  rrl-ratelimit: 0
  rrl-whitelist-ratelimit: 0
  verbosity: 0
remote-control:
  control-enable: yes
  control-interface: "%s"
zone:
  name: %s
  zonefile: zone
""" % (self.port, self.dir, self.f("pid"), self.f("xfrd"), self.f("zonelist"), self.dir, self.f("ctl"), ZONE))
        if self.version().startswith("4.1") and int(self.version().split(".")[1]) >= 10:
            s = open(self.f("nsd.conf")).read()
            self.put("nsd.conf", s.replace('  database: ""\n', ""))

    def command(self):
        return self.exe("nsd") + ["-d", "-c", self.f("nsd.conf")]

    def version(self):
        return sh(*self.exe("nsd"), "-v", check=False).split()[2]

    def update(self, name, ip):
        self.rewrite_zone(name, ip)
        sh(*self.exe("nsd-control"), "-c", self.f("nsd.conf"), "reload", ZONE)


class Pdns(Peer):
    name, package, binary = "pdns", "pdns-server pdns-backend-bind", "pdns_server"
    how = "zone file rewritten, pdns_control bind-reload-now + purge"

    def config(self):
        self.put("named.conf", 'options { directory "%s"; };\nzone "%s" { type master; file "zone"; };\n' % (self.dir, ZONE))
        self.put("pdns.conf", """launch=bind
bind-config=%s
local-address=127.0.0.1
local-port=%d
receiver-threads=1
distributor-threads=1
reuseport=yes
socket-dir=%s
security-poll-suffix=
daemon=no
guardian=no
write-pid=no
loglevel=3
""" % (self.f("named.conf"), self.port, self.dir))
        if self.root:
            with open(self.f("pdns.conf"), "a") as f:
                f.write("module-dir=%s\n" % os.path.join(self.root, "usr/lib/x86_64-linux-gnu/pdns"))

    def command(self):
        return self.exe("pdns_server") + ["--config-dir=" + self.dir]

    def version(self):
        m = re.search(r"Server ([\d.]+)", sh(*self.exe("pdns_server"), "--version", check=False))
        return m.group(1) if m else "?"

    def update(self, name, ip):
        self.rewrite_zone(name, ip)
        c = self.exe("pdns_control") + ["--config-dir=" + self.dir]
        sh(*c, "bind-reload-now", ZONE)
        sh(*c, "purge", ZONE + "$")


class Bind(Peer):
    name, package, binary = "bind9", "bind9 bind9-dnsutils", "named"
    how = "nsupdate (RFC 2136)"

    def config(self):
        self.put("named.conf", """options {
  directory "%s";
  listen-on port %d { 127.0.0.1; };
  listen-on-v6 { none; };
  recursion no;
  minimal-responses yes;
  notify no;
  dnssec-validation no;
  pid-file "%s";
  session-keyfile none;
  zone-statistics none;
};
controls { };
zone "%s" { type primary; file "zone"; allow-update { 127.0.0.1; }; };
""" % (self.dir, self.port, self.f("pid"), ZONE))

    def command(self):
        return self.exe("named") + ["-g", "-n", "1", "-c", self.f("named.conf")]

    def version(self):
        return re.search(r"BIND ([\d.]+)", sh(*self.exe("named"), "-v")).group(1)

    def update(self, name, ip):
        sh("nsupdate", inp=ddns(self.port, name, ip))


class Unbound(Peer):
    name, package, binary = "unbound", "unbound", "unbound"
    how = "unbound-control local_data_remove + local_data"
    note = "resolver with local-data, not an authoritative server"

    def config(self):
        self.put("unbound.conf", """server:
 interface: 127.0.0.1@%d
 do-daemonize: no
 chroot: ""
 username: ""
 directory: "%s"
 pidfile: ""
 num-threads: 1
 so-reuseport: yes
 use-syslog: no
 verbosity: 0
 module-config: "iterator"
 include: "%s"
remote-control:
 control-enable: yes
 control-interface: "%s"
 control-use-cert: no
""" % (self.port, self.dir, os.path.join(self.data, "unbound.local"), self.f("ctl")))

    def command(self):
        return self.exe("unbound") + ["-d", "-c", self.f("unbound.conf")]

    def version(self):
        return sh(*self.exe("unbound"), "-V").split()[1]

    def update(self, name, ip):
        c = self.exe("unbound-control") + ["-c", self.f("unbound.conf")]
        sh(*c, "local_data_remove", name)
        sh(*c, "local_data", "%s %d A %s" % (name, gen.TTL, ip))


class Dnsmasq(Peer):
    name, package, binary = "dnsmasq", "dnsmasq-base", "dnsmasq"
    how = "hosts file rewritten, SIGHUP"
    note = "forwarder with a hosts file, not an authoritative server"

    def config(self):
        shutil.copy(os.path.join(self.data, "dnsmasq.hosts"), self.f("hosts"))
        self.put("dnsmasq.conf", """port=%d
listen-address=127.0.0.1
bind-interfaces
no-resolv
no-hosts
user=root
addn-hosts=%s
conf-file=%s
local=/%s/
local-ttl=%d
cache-size=10000
pid-file=
""" % (self.port, self.f("hosts"), os.path.join(self.data, "dnsmasq.srv"), ZONE, gen.TTL))

    def command(self):
        return self.exe("dnsmasq") + ["-k", "-C", self.f("dnsmasq.conf")]

    def version(self):
        return sh(*self.exe("dnsmasq"), "-v").split()[2]

    def update(self, name, ip):
        with open(self.f("hosts")) as f:
            s = f.read()
        s = re.sub(r"^\S+ %s$" % re.escape(name), "%s %s" % (ip, name), s, count=1, flags=re.M)
        self.put("hosts", s)
        self.pop.send_signal(1)


class Gdnsd(Peer):
    name, package, binary = "gdnsd", "gdnsd", "gdnsd"
    how = "zone file rewritten, gdnsdctl reload-zones"

    def config(self):
        for d in ("etc/zones", "run", "state"):
            os.makedirs(self.f(d))
        os.symlink(self.f("zone"), self.f("etc/zones/" + ZONE))
        self.put("etc/config", """options => {
  listen => 127.0.0.1:%d
  udp_threads => 1
  tcp_threads => 1
  run_dir => %s
  state_dir => %s
}
""" % (self.port, self.f("run"), self.f("state")))

    def rewrite_zone(self, name, ip):
        super().rewrite_zone(name, ip)
        os.unlink(self.f("etc/zones/" + ZONE))
        shutil.copy(self.f("zone"), self.f("etc/zones/" + ZONE))

    def command(self):
        return self.exe("gdnsd") + ["-c", self.f("etc"), "start"]

    def version(self):
        return sh(*self.exe("gdnsd"), "--version", check=False).split("version ")[-1].split()[0] or "?"

    def update(self, name, ip):
        self.rewrite_zone(name, ip)
        sh(*self.exe("gdnsdctl"), "-c", self.f("etc"), "reload-zones")
