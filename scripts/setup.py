"""Set up everything that a checkout needs: `python3 scripts/setup.py demo|develop|test`.

Only the standard library, because nothing else is there yet. Each step leaves a stamp in
.venv/.setup that names what it was made from, so that a second run finds nothing to do.
It never asks and never needs a terminal; what it may not install itself it names in one sentence.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".setup"
OLDEST = (3, 11)
PYTHONS = ("python3.13", "python3.12", "python3.11", "python3.14")


def main() -> None:
    """Take the steps that the purpose needs."""
    purpose = sys.argv[1] if len(sys.argv) == 2 else ""
    if purpose not in ("demo", "develop", "test"):
        sys.exit(f"{__doc__}")
    if sys.version_info < OLDEST:
        start_again_with_newer_python(purpose)
    os.chdir(ROOT)
    make_environment()
    # Whoever develops keeps the larger set: it holds everything of the smaller one in the same versions.
    smaller = purpose == "demo" and not stamp("develop").exists()
    install_packages("requirements.lock" if smaller else "requirements-dev.lock")
    install_project()
    compile_translations()
    build_frontend()
    if purpose != "develop":
        run([PYTHON, "scripts/system_packages.py", "postgis"])
    if purpose == "test":
        run([PYTHON, "scripts/system_packages.py", "chromium"])


def start_again_with_newer_python(purpose: str) -> None:
    """Run this file with another Python of the machine, or say which one is needed."""
    for name in PYTHONS:
        found = shutil.which(name)
        if found:
            os.execv(found, [found, __file__, purpose])
    needed = ".".join(map(str, OLDEST))
    sys.exit(
        f"Mental Map needs Python {needed} or newer; this is {sys.version.split()[0]}. Install a newer one."
    )


def make_environment() -> None:
    """Make the virtual environment, anew if its Python is gone or is another version."""
    made_from = f"{sys.version_info.major}.{sys.version_info.minor}"
    if PYTHON.exists() and works(PYTHON, made_from):
        return
    if VENV.exists():
        shutil.rmtree(VENV)
    say("Making the virtual environment .venv")
    made = subprocess.run(
        [sys.executable, "-m", "venv", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        shutil.rmtree(VENV, ignore_errors=True)
        package = f"python{made_from}-venv"
        if "ensurepip" in made.stdout + made.stderr and install_with_apt(package):
            return make_environment()
        if "ensurepip" in made.stdout + made.stderr:
            sys.exit(f"Python's venv module is incomplete. Install it with: sudo apt-get install {package}")
        sys.exit(f"The virtual environment could not be made:\n{made.stdout}{made.stderr}")
    return None


def works(python: Path, version: str) -> bool:
    """Answer whether the environment's Python runs and is of this version."""
    asked = subprocess.run(
        [str(python), "-c", "import sys, pip; print('%d.%d' % sys.version_info[:2])"],
        capture_output=True,
        text=True,
        check=False,
    )
    return asked.returncode == 0 and asked.stdout.strip() == version


def install_packages(lock: str) -> None:
    """Install the locked packages; pip checks every one of them against its hash."""
    made_from = digest(ROOT / lock)
    name = "develop" if lock == "requirements-dev.lock" else "demo"
    if is_done(name, made_from):
        return
    say(f"Installing the Python packages of {lock}")
    # Python compiles a module when it is first imported; compiling them all here takes longer.
    pip("install", "--no-compile", "--require-hashes", "--requirement", lock)
    done(name, made_from)


def install_project() -> None:
    """Put the `mentalmap` command into the environment, running from this checkout."""
    made_from = digest(ROOT / "pyproject.toml", ROOT / "hatch_build.py") + str(ROOT)
    if is_done("project", made_from) and (VENV / "bin" / "mentalmap").exists():
        return
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ".")
    done("project", made_from)


def compile_translations() -> None:
    """Compile the catalogues that translators write into those that the program reads."""
    sources = sorted((ROOT / "translations").rglob("*.po"))
    compiled = [source.with_suffix(".mo") for source in sources]
    made_from = digest(*sources)
    if not sources or (is_done("translations", made_from) and all(path.exists() for path in compiled)):
        return
    run([VENV / "bin" / "pybabel", "--quiet", "compile", "--directory", "translations"])
    done("translations", made_from)


def build_frontend() -> None:
    """Bundle scripts and styles, unless no source has changed since."""
    sources = [path for folder in ("js", "css") for path in sorted((ROOT / "static" / folder).rglob("*.*"))]
    sources += [ROOT / name for name in ("package-lock.json", "tsconfig.json", "scripts/build_frontend.py")]
    made_from = digest(*(path for path in sources if path.is_file()))
    if is_done("frontend", made_from) and (ROOT / "static" / "dist" / "manifest.json").exists():
        return
    say("Building the front end")
    run([PYTHON, "scripts/build_frontend.py"])
    done("frontend", made_from)


def pip(*arguments: str) -> None:
    """Run the environment's pip, which heeds the machine's own PIP_… settings."""
    calm = ["--no-input", "--disable-pip-version-check", "--quiet"]
    run([PYTHON, "-m", "pip", arguments[0], *calm, *arguments[1:]])


def run(command: list[str | Path]) -> None:
    """Run a step; if it fails, its own words have been printed and ours name the step."""
    ended = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, check=False)
    if ended.returncode != 0:
        sys.exit(f"This step failed: {' '.join(str(part) for part in command)}")


def install_with_apt(package: str) -> bool:
    """Install a system package where that is possible without asking; `system_packages` knows how."""
    command = [sys.executable, str(ROOT / "scripts" / "system_packages.py"), "apt", package]
    return subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0


def stamp(name: str) -> Path:
    """Give the file that says what a step was made from."""
    return STAMPS / name


def is_done(name: str, made_from: str) -> bool:
    """Answer whether a step was taken with exactly this input."""
    return stamp(name).is_file() and stamp(name).read_text(encoding="utf-8") == made_from


def done(name: str, made_from: str) -> None:
    """Write down what a step was made from."""
    STAMPS.mkdir(exist_ok=True)
    stamp(name).write_text(made_from, encoding="utf-8")


def digest(*paths: Path) -> str:
    """Summarise the contents of files."""
    summary = hashlib.sha256()
    for path in paths:
        summary.update(path.relative_to(ROOT).as_posix().encode())
        summary.update(hashlib.sha256(path.read_bytes()).digest())
    return summary.hexdigest()


def say(sentence: str) -> None:
    """Tell what is being done, with the time that has passed."""
    print(f"[{time.monotonic() - STARTED_S:5.1f} s] {sentence} …", flush=True)


STARTED_S = time.monotonic()

if __name__ == "__main__":
    main()
