# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Processes, their memory and processor time, and the machine they share."""
import fcntl, os, signal, socket, subprocess


def tree(pids):
    kids = {}
    for d in os.listdir("/proc"):
        if d.isdigit():
            try:
                with open("/proc/%s/stat" % d) as f:
                    kids.setdefault(int(f.read().rsplit(")", 1)[1].split()[1]), []).append(int(d))
            except OSError:
                pass
    out, todo = [], list(pids)
    while todo:
        p = todo.pop()
        if p not in out and os.path.exists("/proc/%d" % p):
            out.append(p)
            todo += kids.get(p, [])
    return out


def memory(pids):
    """Resident set and proportional set (shared pages counted once), MiB."""
    rss = pss = 0
    for p in tree(pids):
        try:
            with open("/proc/%d/smaps_rollup" % p) as f:
                for line in f:
                    if line.startswith("Rss:"):
                        rss += int(line.split()[1])
                    elif line.startswith("Pss:"):
                        pss += int(line.split()[1])
        except OSError:
            pass
    return round(rss / 1024, 1), round(pss / 1024, 1)


def cpu_s(pids, user_only=False):
    """Processor time of the processes, in seconds."""
    t = 0
    for p in tree(pids):
        try:
            with open("/proc/%d/stat" % p) as f:
                w = f.read().rsplit(")", 1)[1].split()
            t += int(w[11]) + (0 if user_only else int(w[12]))
        except OSError:
            pass
    return t / os.sysconf("SC_CLK_TCK")


def core_busy(core):
    with open("/proc/stat") as f:
        for line in f:
            if line.startswith("cpu%d " % core):
                v = [int(x) for x in line.split()[1:]]
                return (sum(v[:8]) - v[3] - v[4]) / os.sysconf("SC_CLK_TCK")


def free_port(p):
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        s = socket.socket(socket.AF_INET, kind)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", p))
        except OSError:
            return False
        finally:
            s.close()
    return True


class Lock:
    """An advisory lock, so that two measurements never share the cores."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        self.f = open(self.path, "a") if self.path else None
        if self.f:
            fcntl.flock(self.f, fcntl.LOCK_EX)

    def __exit__(self, *_):
        if self.f:
            self.f.close()


def stop(pop, limit=8):
    if pop.poll() is None:
        pop.send_signal(signal.SIGTERM)
        try:
            pop.wait(limit)
        except subprocess.TimeoutExpired:
            pop.kill()
            pop.wait()
