# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Medians, spreads and ratios of the samples, as Markdown tables."""

import platform
import re
from pathlib import Path
from statistics import median

LOADED = {
    "gbps": "Gbit/s",
    "retransmitted_percent": "retransmitted %",
    "tunnel_cpu_s_per_gb": "tunnel CPU s/GB",
}
MACHINE = {"cpu_s_per_gb": "machine CPU s/GB"}
TABLES = {
    "Throughput": {
        "tcp1_gbps": "TCP 1 stream Gbit/s",
        "tcp4_gbps": "TCP 4 streams Gbit/s",
        "tcp1r_gbps": "TCP reverse Gbit/s",
        "udp64_kpps": "UDP 64 B kpps",
        "udp1200_kpps": "UDP 1200 B kpps",
    },
    "First seconds after a start (1 stream, Gbit/s)": {
        **{f"cold_s{second}_gbps": f"second {second}" for second in range(1, 6)},
        "cold_retransmitted_percent": "retransmitted %",
        "cold_tunnel_cpu_s_per_gb": "tunnel process CPU s/GB",
    },
    "Beside busy processes": {
        f"busy{count}tcp{streams}_{metric}": f"{count} busy, {streams} str., {title}"
        for count in (1, 2) for streams in (1, 4) for metric, title in LOADED.items()
    },
    "One router between the gateways": {
        f"routed{streams}_{metric}": f"{streams} str., {title}" for streams in (1, 4) for metric, title in (LOADED | MACHINE).items()
    },
    "A long way: 10 ms round trip, 1 Gbit/s, 5 ms of buffer": {
        f"long{streams}_{metric}": f"{streams} str., {title}" for streams in (1, 4) for metric, title in (LOADED | MACHINE).items()
    },
    "1 % of the packets lost": {
        f"lossy{streams}_{metric}": f"{streams} str., {title}" for streams in (1, 4) for metric, title in (LOADED | MACHINE).items()
    },
    "Latency (TCP request and response, 64 B, µs)": {
        "idle_p50_us": "idle p50",
        "idle_p99_us": "idle p99",
        "loaded_p50_us": "under TCP load p50",
        "loaded_p99_us": "under TCP load p99",
    },
    "Cost": {
        "tcp1_retransmitted_percent": "1 str., retransmitted %",
        "tcp4_retransmitted_percent": "4 str., retransmitted %",
        "tcp1_cpu_s_per_gb": "machine CPU s/GB",
        "tcp1_tunnel_cpu_s_per_gb": "tunnel process CPU s/GB",
        "rss_mib": "RSS per gateway MiB",
        "first_ping_ms": "start to first ping ms",
        "mtu": "inner MTU",
    },
}
RATIOS = {
    "tcp1_gbps": "TCP 1",
    "tcp4_gbps": "TCP 4",
    "tcp1r_gbps": "TCP reverse",
    "udp64_kpps": "UDP 64 B",
    "udp1200_kpps": "UDP 1200 B",
    "idle_p50_us": "idle p50",
    "loaded_p99_us": "loaded p99",
    "cold_s1_gbps": "cold, second 1",
    "cold_s3_gbps": "second 3",
    **{f"busy{count}tcp{streams}_gbps": f"{count} busy, {streams} str." for count in (1, 2) for streams in (1, 4)},
    **{f"{link}{streams}_gbps": f"{link}, {streams} str." for link in ("routed", "long", "lossy") for streams in (1, 4)},
    "tcp1_cpu_s_per_gb": "CPU s/GB",
}


MAX_NOISE = 0.1  # share of the machine that others used: samples above it are left out


def machine():
    cpuinfo = Path("/proc/cpuinfo").read_text()

    def first(key):
        found = re.search(rf"^{key}\s*: (.*)$", cpuinfo, re.M)
        return found[1] if found else ""

    flags = set(first("flags").split())
    return {
        "cpu": f"{first('model name')} (family {first('cpu family')}, model {first('model')})",
        "cores": len(re.findall(r"^processor", cpuinfo, re.M)),
        "flags": [f for f in ("aes", "vaes", "vpclmulqdq", "avx2", "avx512f") if f in flags],
        "kernel": platform.release(),
        "memory_gib": round(int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 2**20),
    }


def number(value):
    if value == 0:
        return "0"
    digits = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 4
    return f"{value:.{digits}f}"


def cell(values):
    """Median, with the range where there is one."""
    if not values:
        return "-"
    low, mid, high = number(min(values)), number(median(values)), number(max(values))
    return mid if low == high else f"{mid} [{low}-{high}]"


def table(header, rows):
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def column(runs, metric):
    """The samples of a metric, without the badly disturbed ones if others are left."""
    noise = f"{metric.split('_')[0]}_noise"
    every = [run for run in runs if metric in run]
    quiet = [run for run in every if run.get(noise, 0) <= MAX_NOISE]
    return [run[metric] for run in quiet or every]


def ratio(runs, reference, metric):
    """Ratio of the medians."""
    ours, theirs = column(runs, metric), column(reference, metric)
    return number(median(ours) / median(theirs)) if ours and any(theirs) else "-"


def render(result, references):
    runs, failed, versions = result["runs"], result["failed"], result["versions"]
    info = result["machine"]
    counts = sorted({len(samples) for samples in runs.values() if samples}) or [0]
    count = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    parts = [
        f"{result['date']}: {info['cpu']}, {info['cores']} cores ({' '.join(info['flags'])}), "
        f"{info['memory_gib']} GiB, Linux {info['kernel']}. "
        f"Median [range] of {count} repetitions; TCP and latency runs of {result['seconds']} s; "
        f"{result['congestion']}; WAN offloads {'on' if result['wan_offloads'] else 'off'}.",
    ]
    measured = {label: samples for label, samples in runs.items() if samples}
    for title, metrics in TABLES.items():
        shown = {m: t for m, t in metrics.items() if any(m in run for s in measured.values() for run in s)}
        if shown:
            rows = [[label, *(cell(column(samples, m)) for m in shown)] for label, samples in measured.items()]
            parts += [f"### {title}", table(["tunnel", *shown.values()], rows)]
    for reference in references:
        if measured.get(reference) and len(measured) > 1:
            shown = {m: t for m, t in RATIOS.items() if any(m in run for run in measured[reference])}
            rows = [[label, *(ratio(samples, measured[reference], m) for m in shown)]
                    for label, samples in measured.items()]
            parts += [f"### Ratio to {reference}", table(["tunnel", *shown.values()], rows)]
    parts.append("Versions: " + "; ".join(f"{label} {version}" for label, version in versions.items()) + ".")
    missing = [f"- {label}: {why}" for label, why in failed.items()]
    missing += [f"- {label}, in part: {why}" for label, whys in result["problems"].items() for why in whys]
    if missing:
        parts.append("Not measured:\n" + "\n".join(missing))
    noise = [v for s in measured.values() for run in s for k, v in run.items() if k.endswith("_noise")]
    if noise:
        parts.append(f"CPU used by others or stolen during a sample: median {median(noise):.1%}, worst "
                     f"{max(noise):.1%} of the machine; {sum(v > MAX_NOISE for v in noise)} of {len(noise)} "
                     f"samples were above {MAX_NOISE:.0%} and count only where there is no quieter one.")
    fragments = {label: max(column(samples, "wan_fragments")) for label, samples in measured.items()}
    if any(fragments.values()):
        parts.append("IP fragments made on the WAN (should be 0): "
                     + ", ".join(f"{label} {n}" for label, n in fragments.items() if n) + ".")
    return "\n\n".join(parts)
