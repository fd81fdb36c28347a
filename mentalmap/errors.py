"""Everything that can go wrong, in our own words and without HTTP.

Each class is one situation. It carries a `Message` for the reader and, where there is
something to do, a remedy. `web` maps classes to statuses; `cli` maps them to exit codes.
"""

from __future__ import annotations

from dataclasses import dataclass

from mentalmap.messages import Message, say


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with what was sent: where (a JSON pointer), what, what to do, and a word for it."""

    pointer: str
    message: Message
    remedy: Message | None = None
    code: str = "invalid"


class MentalMapError(Exception):
    """Base of every error that this project raises on purpose; `code` names the situation to programs."""

    code = ""

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

    code = "unavailable"


class DatabaseSetupError(MentalMapError):
    """PostgreSQL or PostGIS is missing, too old, or of another major version than the data."""


class MissingDataError(MentalMapError):
    """A package or file that the demo project is made from is missing."""


class InvalidSettingError(InvalidInputError):
    """A setting in the environment is unknown or cannot have this value."""


class ConflictingRetryError(MentalMapError):
    """Something else was sent before under the number that names this attempt."""

    code = "conflicting_retry"


class UnwritableFolderError(MentalMapError):
    """A folder of the instance cannot be written: the disk is full, or the account may not."""


class WrongContentTypeError(MentalMapError):
    """What was sent is of a kind that this address does not take."""


class RefusedAnswerError(MentalMapError):
    """An answer cannot be stored, and nothing of it was; `faults` say everything that is wrong."""

    code = "invalid"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            say("What was sent cannot be stored as it is, so nothing of it was stored."),
            say("Each thing that is wrong is listed."),
        )
        self.faults = faults


class UnknownSurveyError(NotFoundError):
    """An answer names a round that the project does not have, or that has no questions yet."""

    code = "unknown_survey"

    def __init__(self, slug: str) -> None:
        super().__init__(
            say("There is no round of questions called “%(slug)s” here.", slug=slug),
            say("Open the page anew and answer there."),
        )


class SurveyClosedError(MentalMapError):
    """An answer came after its round was closed, or before it was opened."""

    code = "survey_closed"

    def __init__(self) -> None:
        super().__init__(
            say("These questions are closed, so no more answers are taken."),
            say("What you wrote is still on your device, and you can copy it."),
        )


class ProofMissingError(MentalMapError):
    """An answer came without the small calculation that makes sending thousands of them dear."""

    code = "proof_missing"

    def __init__(self) -> None:
        super().__init__(
            say("The calculation that goes with an answer is missing or wrong."),
            say("Open the page anew and send from there."),
        )


class WithdrawnError(MentalMapError):
    """An answer is sent again that its sender has withdrawn."""

    code = "withdrawn"

    def __init__(self) -> None:
        super().__init__(
            say("These answers were withdrawn, so they are not stored again."),
            say("To take part after all, answer anew."),
        )


class ReceiptNotFoundError(NotFoundError):
    """No answers belong to this receipt: it was never given out, or they were withdrawn."""

    code = "unknown_receipt"

    def __init__(self) -> None:
        super().__init__(
            say("There are no answers for this receipt."),
            say("They may have been withdrawn. Check that the whole link was copied."),
        )


class BrokenPhotoError(MentalMapError):
    """A photo cannot be read as a picture, or is larger than we take."""

    code = "broken_photo"


class PhotosBusyError(MentalMapError):
    """Other photos are being drawn just now; this one may come again in a moment."""

    code = "unavailable"
    retry_after_s = 5

    def __init__(self) -> None:
        super().__init__(
            say("Many photos are being sent just now."),
            say("Nothing was lost. Send the photo again in a moment."),
        )


class InvalidQuestionnaireError(MentalMapError):
    """Questions cannot be kept or published as they are; `faults` say everything that is wrong."""

    code = "invalid"

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(
            say("The questions cannot be used as they are, so nothing was changed."),
            say("Each thing that is wrong is listed."),
        )
        self.faults = faults


class ChangedMeanwhileError(MentalMapError):
    """Somebody else has changed since what a change was made from."""

    code = "changed_meanwhile"


class OtherAccountError(MentalMapError):
    """A conversation was held by somebody else than who is signed in."""

    code = "other_account"

    def __init__(self, interviewer: str) -> None:
        super().__init__(
            say("This conversation was held by %(name)s, who is not signed in.", name=interviewer),
            say("It is sent when %(name)s signs in on this device.", name=interviewer),
        )
