# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""The measurements. Each takes a few seconds and returns a dict of named numbers."""

import contextlib
import json
import os
import re
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from topology import NAMESPACES, A, B, inside, ns_inode, pids

TICK = os.sysconf("SC_CLK_TCK")
CORES = os.cpu_count()
PORT, PING_PORT = 5201, 11111
COLD_SECONDS = 5
MAX_LOSS = 0.01
STEP, RESOLUTION = 1.4, 1.08  # of the search for the highest UDP rate
MAX_NOISE = 0.03  # share of the machine that others may use before a sample is repeated


class MeasureError(Exception):
    pass


# ---------------------------------------------------------------- CPU accounting


def machine_cpu():
    """Busy and stolen seconds of the whole machine since some point in the past.

    Busy is what is neither idle nor stolen: the kernel keeps idle time exactly,
    whereas it only samples user and system time at every tick.
    """
    ticks = [int(n) for n in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:9]]
    _user, _nice, _system, idle, iowait, _irq, _softirq, steal = ticks
    return time.monotonic() * CORES - (idle + iowait + steal) / TICK, steal / TICK


def process_cpu(pid):
    """Own and reaped children's seconds of a process, and whether it is a kernel thread."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(n) for n in fields[11:15]) / TICK, fields[1] == "2" or pid == 2


def tunnel_cpu():
    return sum(process_cpu(pid)[0] for site in (A, B) for pid in pids(site.gw))


def foreign_cpu():
    """Seconds used by every process that is neither ours, nor the kernel's."""
    ours = {ns_inode(ns) for ns in NAMESPACES}
    total = 0.0
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or int(entry) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            seconds, kernel = process_cpu(int(entry))
            if not kernel and os.stat(f"/proc/{entry}/ns/net").st_ino not in ours:
                total += seconds
    return total


@dataclass
class Usage:
    """What the machine spent while a ``spending()`` block ran."""

    wall: float = 0
    busy: float = 0
    steal: float = 0
    tunnel: float = 0
    foreign: float = 0

    @property
    def noise(self):
        """Share of the machine that others used or its host took."""
        return (self.foreign + self.steal) / (self.wall * CORES)


@contextlib.contextmanager
def spending():
    usage = Usage()
    foreign, tunnel, (busy, steal), start = foreign_cpu(), tunnel_cpu(), machine_cpu(), time.monotonic()
    yield usage
    usage.wall = time.monotonic() - start
    busy_now, steal_now = machine_cpu()
    usage.busy, usage.steal = busy_now - busy, steal_now - steal
    usage.tunnel, usage.foreign = tunnel_cpu() - tunnel, max(0.0, foreign_cpu() - foreign)


class Patience:
    """The time that one batch may spend on taking disturbed samples again."""

    def __init__(self, seconds):
        self.left = seconds

    def undisturbed(self, sample):
        """Take a sample, again while others keep the machine busy and patience lasts.

        ``sample`` returns (result, usage). The least disturbed result is returned
        with its noise.
        """
        best = None
        while True:
            started = time.monotonic()
            result, usage = sample()
            if best is None or usage.noise < best[1]:
                best = result, usage.noise
            if usage.noise <= MAX_NOISE or self.left <= 0:
                return best
            self._await_quiet()
            self.left -= time.monotonic() - started

    def _await_quiet(self):
        deadline = time.monotonic() + self.left / 2
        while time.monotonic() < deadline:
            before = foreign_cpu()
            time.sleep(0.5)
            if foreign_cpu() - before <= MAX_NOISE * 0.5 * CORES:
                break


# ---------------------------------------------------------------- load generators


@contextlib.contextmanager
def server(ready, *command):
    """A server in pod b, from the moment that it prints ``ready``."""
    process = subprocess.Popen(inside(B.pod, *command), stdout=subprocess.PIPE,
                               stderr=subprocess.STDOUT, text=True, errors="replace")
    try:
        for line in process.stdout:
            if ready in line:
                break
        else:
            raise MeasureError(f"{command[0]} did not start")
        yield
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def client(timeout, *command):
    try:
        done = subprocess.run(inside(A.pod, *command), capture_output=True, text=True,
                              errors="replace", timeout=timeout)
    except subprocess.TimeoutExpired:
        raise MeasureError(f"{command[0]} hung") from None
    return done.stdout


def iperf3(seconds, *options):
    with server("Server listening", "iperf3", "-s", "-1", "--forceflush", "-p", str(PORT)):
        out = client(seconds + 15, "iperf3", "-c", B.pod_ip, "-p", str(PORT), "-J", "-t", str(seconds), *options)
    try:
        report = json.loads(out)
    except ValueError:
        raise MeasureError("iperf3 was cut off") from None
    if "error" in report:
        raise MeasureError(f"iperf3: {report['error']}")
    return report


def pod_bytes(site):
    out = subprocess.run(["ip", "-n", site.pod, "-s", "-j", "link", "show", "eth0"],
                         capture_output=True, text=True, check=True).stdout
    return json.loads(out)[0]["stats64"]["rx"]["bytes"]


def wan_fragments():
    """IP fragments that the gateways had to make: more than a few means a wrong inner MTU."""
    total = 0
    for site in (A, B):
        snmp = subprocess.run(inside(site.gw, "cat", "/proc/net/snmp"), capture_output=True, text=True).stdout
        names, values = (line.split() for line in snmp.splitlines() if line.startswith("Ip:"))
        total += int(values[names.index("FragCreates")])
    return total


# ---------------------------------------------------------------- measurements


def first_ping(started):
    """Seconds from ``started`` until the first echo reply, awaited in the background."""
    ping = subprocess.Popen(inside(A.pod, "ping", "-n", "-i", "0.01", "-w", "60", B.pod_ip),
                            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def wait():
        with contextlib.closing(ping.stdout):
            try:
                for line in ping.stdout:
                    if "time=" in line:
                        return time.monotonic() - started
                raise MeasureError("no ping came through in 60 s")
            finally:
                ping.kill()
                ping.wait()

    return wait


def tcp(patience, name, seconds, *options):
    """Throughput, and CPU seconds per GB that arrived at the receiving pod."""

    def sample():
        receiver = A if "-R" in options else B
        before = pod_bytes(receiver)
        with spending() as usage:
            report = iperf3(seconds, *options)
        gigabytes = max(pod_bytes(receiver) - before, 1) / 1e9
        end = report["end"]
        return {
            f"{name}_gbps": end["sum_received"]["bits_per_second"] / 1e9,
            f"{name}_retransmitted_percent": retransmitted(report),
            f"{name}_cpu_s_per_gb": (usage.busy - usage.foreign) / gigabytes,
            f"{name}_tunnel_cpu_s_per_gb": usage.tunnel / gigabytes,
        }, usage

    result, noise = patience.undisturbed(sample)
    return result | {f"{name}_noise": noise}


def retransmitted(report):
    """Percent of the segments that were sent again."""
    sent = report["end"]["sum_sent"]
    segments = sent["bytes"] / report["start"]["tcp_mss_default"]
    return 100 * sent.get("retransmits", 0) / max(segments, 1)


def cold(seconds, *options):
    """The first seconds of the first load, one by one: what comes to a tunnel that has just started."""
    with spending() as usage:
        report = iperf3(seconds, "-i", "1", *options)
    found = {f"cold_s{number}_gbps": interval["sum"]["bits_per_second"] / 1e9
             for number, interval in enumerate(report["intervals"][:COLD_SECONDS], 1)}
    received = report["end"]["sum_received"]["bytes"]
    return found | {
        "cold_retransmitted_percent": retransmitted(report),
        "cold_tunnel_cpu_s_per_gb": usage.tunnel / max(received / 1e9, 1e-9),
        "cold_noise": usage.noise,
    }


@contextlib.contextmanager
def beside(count):
    """So many processes that would take a core each, as pods may."""
    processes = [subprocess.Popen(inside(B.pod, "sh", "-c", "while :; do :; done")) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def busy_tcp(patience, name, count, seconds, *options):
    """Throughput beside busy processes; what the machine spent tells nothing then."""
    with beside(count):
        found = tcp(patience, name, seconds, *options)
    return {key: value for key, value in found.items() if key != f"{name}_cpu_s_per_gb"}


def udp(name, payload, seconds, guess):
    """Highest rate of UDP packets that arrives with at most 1 % loss, found by bisection.

    Steps away from ``guess``, ever wider, until one rate passes and another fails.
    """

    def probe(rate):
        """Packets/s received if the loss is small enough, otherwise None."""
        try:
            end = iperf3(seconds, "-u", "-l", str(payload), "-w", "2M", "-b", str(int(rate * payload * 8)))["end"]
        except MeasureError:  # too much loss for iperf3's own control connection
            return None
        sent = end["sum_sent"]["packets"]
        received = end["sum"]["packets"] - end["sum"]["lost_packets"]
        return received / end["sum"]["seconds"] if received >= (1 - MAX_LOSS) * sent > 0 else None

    best = low = high = 0.0
    rate, step = guess, STEP
    with spending() as usage:
        while not (low and high) or high / low > RESOLUTION:
            received = probe(rate)
            if received is None:
                high = rate
            else:
                low, best = rate, max(best, received)
                if received < 0.9 * rate:  # the load generator is at its limit
                    break
            if low and high:
                rate = (low * high) ** 0.5
            else:
                rate, step = (low * step if low else high / step), step**2
            if rate < 100:
                raise MeasureError(f"{name}: loses packets even at {high:.0f} packets/s")
    return {f"{name}_kpps": best / 1e3, f"{name}_noise": usage.noise}


def latency(patience, name, seconds):
    """Round trip of a 64 byte TCP request and response in microseconds."""

    def sample():
        with spending() as usage:
            with server("", "sockperf", "server", "--tcp", "-i", B.pod_ip, "-p", str(PING_PORT)):
                time.sleep(0.3)
                out = client(seconds + 15, "sockperf", "ping-pong", "--tcp", "--full-rtt", "-i", B.pod_ip,
                             "-p", str(PING_PORT), "-m", "64", "-t", str(seconds))
        found = dict(re.findall(r"percentile (50|99)\.000 = +([\d.]+)", out))
        if len(found) != 2:
            raise MeasureError("sockperf: " + (out.strip().splitlines() or ["no output"])[-1])
        return {f"{name}_p{p}_us": float(value) for p, value in found.items()}, usage

    result, noise = patience.undisturbed(sample)
    return result | {f"{name}_noise": noise}


def loaded_latency(patience, name, seconds, *options):
    """The same beside one bulk TCP stream."""
    bulk = ["iperf3", "-c", B.pod_ip, "-p", str(PORT), "-t", "600", *options]
    with server("Server listening", "iperf3", "-s", "-1", "--forceflush", "-p", str(PORT)):
        stream = subprocess.Popen(inside(A.pod, *bulk), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            time.sleep(1)
            return latency(patience, name, seconds)
        finally:
            stream.kill()
            stream.wait()


def resident():
    """Resident memory of the tunnel's processes in the gateway that has more of it, in MiB."""

    def kib(pid):
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
        return int(found[1]) if found else 0

    return max(sum(kib(pid) for pid in pids(site.gw)) for site in (A, B)) / 1024
