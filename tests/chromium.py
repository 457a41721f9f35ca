"""Where Chromium is on this computer, and how to get it."""

import os
import shutil
import subprocess

HOW = 'install Chromium (on Debian: "apt-get install chromium")'


def chromium() -> str | None:
    """The path of Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def install_chromium() -> None:
    """Install Debian's Chromium, where there is none and this process may."""
    if chromium() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", "--quiet", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
