"""Publications: immutable, numbered folders of compressed files, and a pointer to the current one.

    publications/<project>/<survey>/standing.json        which versions stand, which one is current
    publications/<project>/<survey>/<version>/manifest.json
    publications/<project>/<survey>/<version>/<path>.gz

A version is written beside its place and renamed into it, and it counts only once the standing names
it: whoever is killed on the way leaves nothing that anybody is served. No number is ever given twice,
since browsers and proxies keep what they read under it for a year.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile, mkdtemp
from typing import Any

from mentalmap.errors import NotFoundError
from mentalmap.exchange.frozen_versions import MANIFEST, FrozenFile, Standing, Version, broken
from mentalmap.messages import say

STANDING = "standing.json"
DRAFT = ".draft-"
_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_VERSION = re.compile(r"[1-9][0-9]{0,5}")


class Publications:
    """The folder of everything that an installation has published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def standing(self, project: str, survey: str) -> Standing:
        """Read which versions stand; none for names that nothing was ever published under."""
        folder = self._survey_folder(project, survey)
        try:
            told = json.loads((folder / STANDING).read_text(encoding="utf-8")) if folder else None
        except (FileNotFoundError, NotADirectoryError):
            told = None
        except ValueError as error:
            raise broken(self.folder / project / survey) from error
        return Standing(told["current"], tuple(told["versions"]), told["last"]) if told else Standing()

    def version(self, project: str, survey: str, number: int | str | None = None) -> Version | None:
        """Find a version that stands, the current one if none is named."""
        if number is not None and not _VERSION.fullmatch(str(number)):
            return None
        standing = self.standing(project, survey)
        wanted = standing.current if number is None else int(number)
        folder = self._survey_folder(project, survey)
        if folder is None or wanted not in standing.versions:
            return None
        place = folder / str(wanted)
        path = place / MANIFEST
        try:
            manifest = _manifest(path, path.stat().st_mtime_ns)
        except (OSError, ValueError) as error:
            raise broken(place) from error
        return Version(place, project, survey, int(wanted), manifest)

    def surveys(self, project: str) -> list[Version]:
        """List the current version of each published survey, the latest survey first."""
        found = [self.version(project, slug) for slug in self.survey_slugs(project)]
        standing = [one for one in found if one is not None]
        return sorted(standing, key=lambda one: tuple(one.manifest["survey"]["order"]), reverse=True)

    def projects(self) -> list[str]:
        """List the projects under whose name anything was ever published."""
        return _folders(self.folder)

    def survey_slugs(self, project: str) -> list[str]:
        """List the surveys of a project under whose name anything was ever published."""
        return _folders(self.folder / project) if _SLUG.fullmatch(project) else []

    @contextmanager
    def changing(self, project: str, survey: str) -> Iterator[None]:
        """Keep everybody else from changing a survey's publications until the block ends."""
        folder = self._made_folder(project, survey)
        with (folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for left in folder.glob(f"{DRAFT}*"):  # of somebody who was killed
                if left.is_dir():
                    shutil.rmtree(left, ignore_errors=True)
                else:
                    left.unlink()
            yield

    def add(
        self, project: str, survey: str, files: Mapping[str, FrozenFile], about: Mapping[str, Any]
    ) -> Version:
        """
        Write a new version, whole or not at all, and make it the current one; call it within `changing`.

        Parameters
        ----------
        files
            By their path within the version.
        about
            The rest of the manifest.
        """
        folder = self._made_folder(project, survey)
        standing = self.standing(project, survey)
        number = standing.last + 1
        draft = Path(mkdtemp(prefix=DRAFT, dir=folder))
        draft.chmod(0o755)
        known = {}
        for path, file in sorted(files.items()):
            if ".." in PurePosixPath(path).parts or path.startswith("/"):
                raise ValueError(f"not a path within a version: {path}")
            stored = draft / f"{path}.gz"
            stored.parent.mkdir(parents=True, exist_ok=True)
            stored.write_bytes(gzip.compress(file.content, compresslevel=9, mtime=0))
            known[path] = {
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "bytes": len(file.content),
                "type": file.media_type,
            }
        (draft / MANIFEST).write_bytes(_json({**about, "version": number, "files": known}))
        os.sync()  # all of it is on the disk before anything points there
        place = folder / str(number)
        if place.exists():  # renamed into its place by somebody who was killed before it counted
            shutil.rmtree(place)
        draft.rename(place)
        self._stand(project, survey, Standing(number, (*standing.versions, number), number))
        made = self.version(project, survey, number)
        if made is None:
            raise broken(place)
        return made

    def withdraw(self, project: str, survey: str, number: int | None = None) -> int:
        """
        Stop serving a version, the current one if none is named, and delete its files; gives its number.

        Where it was the current one the survey is no longer published: an older version is served
        under its own address only.

        Raises
        ------
        NotFoundError
            If no such version stands.
        """
        with self._changing_known(project, survey):
            standing = self.standing(project, survey)
            gone = standing.current if number is None else number
            if gone is None or gone not in standing.versions:
                raise NotFoundError(
                    say("No such version of “%(survey)s” is published.", survey=survey),
                    say(
                        "Versions that stand: %(versions)s.",
                        versions=", ".join(map(str, standing.versions)) or "–",
                    ),
                )
            self._stand(
                project,
                survey,
                replace(
                    standing,
                    current=None if gone == standing.current else standing.current,
                    versions=tuple(one for one in standing.versions if one != gone),
                ),
            )
            shutil.rmtree(self.folder / project / survey / str(gone), ignore_errors=True)
            return gone

    def withdraw_all(self, project: str, survey: str | None = None) -> int:
        """Delete every version of one survey or of all, and give how many; their numbers stay used."""
        slugs = self.survey_slugs(project) if survey is None else [survey]
        gone = 0
        for slug in slugs:
            for number in self.standing(project, slug).versions:
                self.withdraw(project, slug, number)
                gone += 1
        return gone

    def _stand(self, project: str, survey: str, standing: Standing) -> None:
        path = self._made_folder(project, survey) / STANDING
        with NamedTemporaryFile(dir=path.parent, prefix=DRAFT, delete=False) as draft:
            draft.write(_json(asdict(standing)))
            draft.flush()
            os.fsync(draft.fileno())
        Path(draft.name).chmod(0o644)
        Path(draft.name).replace(path)

    def _survey_folder(self, project: str, survey: str) -> Path | None:
        if not _SLUG.fullmatch(project) or not _SLUG.fullmatch(survey):
            return None
        return self.folder / project / survey

    def _made_folder(self, project: str, survey: str) -> Path:
        folder = self._survey_folder(project, survey)
        if folder is None:
            raise NotFoundError(say("“%(name)s” cannot be published.", name=f"{project}/{survey}"))
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def _changing_known(self, project: str, survey: str) -> Iterator[None]:
        """Like `changing`, but make no folder for a name that nothing was published under."""
        if self.standing(project, survey) == Standing():
            yield
        else:
            with self.changing(project, survey):
                yield


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


@lru_cache(maxsize=64)
def _manifest(path: Path, changed_at_ns: int) -> Mapping[str, Any]:
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if one.is_dir() and _SLUG.fullmatch(one.name))
