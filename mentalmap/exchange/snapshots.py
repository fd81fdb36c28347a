"""Publications: immutable, numbered folders of compressed files, and a pointer to the current one.

    publications/<project>/<survey>/standing.json        which versions stand, which one is current
    publications/<project>/<survey>/<version>/manifest.json
    publications/<project>/<survey>/<version>/<path>.gz

A version is written beside its place and renamed into it, and it counts only once the standing names
it: whoever is killed on the way leaves nothing that anybody is served. No number is ever given twice,
since browsers and proxies keep what they read under it for a year. What is withdrawn goes where
`withdrawn_versions` says.
"""

from __future__ import annotations

import errno
import fcntl
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from mentalmap.errors import NotFoundError, UnwritableFolderError
from mentalmap.exchange.frozen_versions import FrozenFile, Standing, Version, broken, lost
from mentalmap.exchange.version_folders import (
    DRAFT,
    delete_draft,
    read_standing,
    read_version,
    write_standing,
    write_version,
)
from mentalmap.exchange.withdrawn_versions import WITHDRAWN, finish, folder_of_withdrawn, put_away, strip
from mentalmap.messages import say

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
_VERSION = re.compile(r"[1-9][0-9]{0,5}")
_UNWRITABLE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM})


class Publications:
    """The folder of everything that an installation has published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def standing(self, project: str, survey: str) -> Standing:
        """Read which versions stand; none for names that nothing was ever published under."""
        folder = self._survey_folder(project, survey)
        try:
            return read_standing(folder) if folder else Standing()
        except ValueError as error:
            raise broken(self.folder / project / survey) from error

    def version(self, project: str, survey: str, number: int | str | None = None) -> Version | None:
        """Find a version that stands, the current one if none is named."""
        if number is not None and not _VERSION.fullmatch(str(number)):
            return None
        standing = self.standing(project, survey)
        wanted = standing.current if number is None else int(number)
        folder = self._survey_folder(project, survey)
        if folder is None or wanted not in standing.versions:
            return None
        return read_version(folder / str(wanted), project, survey, int(wanted), broken)

    def told_before(self, project: str, survey: str) -> list[Version]:
        """List every version that somebody may have kept, withdrawn or not, the oldest first."""
        standing, folder = self.standing(project, survey), self._survey_folder(project, survey)
        if folder is None:
            return []
        places = {number: folder / str(number) for number in standing.versions}
        places |= {number: folder_of_withdrawn(folder, number) for number in standing.withdrawn}
        return [
            read_version(place, project, survey, number, lost) for number, place in sorted(places.items())
        ]

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
        """
        Keep everybody else from changing a survey's publications until the block ends.

        Raises
        ------
        UnwritableFolderError
            If the disk is full or the account may not write; what stood still stands.
        """
        try:
            folder = self._made_folder(project, survey)
            with (folder / ".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                for left in folder.glob(f"{DRAFT}*"):  # of somebody who was killed
                    delete_draft(left)
                finish(folder, self.standing(project, survey))
                yield
        except OSError as error:
            if error.errno not in _UNWRITABLE:
                raise
            raise UnwritableFolderError(
                say(
                    "%(path)s cannot be written: %(reason)s.",
                    path=error.filename or self.folder,
                    reason=error.strerror,
                ),
                say("Make room there, or let your account write there, and try again; until then all stays."),
            ) from error

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
        place = folder / str(number)
        draft = Path(mkdtemp(prefix=DRAFT, dir=folder))
        try:
            write_version(draft, files, {**about, "version": number})
            if place.exists():  # renamed into its place by somebody who was killed before it counted
                shutil.rmtree(place)
            draft.rename(place)
            self._stand(
                project,
                survey,
                replace(standing, current=number, versions=(*standing.versions, number), last=number),
            )
        except OSError:  # a full disk should not stay full of a version that does not count
            delete_draft(draft)
            if self.standing(project, survey) == standing:
                shutil.rmtree(place, ignore_errors=True)
            raise
        return read_version(place, project, survey, number, broken)

    def withdraw(self, project: str, survey: str, number: int | None = None) -> int:
        """
        Stop serving a version, the current one if none is named, and delete its files; gives its number.

        Where it was the current one the survey is no longer published: an older version is served
        under its own address only. What the next version is compared with stays, and is never served.

        Raises
        ------
        NotFoundError
            If no such version stands.
        """
        with self._changing_known(project, survey):
            standing = self.standing(project, survey)
            gone = standing.current if number is None else number
            if gone is None or gone not in standing.versions:
                raise _not_standing(survey, standing)
            folder = self.folder / project / survey
            left = replace(
                standing,
                current=None if gone == standing.current else standing.current,
                versions=tuple(one for one in standing.versions if one != gone),
                withdrawn=(*standing.withdrawn, gone),
            )
            try:
                self._stand(project, survey, left)
            except OSError:  # a full disk must not keep anything up, and this makes room
                strip(folder / str(gone))
                self._stand(project, survey, left)
            put_away(folder, gone)
            return gone

    def withdraw_all(self, project: str, survey: str | None = None) -> int:
        """Withdraw every version of one survey or of all, and give how many; their numbers stay used."""
        slugs = self.survey_slugs(project) if survey is None else [survey]
        gone = 0
        for slug in slugs:
            for number in self.standing(project, slug).versions:
                self.withdraw(project, slug, number)
                gone += 1
        return gone

    def forget(self, project: str, survey: str | None = None) -> None:
        """
        Withdraw every version of one survey or of all, and delete what the next would be compared with.

        Only for a survey that is no more: what is published under its name afterwards starts anew, and
        beside files that somebody kept it can tell of single people.
        """
        self.withdraw_all(project, survey)
        for slug in self.survey_slugs(project) if survey is None else [survey]:
            with self._changing_known(project, slug):
                standing = self.standing(project, slug)
                if standing.withdrawn:
                    self._stand(project, slug, replace(standing, withdrawn=()))
                    shutil.rmtree(self.folder / project / slug / WITHDRAWN, ignore_errors=True)

    def remembers(self, project: str, survey: str | None = None) -> bool:
        """Tell whether anything was published of a survey, or of any, that `forget` would delete."""
        slugs = self.survey_slugs(project) if survey is None else [survey]
        known = (self.standing(project, slug) for slug in slugs)
        return any(one.versions or one.withdrawn for one in known)

    def _stand(self, project: str, survey: str, standing: Standing) -> None:
        write_standing(self._made_folder(project, survey), standing)

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


def _not_standing(survey: str, standing: Standing) -> NotFoundError:
    if not standing.versions:
        return NotFoundError(
            say("Nothing of “%(survey)s” is published, so there is nothing to withdraw.", survey=survey),
            say("See what is published: mentalmap publications"),
        )
    return NotFoundError(
        say("No such version of “%(survey)s” is published.", survey=survey),
        say(
            "Versions that stand: %(versions)s. Name one with --version.",
            versions=", ".join(map(str, standing.versions)),
        ),
    )


def _folders(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return sorted(one.name for one in folder.iterdir() if one.is_dir() and _SLUG.fullmatch(one.name))
