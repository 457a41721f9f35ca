"""Where Chromium is on this computer, and how to get it."""

import os
import shutil
import subprocess

# Without windows, which starts less, and as people have it.
SHELL, WHOLE = "chromium-headless-shell", "chromium"
HOW = f'install Chromium (on Debian: "apt-get install {SHELL} {WHOLE}")'


def chromium() -> str | None:
    """The path of Chromium, or None; of the one without windows first, which starts less."""
    return shutil.which(SHELL) or chromium_with_back_cache()


def chromium_with_back_cache() -> str | None:
    """The path of the Chromium that keeps pages for its Back button, or None."""
    return shutil.which(WHOLE) or shutil.which("chromium-browser")


def install_chromium() -> None:
    """Install Debian's two packages of Chromium, where they are missing and this process may."""
    missing = [package for package in (SHELL, WHOLE) if not shutil.which(package)]
    if not missing or os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Chromium", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["install", "--yes", "--no-install-recommends", *missing]
    for arguments in (["update"], install):
        subprocess.run(
            ["apt-get", "--quiet", "--quiet", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
