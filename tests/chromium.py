"""Where Chromium is on this computer, and how to get it."""

import os
import shutil
import subprocess

HOW = 'install Chromium (on Debian: "apt-get install chromium-headless-shell")'


def chromium() -> str | None:
    """The path of Chromium, or None; of the one without windows first, which starts less."""
    found = map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))
    return next(filter(None, found), None)


def chromium_with_back_cache() -> str | None:
    """The path of the Chromium that keeps pages for its Back button, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def install_chromium() -> None:
    """Install Debian's Chromium, where there is none and this process may."""
    if chromium() or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends", "chromium-headless-shell"]
    for arguments in (["update"], install):
        subprocess.run(
            ["apt-get", "--quiet", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
