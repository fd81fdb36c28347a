"""Everything that can go wrong, in our own words and without HTTP.

Each class is one situation. It carries a `Message` for the reader and, where there is
something to do, a remedy. `web` maps classes to statuses; `cli` maps them to exit codes.
"""

from __future__ import annotations

from mentalmap.messages import Message, say


class MentalMapError(Exception):
    """Base of every error that this project raises on purpose."""

    def __init__(self, message: Message, remedy: Message | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.remedy = remedy


class InvalidInputError(MentalMapError):
    """A value that a caller handed in cannot be used."""


class InvalidFilterError(MentalMapError):
    """A filter names an unknown key or an unknown value."""


class InvalidGeometryError(MentalMapError):
    """A geometry was refused by the geometry gate."""


class InvalidMappingError(MentalMapError):
    """A mapping file of an import is not valid."""


class UnreadableFileError(MentalMapError):
    """A file could not be read as any format we know."""


class ImportRejectedError(MentalMapError):
    """An import found rows it must not store, so nothing was stored."""


class NotFoundError(MentalMapError):
    """Something that was named does not exist."""


class ProjectNotFoundError(NotFoundError):
    """No project has this name."""

    def __init__(self, slug: str, known: tuple[str, ...] = ()) -> None:
        remedy = (
            say("Known projects: %(known)s.", known=", ".join(known))
            if known
            else say("Make it with: mentalmap project add %(slug)s --name NAME", slug=slug)
        )
        super().__init__(say("There is no project called “%(slug)s”.", slug=slug), remedy)


class SurveyNotFoundError(NotFoundError):
    """The project has no survey with this name."""

    def __init__(self, slug: str, known: tuple[str, ...] = ()) -> None:
        remedy = say("Known surveys: %(known)s.", known=", ".join(known)) if known else None
        super().__init__(say("There is no survey called “%(slug)s” in this project.", slug=slug), remedy)


class AreaSetNotFoundError(NotFoundError):
    """The project has no area set with this name."""


class AlreadyExistsError(MentalMapError):
    """Something of this name exists already."""


class FrozenVersionError(MentalMapError):
    """A published questionnaire version may not change."""


class NotPermittedError(MentalMapError):
    """The signed-in account may not do this."""


class SignInFailedError(MentalMapError):
    """The account name and the password do not belong together."""


class DatabaseUnavailableError(MentalMapError):
    """The database does not answer."""


class DatabaseSetupError(MentalMapError):
    """PostgreSQL or PostGIS is missing, too old, or of another major version than the data."""


class MissingDataError(MentalMapError):
    """A package or file that the demo project is made from is missing."""


class InvalidSettingError(InvalidInputError):
    """A setting in the environment is unknown or cannot have this value."""


class ConflictingRetryError(MentalMapError):
    """Something else was sent before under the number that names this attempt."""


class UnwritableFolderError(MentalMapError):
    """A folder of the instance cannot be written: the disk is full, or the account may not."""
