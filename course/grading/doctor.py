"""Says in words what the jail needs on this machine, what is there, and how to get the rest."""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from course.grading import jail, seccomp


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    words: str


SWITCHES = {
    "/proc/sys/kernel/unprivileged_userns_clone": ("0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    "/proc/sys/user/max_user_namespaces": ("0", "sudo sysctl -w user.max_user_namespaces=10000"),
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or an AppArmor profile that gives "
        "/usr/bin/bwrap the right “userns” (Ubuntu 24.04 and later)",
    ),
}  # fmt: skip


def look() -> list[Finding]:
    """Look at everything that the jail needs, the making of one included."""
    linux = sys.platform.startswith("linux")
    found = [
        Finding("Linux", linux, "" if linux else "The jail needs Linux: use such a machine, or a virtual one."),
        Finding("processor", seccomp.supported(), "" if seccomp.supported() else "x86_64 and aarch64 are supported."),
    ]  # fmt: skip
    path = shutil.which("bwrap")
    cure = "apt-get install bubblewrap (Debian, Ubuntu), dnf install bubblewrap (Fedora), apk add bubblewrap (Alpine)"
    found.append(Finding("bubblewrap", path is not None, path or f"It is not installed: {cure}."))
    for switch, (bad, what_to_do) in SWITCHES.items():
        if linux and Path(switch).is_file():
            value = Path(switch).read_text().strip()
            name = switch.removeprefix("/proc/sys/").replace("/", ".")
            blocked = value == bad and os.getuid() != 0
            found.append(
                Finding(
                    name, not blocked, f"It is {value}." if not blocked else f"It is {value}: {what_to_do}."
                )
            )
    if not all(finding.good for finding in found[:3]):
        return found
    try:
        jail.check()
        found.append(Finding("a jail", True, "One was made, and taken down again."))
    except jail.NoJail as missing:
        found.append(Finding("a jail", False, f"{missing}. {advice(str(missing))}".replace("..", ".")))
    return found


def advice(words: str) -> str:
    """Return what usually helps against one of bubblewrap's messages."""
    if "ermission denied" in words or "not permitted" in words or "uid map" in words:
        return (
            "The kernel does not let this account make namespaces. In a container, start it with "
            "--security-opt seccomp=unconfined --security-opt apparmor=unconfined, or grade on the machine itself. "
            "On Ubuntu 24.04 and later see kernel.apparmor_restrict_unprivileged_userns."
        )
    if "No such file" in words or "can't find" in words.lower():
        return "A folder that the jail needs cannot be read by this account."
    return "Look at bubblewrap's words, and try: bwrap --unshare-all --ro-bind / / true"
