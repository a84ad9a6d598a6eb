#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Compares gateway-to-gateway tunnels on one machine, in network namespaces.

Run as root. README.md says what is measured and how to add a tunnel.
"""

import argparse
import contextlib
import datetime
import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import driver
import links
import measure
import report
from driver import Driver, DriverError
from measure import MeasureError
from topology import Topology, TopologyError

TOOLS = {
    "iperf3": "iperf3",
    "sockperf": "sockperf",
    "ip": "iproute2",
    "ping": "iputils-ping",
    "sysctl": "procps",
}
GROUPS = ("cold", "tcp", "reverse", "latency", "udp", "busy", "routed", "long", "lossy")
REFERENCES = ("plain", "wireguard-go")
WORKDIR = "bt-run-"  # how the drivers' work folders are called


def note(text):
    print(text, file=sys.stderr, flush=True)


class Turn:
    """Keeps other measurements off the machine, for some batches in a row at a time."""

    def __init__(self, path, seconds):
        self.path, self.seconds = path, seconds
        self.file, self.since = None, 0.0

    @contextlib.contextmanager
    def batch(self):
        if not self.file:
            self.file = open(self.path, "a")
            fcntl.flock(self.file, fcntl.LOCK_EX)
            self.since = time.monotonic()
        started = time.monotonic()
        try:
            yield
        finally:
            ended = time.monotonic()
            if ended - self.since + (ended - started) > self.seconds:
                self.release()

    def release(self):
        if self.file:
            self.file.close()
            self.file = None


def check(tunnel):
    """Why this tunnel cannot be tried at all, or None."""
    with tempfile.TemporaryDirectory() as workdir:
        missing = sorted(set(tunnel.call("needs", workdir).split()))
    return f"missing Debian packages: {' '.join(missing)}" if missing else None


def samples(link, options, patience, guesses):
    """The measurements on this link that were asked for: (group, what to call), in order."""
    seconds = options.seconds
    congestion = ("-C", options.congestion)
    four = (*congestion, "-P", "4")

    def udp(payload):
        name = f"udp{payload}"
        found = measure.udp(name, payload, 2, guesses.get(name, 40_000))
        guesses[name] = found[f"{name}_kpps"] * 1e3
        return found

    every = [
        ("tcp", lambda: measure.tcp(patience, "tcp1", seconds, *congestion)),
        ("tcp", lambda: measure.tcp(patience, "tcp4", seconds, *four)),
        ("reverse", lambda: measure.tcp(patience, "tcp1r", seconds, *congestion, "-R")),
        ("latency", lambda: measure.latency(patience, "idle", seconds)),
        ("latency", lambda: measure.loaded_latency(patience, "loaded", seconds, *congestion)),
        ("udp", lambda: udp(64)),
        ("udp", lambda: udp(1200)),
        ("busy", lambda: measure.busy_tcp(patience, "busy1tcp1", 1, seconds, *congestion)),
        ("busy", lambda: measure.busy_tcp(patience, "busy1tcp4", 1, seconds, *four)),
        ("busy", lambda: measure.busy_tcp(patience, "busy2tcp1", 2, seconds, *congestion)),
        ("busy", lambda: measure.busy_tcp(patience, "busy2tcp4", 2, seconds, *four)),
    ]
    if link != "wire":
        every = [
            (link, lambda: measure.tcp(patience, f"{link}1", seconds, *congestion)),
            (link, lambda: measure.tcp(patience, f"{link}4", seconds, *four)),
        ]
    return [(group, sample) for group, sample in every if group in options.only]


def wanted(link, tunnel, options):
    """Whether there is anything to measure of this tunnel on this link."""
    if link == "wire":
        return bool(set(options.only) - set(links.LINKS))
    return link in options.only and (not options.far or tunnel.label in options.far)


def repetition(tunnel, options, guesses):
    """One repetition of one tunnel, over each link that was asked for."""
    run, problems = {}, []
    for link in links.LINKS:
        if wanted(link, tunnel, options):
            found, failed = batch(tunnel, link, options, guesses)
            run |= found
            problems += failed
    return run, problems


def batch(tunnel, link, options, guesses):
    """One tunnel over one link, from an empty machine to an empty machine.

    Returns the numbers, and what could not be measured.
    """
    with tempfile.TemporaryDirectory(prefix=WORKDIR) as workdir, Topology(options.wan_offloads, link) as topology:
        run, problems = {}, []
        try:
            tunnel.call("prepare", workdir)
            first_ping = measure.first_ping(time.monotonic())
            mtu = tunnel.up(workdir)
            first = first_ping() * 1e3
            topology.set_pod_mtu(mtu)
            cold = warm(link, options)
            for group, sample in samples(link, options, measure.Patience(options.patience), guesses):
                try:
                    run |= sample()
                except MeasureError as error:
                    problems.append(f"{group}, {link}: {error}")
            run["wan_fragments"] = measure.wan_fragments()
            if link == "wire":
                run |= cold | {"mtu": mtu, "first_ping_ms": first, "rss_mib": measure.resident()}
        finally:
            if options.keep_logs:
                shutil.copytree(workdir, Path(options.keep_logs, tunnel.label), dirs_exist_ok=True,
                                ignore=shutil.ignore_patterns("*.key", "rsa_key.priv"))
            tunnel.call("down", workdir)
        return run, problems


def warm(link, options):
    """The first load after the start, which warms the tunnel; what it came to, where that was asked for."""
    if link == "wire" and "cold" in options.only:
        return measure.cold(max(options.warmup, measure.COLD_SECONDS), "-C", options.congestion)
    measure.iperf3(options.warmup)
    return {}


def earlier(options):
    """What --resume goes on with: the result in the JSON file, or an empty one."""
    if options.resume and Path(options.json).exists():
        return json.loads(Path(options.json).read_text())
    return {
        "date": datetime.date.today().isoformat(),
        "machine": report.machine(),
        "seconds": options.seconds,
        "wan_offloads": options.wan_offloads,
        "congestion": options.congestion,
        "versions": {},
        "runs": {},
        "failed": {},
        "problems": {},
    }


def measure_all(tunnels, options):
    result = earlier(options)
    able, guesses = [], {}
    for tunnel in tunnels:
        result["failed"].pop(tunnel.label, None)
        if why := check(tunnel):
            result["failed"][tunnel.label] = why
            continue
        able.append(tunnel)
        runs = result["runs"].setdefault(tunnel.label, [])
        guesses[tunnel.label] = {name: run[f"{name}_kpps"] * 1e3 for run in runs
                                 for name in ("udp64", "udp1200") if f"{name}_kpps" in run}
        with tempfile.TemporaryDirectory() as workdir:
            result["versions"][tunnel.label] = tunnel.call("version", workdir)
    turn = Turn(options.lock, options.hold)
    for number in range(options.reps):
        for tunnel in able:
            label = tunnel.label
            if label in result["failed"]:
                continue
            note(f"{label}, {number + 1} of {options.reps}")
            try:
                with turn.batch():
                    started = time.monotonic()
                    run, problems = repetition(tunnel, options, guesses[label])
                note(f"  {time.monotonic() - started:.0f} s: " + "  ".join(
                    f"{name}={report.number(value)}" for name, value in run.items()))
                if run:
                    result["runs"][label].append(run)
                if problems:
                    note("  " + "; ".join(problems))
                    result["problems"].setdefault(label, []).extend(problems)
            except (DriverError, MeasureError) as error:
                note(f"  failed: {error}")
                result["failed"][label] = str(error)
            if options.json:
                Path(options.json).write_text(json.dumps(result, indent=1) + "\n")
    turn.release()
    return result


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("drivers", nargs="*", metavar="[LABEL=]DRIVER[@VAR=VALUE,...]",
                        help="default: every driver")
    parser.add_argument("--list", action="store_true", help="list the drivers and what they lack, then exit")
    parser.add_argument("--clean", action="store_true", help="remove what a killed run left behind, then exit")
    parser.add_argument("--reps", type=int, default=3, help="passes over all drivers (default 3)")
    parser.add_argument("--seconds", type=int, default=6, help="length of a TCP or latency run (default 6)")
    parser.add_argument("--warmup", type=int, default=2, help="seconds of TCP before the first sample (default 2)")
    parser.add_argument("--patience", type=int, default=60,
                        help="seconds per batch for repeating samples that others disturbed (default 60)")
    parser.add_argument("--only", type=lambda s: s.split(","), default=list(GROUPS),
                        help="comma separated groups out of " + ",".join(GROUPS))
    parser.add_argument("--far", type=lambda s: s.split(","), default=[], metavar="LABEL,...",
                        help="tunnels that the rows with a router (routed, long, lossy) are measured for (default: all)")
    parser.add_argument("--wan-offloads", choices=("on", "off"), default="on",
                        help="off: cut every packet to the WAN MTU before the veth pair (needs ethtool)")
    parser.add_argument("--congestion", metavar="NAME", default="cubic",
                        help="TCP congestion control of the bulk streams (default cubic)")
    parser.add_argument("--json", metavar="FILE", help="write all samples to FILE, after every batch")
    parser.add_argument("--resume", action="store_true", help="add repetitions to those in the JSON file")
    parser.add_argument("--lock", metavar="FILE", default=str(Path(tempfile.gettempdir(), "bench.lock")),
                        help="held while measuring (default %(default)s)")
    parser.add_argument("--hold", type=int, default=240, metavar="SECONDS",
                        help="give the lock up, to others that wait for it, about this often (default 240)")
    parser.add_argument("--keep-logs", metavar="DIR", help="copy the drivers' work folders, without keys, to DIR")
    options = parser.parse_args()
    if unknown := set(options.only) - set(GROUPS):
        parser.error(f"no such group: {' '.join(sorted(unknown))}")
    if options.resume and not options.json:
        parser.error("--resume needs --json")
    options.wan_offloads = options.wan_offloads == "on"
    return options


def main():
    options = arguments()
    if os.geteuid() != 0:
        sys.exit("bench.py: run me as root")
    if options.clean:
        Topology.clear()
        for workdir in Path(tempfile.gettempdir()).glob(f"{WORKDIR}*"):
            shutil.rmtree(workdir)
        return
    try:
        tunnels = [Driver.parse(spec) for spec in options.drivers or driver.names()]
    except DriverError as error:
        sys.exit(f"bench.py: {error}")
    if options.list:
        for tunnel in tunnels:
            print(f"{tunnel.label:20} {check(tunnel) or 'ready'}")
        return
    tools = dict(TOOLS)
    if not options.wan_offloads:
        tools["ethtool"] = "ethtool"
    if "latency" not in options.only:
        del tools["sockperf"]
    if "lossy" in options.only:
        tools["nft"] = "nftables"
    if "long" in options.only:
        tools["cc"] = "gcc"
    if missing := sorted({package for tool, package in tools.items() if not shutil.which(tool)}):
        sys.exit(f"bench.py: missing Debian packages: {' '.join(missing)}")
    for reference in reversed(REFERENCES):  # references run first in every repetition
        tunnels.sort(key=lambda tunnel: tunnel.label != reference)
    try:
        result = measure_all(tunnels, options)
    except TopologyError as error:
        sys.exit(f"bench.py: {error}")
    print(report.render(result, REFERENCES))


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGTERM):  # also when started with `&`: leave nothing behind
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    main()
