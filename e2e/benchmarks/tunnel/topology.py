# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Two pods behind two gateways joined by a WAN link, all in network namespaces.

    pod-a ---- gw-a ==== WAN (veth, MTU 1500) ==== gw-b ---- pod-b
    10.10.0.2        192.0.2.1        192.0.2.2        10.20.0.2

links.py puts a router between the gateways where that is asked for. Nothing here
touches the host's own namespace except the names of the namespaces, which all start
with ``bt-``.
"""

import os
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import links

WAN_MTU = 1500
WAN_IF = "wan"


@dataclass(frozen=True)
class Site:
    """One cluster: its pod, its gateway and their addresses."""

    side: str
    wan_ip: str
    link_ip: str  # free for a driver to use as the inner address of its tunnel
    pod_cidr: str
    pod_ip: str
    pod_gw: str

    @property
    def pod(self):
        return f"bt-pod-{self.side}"

    @property
    def gw(self):
        return f"bt-gw-{self.side}"


A = Site("a", "192.0.2.1", "10.99.0.1", "10.10.0.0/24", "10.10.0.2", "10.10.0.1")
B = Site("b", "192.0.2.2", "10.99.0.2", "10.20.0.0/24", "10.20.0.2", "10.20.0.1")
NAMESPACES = [ns for site in (A, B) for ns in (site.pod, site.gw)] + [links.ROUTER]


def inside(ns, *command):
    """The command line that runs ``command`` in a namespace."""
    return ["ip", "netns", "exec", ns, *command]


class TopologyError(Exception):
    pass


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise TopologyError(f"{' '.join(command)}: {done.stderr.strip()}")


def pids(ns):
    listed = subprocess.run(["ip", "netns", "pids", ns], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def ns_inode(ns):
    return os.stat(f"/run/netns/{ns}").st_ino


class Topology:
    """Builds the namespaces on entry and removes them, with all their processes, on exit."""

    def __init__(self, wan_offloads=True, link="wire"):
        self.wan_offloads = wan_offloads
        self.link = link
        self.processes = []

    def __enter__(self):
        self.clear()
        try:
            self._build()
        except BaseException:
            self.clear()
            raise
        return self

    def __exit__(self, *exc):
        self.clear()
        for process in self.processes:  # it has ended with its namespace
            process.wait()

    def _build(self):
        for ns in NAMESPACES:
            run("ip", "netns", "add", ns)
            run("ip", "-n", ns, "link", "set", "lo", "up")
            run(*inside(ns, "sysctl", "-eqw", "net.ipv6.conf.all.disable_ipv6=1",
                        "net.ipv6.conf.default.disable_ipv6=1",
                        "net.ipv4.conf.all.rp_filter=0", "net.ipv4.conf.default.rp_filter=0"))
        if self.link == "wire":
            run("ip", "link", "add", WAN_IF, "mtu", str(WAN_MTU), "netns", A.gw, "type", "veth",
                "peer", "name", WAN_IF, "mtu", str(WAN_MTU), "netns", B.gw)
        else:
            self.processes = links.build(self.link, (A, B), run, inside, WAN_IF, WAN_MTU)
        for site in (A, B):
            run("ip", "link", "add", "pod", "netns", site.gw, "type", "veth",
                "peer", "name", "eth0", "netns", site.pod)
            run("ip", "-n", site.gw, "addr", "add", f"{site.pod_gw}/24", "dev", "pod")
            run("ip", "-n", site.gw, "addr", "add", f"{site.wan_ip}/30", "dev", WAN_IF)
            run("ip", "-n", site.pod, "addr", "add", f"{site.pod_ip}/24", "dev", "eth0")
            for ns, dev in ((site.gw, "pod"), (site.gw, WAN_IF), (site.pod, "eth0")):
                run("ip", "-n", ns, "link", "set", dev, "up")
            run("ip", "-n", site.pod, "route", "add", "default", "via", site.pod_gw)
            # Without a tunnel nothing may reach the other cluster, nor be told so by ICMP.
            remote = B if site is A else A
            run("ip", "-n", site.gw, "route", "add", "blackhole", remote.pod_cidr, "metric", "9999")
            run(*inside(site.gw, "sysctl", "-qw", "net.ipv4.ip_forward=1"))
            if not self.wan_offloads:
                run(*inside(site.gw, "ethtool", "-K", WAN_IF, "tso", "off", "gso", "off",
                            "tx-udp-segmentation", "off", "gro", "on"))

    def set_pod_mtu(self, mtu):
        """Give the pods the tunnel's inner MTU, as a CNI plugin would."""
        for site in (A, B):
            run("ip", "-n", site.pod, "link", "set", "eth0", "mtu", str(mtu))

    @staticmethod
    def clear():
        present = [ns for ns in NAMESPACES if Path("/run/netns", ns).exists()]
        for sig in (signal.SIGTERM, signal.SIGKILL):
            left = [pid for ns in present for pid in pids(ns)]
            for pid in left:
                try:
                    os.kill(pid, sig)
                except ProcessLookupError:
                    pass
            deadline = time.monotonic() + 2
            while left and time.monotonic() < deadline and any(pids(ns) for ns in present):
                time.sleep(0.02)
        for ns in present:
            run("ip", "netns", "del", ns)
