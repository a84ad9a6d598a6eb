# SPDX-FileCopyrightText: The Hanse authors
# SPDX-License-Identifier: Apache-2.0
"""Runs the tunnel drivers in ``drivers/``; README.md describes their contract."""

import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from topology import WAN_IF, WAN_MTU, A, B

DRIVERS = Path(__file__).resolve().parent / "drivers"


class DriverError(Exception):
    pass


def names():
    return sorted(path.name for path in DRIVERS.iterdir() if os.access(path, os.X_OK))


@dataclass
class Driver:
    label: str
    name: str
    settings: dict = field(default_factory=dict)

    @classmethod
    def parse(cls, spec):
        """``[LABEL=]NAME[@VAR=VALUE[,VAR=VALUE...]]``"""
        head, _, tail = spec.partition("@")
        label, _, name = head.rpartition("=")
        if name not in names():
            raise DriverError(f"no driver {name!r}; there are: {' '.join(names())}")
        settings = dict(item.partition("=")[::2] for item in tail.split(",") if item)
        return cls(label or spec, name, settings)

    def environment(self, workdir):
        return os.environ | {
            "BT_DIR": str(workdir),
            "BT_WAN_IF": WAN_IF,
            "BT_WAN_MTU": str(WAN_MTU),
            **{f"BT_{key}_{site.side.upper()}": value for site in (A, B) for key, value in (
                ("GW", site.gw), ("WAN", site.wan_ip), ("LINK", site.link_ip), ("PODS", site.pod_cidr))},
        } | self.settings

    def up(self, workdir):
        """Bring the tunnel up and return its inner MTU."""
        last = self.call("up", workdir).rpartition("\n")[2]
        if not last.isdigit():
            raise DriverError(f"'up' must end with the inner MTU, not {last!r}")
        return int(last)

    def call(self, action, workdir, timeout=60):
        """Run one action of the driver and return what it printed."""
        log = Path(workdir, f"{action}.log")
        with open(log, "w") as errors:
            try:
                done = subprocess.run([DRIVERS / self.name, action], env=self.environment(workdir),
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                                      text=True, timeout=timeout)
            except subprocess.TimeoutExpired:
                raise DriverError(f"'{action}' did not finish in {timeout} s") from None
        if done.returncode:
            said = (log.read_text() + done.stdout).strip().splitlines()
            raise DriverError(said[-1] if said else f"'{action}' exited {done.returncode}")
        return done.stdout.strip()
