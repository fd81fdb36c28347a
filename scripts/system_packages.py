"""Install what Python packages cannot bring: `system_packages.py postgis|chromium|apt PACKAGE`.

With apt as root or where sudo asks for no password, with Homebrew, or, for PostGIS on Debian and
Ubuntu, by unpacking packages into .postgresql without any rights at all. Otherwise it says
in one sentence what to install. Nothing is done where the thing is there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS = Path("/var/lib/apt/lists")
LISTS_STALE_AFTER_S = 7 * 24 * 3600
QUICK_BROWSER = "chromium-headless-shell"
BROWSERS = (QUICK_BROWSER, "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
BROWSER_APPS = ("/Applications/Chromium.app", "/Applications/Google Chrome.app")


def main() -> None:
    """Do what the first argument asks for."""
    match sys.argv[1:]:
        case ["postgis"]:
            ensure_postgis()
        case ["chromium"]:
            ensure_chromium()
        case ["apt", package]:
            sys.exit(0 if apt_install(package) else 1)
        case _:
            sys.exit(f"{__doc__}")


def ensure_postgis() -> None:
    """See to it that a PostgreSQL with PostGIS can be started, unless a server is named."""
    if os.environ.get("DATABASE_URL", "").strip():
        return
    # After the project's own packages, so that the search is the very one that the program makes.
    from mentalmap.store.cluster_binaries import advise_installation, find_installations, unpacked_programs

    if find_installations():
        return
    if apt_install("postgresql-postgis") and find_installations():
        return
    if shutil.which("brew"):
        say("Installing PostgreSQL and PostGIS with Homebrew")
        subprocess.run(["brew", "install", "--quiet", "postgresql@17", "postgis"], check=False)
        if find_installations():
            return
    if shutil.which("apt-get") and unpack_postgis(unpacked_programs()) and find_installations():
        return
    sys.exit(f"PostgreSQL with PostGIS is missing. {advise_installation()}")


def ensure_chromium() -> None:
    """See to it that a browser of the Chromium family is there for the tests."""
    if find_browser() or apt_install(QUICK_BROWSER) or (apt_install("chromium") and find_browser()):
        return
    if shutil.which("brew"):
        subprocess.run(["brew", "install", "--quiet", "--cask", "chromium"], check=False)
        if find_browser():
            return
    sys.exit("The browser tests need Chromium or Chrome. Install it with: sudo apt-get install chromium")


def find_browser() -> str | None:
    """Find a browser of the Chromium family."""
    named = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    return named or next((app for app in BROWSER_APPS if Path(app).exists()), None)


def apt_install(package: str) -> bool:
    """Install a package with apt if that needs no question answered; answer whether it worked."""
    if not shutil.which("apt-get"):
        return False
    rights = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if rights and (
        not shutil.which("sudo")
        or subprocess.run([*rights, "true"], capture_output=True, check=False).returncode
    ):
        return False
    say(f"Installing the system package {package}")
    apt = [
        *rights,
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-qq",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    install = [*apt, "install", "--yes", "--no-install-recommends", package]
    if not lists_are_stale() and quietly(install):
        return True
    # Lists that are missing or old name versions that the archive no longer has.
    quietly([*apt, "update"])
    return quietly(install, show=True)


def lists_are_stale() -> bool:
    """Answer whether apt's lists are missing or older than a week."""
    ages_s = [time.time() - path.stat().st_mtime for path in LISTS.glob("*_Packages*")]
    return not ages_s or min(ages_s) > LISTS_STALE_AFTER_S


def unpack_postgis(target: Path) -> bool:
    """
    Unpack PostGIS and what it needs below `target`, without any rights on this machine.

    Packages that are installed already are left out: the dynamic linker finds those. Debian's
    `alternatives` are made by scripts that we do not run, hence the link to `postgis.control`.
    """
    simulated = subprocess.run(
        ["apt-get", "install", "--simulate", "--no-install-recommends", "-qq", "postgresql-postgis"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    packages = [line.split()[1] for line in simulated.stdout.splitlines() if line.startswith("Inst ")]
    if not packages:
        return False
    say(f"Unpacking {len(packages)} packages of PostgreSQL and PostGIS into {target.name}")
    with tempfile.TemporaryDirectory() as downloads:
        if not quietly(["apt-get", "download", "-qq", *packages], show=True, folder=downloads):
            return False
        fresh = target.with_name(target.name + ".new")
        shutil.rmtree(fresh, ignore_errors=True)
        for archive in sorted(Path(downloads).glob("*.deb")):
            if not quietly(["dpkg-deb", "--extract", str(archive), str(fresh)], show=True):
                return False
    for versioned in fresh.glob("usr/share/postgresql/*/extension/postgis-[0-9].control"):
        link = versioned.with_name("postgis.control")
        if not link.exists():
            link.symlink_to(versioned.name)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    return True


def quietly(command: list[str], *, show: bool = False, folder: str | None = None) -> bool:
    """Run a command without its chatter; with `show`, its words are printed if it fails."""
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        cwd=folder,
    )
    if ended.returncode != 0 and show:
        print(ended.stdout[-2000:], file=sys.stderr)
    return ended.returncode == 0


def say(sentence: str) -> None:
    """Tell what is being done."""
    print(f"          {sentence} …", flush=True)


if __name__ == "__main__":
    main()
