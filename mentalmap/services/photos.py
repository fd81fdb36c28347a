"""Photos: at most one per mark, sent after its response, encoded anew, seen where its mark may be seen."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from sqlalchemy.orm import Session

from mentalmap.errors import ReceiptNotFoundError
from mentalmap.exchange.photos import NewPhoto
from mentalmap.services.known_codes import codes_of
from mentalmap.store.outbox import record_event
from mentalmap.store.own_photos import find_photo_place, store_photo
from mentalmap.store.photos import find_photo


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """Where a photo belongs, and whether this very one is there already."""

    project_id: int
    perception_id: int
    sent_sha256: bytes
    is_stored: bool


def find_place_for_photo(
    session: Session, project_slug: str, receipt_hash: bytes, mark_id: UUID, sent: bytes
) -> PhotoPlace:
    """
    Find the mark that a photo belongs to, by the receipt of its response.

    Raises
    ------
    ProjectNotFoundError, ReceiptNotFoundError
        If there is no such project, or no such mark behind this receipt.
    """
    project_id = codes_of(session, project_slug).project_id
    place = find_photo_place(session, project_id, receipt_hash, mark_id)
    if place is None:
        raise ReceiptNotFoundError()
    digest = sha256(sent).digest()
    there = None if place.sent_sha256 is None else bytes(place.sent_sha256)
    return PhotoPlace(project_id, place.id, digest, there == digest)


def add_photo(session: Session, place: PhotoPlace, photo: NewPhoto) -> None:
    """
    Store the photo of a mark; another one of the same mark takes its place.

    Raises
    ------
    ReceiptNotFoundError
        If the mark was withdrawn meanwhile.
    """
    if not store_photo(
        session, place.perception_id, photo.content, place.sent_sha256, photo.width, photo.height
    ):
        raise ReceiptNotFoundError()
    record_event(session, place.project_id, "photos")


def read_own_photo(session: Session, project_slug: str, receipt_hash: bytes, mark_id: UUID) -> bytes:
    """
    Give the photo of one's own mark, as JPEG.

    Raises
    ------
    ProjectNotFoundError, ReceiptNotFoundError
        If there is no such project, or no photo of such a mark behind this receipt.
    """
    place = find_place_for_photo(session, project_slug, receipt_hash, mark_id, b"")
    photo = find_photo(session, place.project_id, place.perception_id)
    if photo is None:
        raise ReceiptNotFoundError()
    return photo.content
