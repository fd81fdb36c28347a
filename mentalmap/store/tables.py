"""Every table in one import, for migrations."""

from mentalmap.store import (
    accounts,
    areas,
    basemaps,
    codebooks,
    deliveries,
    import_runs,
    invitations,
    outbox,
    perceptions,
    photos,
    places,
    projects,
    questionnaires,
    responses,
    saved_views,
    surveys,
)
from mentalmap.store.base import Base

__all__ = [
    "Base",
    "accounts",
    "areas",
    "basemaps",
    "codebooks",
    "deliveries",
    "import_runs",
    "invitations",
    "outbox",
    "perceptions",
    "photos",
    "places",
    "projects",
    "questionnaires",
    "responses",
    "saved_views",
    "surveys",
]
