# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""What may lie between the two gateways instead of a bare wire. Gateways and drivers do not see it: the router answers ARP for the far one."""

import subprocess
import time
from pathlib import Path

ROUTER = "bt-router"
MBIT, DELAY_US, BUFFER_OCTETS = 1000, 5000, 625_000  # each direction: half of 10 ms, and 5 ms at full rate
LOSS_PERCENT = 1
LINKS = ("wire", "routed", "long", "lossy")
WAYS = {"wan-a": "way-ab", "wan-b": "way-ba"}


def build(link, sites, run, inside, wan_if, mtu):
    """Joins the gateways' WAN interfaces by a router, which must be addressed already; returns the processes that run in it."""
    for site in sites:
        wan = f"wan-{site.side}"
        run("ip", "link", "add", wan_if, "mtu", str(mtu), "netns", site.gw, "type", "veth",
            "peer", "name", wan, "mtu", str(mtu), "netns", ROUTER)
        run("ip", "-n", ROUTER, "link", "set", wan, "up")
        run("ip", "-n", ROUTER, "route", "add", site.wan_ip, "dev", wan)
        run("ip", "-n", ROUTER, "route", "add", site.pod_cidr, "via", site.wan_ip, "dev", wan, "onlink")
        # Both gateways think that the other one is on the link.
        run(*inside(ROUTER, "sysctl", "-qw", f"net.ipv4.conf.{wan}.proxy_arp=1", f"net.ipv4.neigh.{wan}.proxy_delay=0"))
    # What the router asks its neighbours from.
    run("ip", "-n", ROUTER, "addr", "add", "198.51.100.1/32", "dev", "lo")
    run(*inside(ROUTER, "sysctl", "-qw", "net.ipv4.ip_forward=1"))
    if link == "lossy":
        lose(run, inside, sites, wan_if)
    return lengthen(run, inside) if link == "long" else []


def lose(run, inside, sites, wan_if):
    """Each packet on its own: what leaves a gateway is cut to the MTU, or a loss would be one of 64 KiB."""
    for site in sites:
        run("ip", "-n", site.gw, "link", "set", wan_if, "gso_max_segs", "1")
    run(*inside(ROUTER, "nft", "add table ip way; add chain ip way lossy { type filter hook forward priority 0; }; "
                f"add rule ip way lossy numgen random mod 100 < {LOSS_PERCENT} drop"))


def lengthen(run, inside):
    """All that crosses the router goes through way.c."""
    program = compiled("way")
    processes = []
    for number, (wan, way) in enumerate(WAYS.items(), 100):
        processes.append(subprocess.Popen(inside(ROUTER, str(program), str(MBIT), str(DELAY_US), str(BUFFER_OCTETS), way)))
        await_device(way)
        run("ip", "-n", ROUTER, "link", "set", way, "txqueuelen", "20000", "up")
        run("ip", "-n", ROUTER, "route", "add", "default", "dev", way, "table", str(number))
        run("ip", "-n", ROUTER, "rule", "add", "iif", wan, "lookup", str(number))
    return processes


def compiled(name):
    """The path of a program of this folder, made anew if its source is newer; with what else is built, since only root may write there."""
    source = Path(__file__).resolve().with_name(f"{name}.c")
    program = source.parents[2] / "target" / name
    program.parent.mkdir(exist_ok=True)
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        subprocess.run(["cc", "-O2", "-o", str(program), str(source)], check=True)
    return program


def await_device(name):
    deadline = time.monotonic() + 5
    while subprocess.run(["ip", "-n", ROUTER, "link", "show", name], capture_output=True).returncode:
        if time.monotonic() > deadline:
            raise RuntimeError(f"way did not make {name}")
        time.sleep(0.01)
