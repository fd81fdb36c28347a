"""Settings: read once from the environment, checked, and then never changed.

Each stands in docs/OPERATIONS.md; a test compares. Whoever adds one adds it to `VARIABLES` too.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from mentalmap.assets import asset_root, is_checkout
from mentalmap.errors import InvalidSettingError
from mentalmap.messages import Message, say

__all__ = ["VARIABLES", "Settings", "asset_root"]

VARIABLES = (
    "DATABASE_URL",
    "MENTALMAP_INSTANCE_FOLDER",
    "MENTALMAP_HOST",
    "MENTALMAP_PORT",
    "MENTALMAP_LOCALE",
    "MENTALMAP_LOG_LEVEL",
    "MENTALMAP_SECRET_KEY",
    "MENTALMAP_HTTPS",
    "MENTALMAP_PROXY_COUNT",
    "MENTALMAP_STALE_SECONDS",
    "MENTALMAP_CONTACT",
)
LOCALES = ("sv", "en")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MOST_PROXIES = 9
_ADDRESS = re.compile(r"https?://[^\s<>\"]{3,300}|[^\s@<>\"/?]{1,64}@[^\s@<>\"/?]{3,200}")
MOST_STALE_S = 86_400
LEAST_SECRET_CHARACTERS = 32


@dataclass(frozen=True, slots=True)
class Settings:
    """
    What an installation may choose.

    Parameters
    ----------
    instance_folder
        Where this installation keeps its own data: the private database, the secret key, basemaps.
    database_url
        Address of a PostgreSQL server to use instead of the private one.
    host, port
        Where the web server listens.
    locale
        Language of pages for readers who state no preference.
    log_level
        Least severity that is logged.
    given_secret_key
        Secret key from the environment; the one in the instance folder when None.
    https
        Whether readers come by https, so that cookies may insist on it.
    proxy_count
        Number of reverse proxies in front whose forwarding headers are believed.
    stale_s
        How many seconds a worker that lost the database still serves the last version.
    contact
        Mail or web address for whoever cannot use a page; shown in the accessibility statement.
    """

    instance_folder: Path
    database_url: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    locale: str = "sv"
    log_level: str = "INFO"
    given_secret_key: str | None = None
    https: bool = False
    proxy_count: int = 0
    stale_s: int = 120
    contact: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> Self:
        """
        Read the settings from the environment; an empty variable counts as unset.

        Raises
        ------
        InvalidSettingError
            If a variable holds what it cannot, or one of our prefix is unknown (most often misspelt).
        """
        given = {
            name: value.strip()
            for name, value in (os.environ if environment is None else environment).items()
            if value.strip() and (name in VARIABLES or name.startswith("MENTALMAP_"))
        }
        for name in sorted(given):
            # Tests and build scripts speak to each other by such names; they are no settings.
            if name not in VARIABLES and not name.startswith("MENTALMAP_TEST_"):
                raise InvalidSettingError(
                    say("There is no setting %(name)s.", name=name),
                    say("Known settings: %(known)s.", known=", ".join(VARIABLES)),
                )
        return cls(
            instance_folder=_folder(given, "MENTALMAP_INSTANCE_FOLDER") or default_instance_folder(),
            database_url=given.get("DATABASE_URL"),
            host=given.get("MENTALMAP_HOST", "127.0.0.1"),
            port=_whole_number(given, "MENTALMAP_PORT", 8000, most=65_535),
            locale=_one_of(given, "MENTALMAP_LOCALE", "sv", LOCALES),
            log_level=_one_of(given, "MENTALMAP_LOG_LEVEL", "INFO", LOG_LEVELS),
            given_secret_key=_secret(given, "MENTALMAP_SECRET_KEY"),
            https=_one_of(given, "MENTALMAP_HTTPS", "no", ("yes", "no")) == "yes",
            proxy_count=_whole_number(given, "MENTALMAP_PROXY_COUNT", 0, most=MOST_PROXIES),
            stale_s=_whole_number(given, "MENTALMAP_STALE_SECONDS", 120, most=MOST_STALE_S),
            contact=_address(given, "MENTALMAP_CONTACT"),
        )

    @property
    def publications_folder(self) -> Path:
        """Where everything that was published stands."""
        return self.instance_folder / "publications"

    @property
    def secret_key(self) -> str:
        """The key that signs sessions; made once and kept where only our account may read it."""
        return self.given_secret_key or _kept_secret(self.instance_folder / "secret_key")


def default_instance_folder() -> Path:
    """Give `instance/` of a checkout, or the place for data of the account that runs an installed wheel."""
    if is_checkout():
        return asset_root() / "instance"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "mentalmap"
    data_home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data_home) if data_home.startswith("/") else Path.home() / ".local" / "share") / "mentalmap"


def _kept_secret(path: Path) -> str:
    """Read the key, or make it; of several workers that start together one makes it and all read the same."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            path.hardlink_to(draft)  # fails where replacing would not: the first key wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="utf-8").strip()


def _folder(given: Mapping[str, str], name: str) -> Path | None:
    if name not in given:
        return None
    try:
        return Path(given[name]).expanduser().absolute()
    except RuntimeError:  # "~somebody" that this machine does not know
        raise _unusable(name, given[name], say("Use the full path of a folder.")) from None


def _whole_number(given: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    text = given.get(name, str(otherwise))
    if not (text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most):
        raise _unusable(name, text, say("Use a whole number from 0 to %(most)s.", most=most))
    return int(text)


def _one_of(given: Mapping[str, str], name: str, otherwise: str, allowed: tuple[str, ...]) -> str:
    text = given.get(name, otherwise)
    for value in allowed:
        if text.casefold() == value.casefold():
            return value
    raise _unusable(name, text, say("Use one of: %(allowed)s.", allowed=", ".join(allowed)))


def _secret(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and len(text) < LEAST_SECRET_CHARACTERS:
        # The value itself must not reach a log.
        raise _unusable(name, "…", say("Use at least %(least)s characters.", least=LEAST_SECRET_CHARACTERS))
    return text


def _address(given: Mapping[str, str], name: str) -> str | None:
    text = given.get(name)
    if text is not None and not _ADDRESS.fullmatch(text):
        raise _unusable(
            name,
            text,
            say("Use a mail address such as map@example.org, or a web address that begins with https://."),
        )
    return text


def _unusable(name: str, text: str, remedy: Message) -> InvalidSettingError:
    return InvalidSettingError(
        say("The setting %(name)s cannot be “%(value)s”.", name=name, value=text), remedy
    )
