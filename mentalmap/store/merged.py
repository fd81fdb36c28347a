"""Merged responses: what counts as said by the person of another response of the same device."""

from __future__ import annotations

import numpy as np
from sqlalchemy.orm import Session

from mentalmap.domain.arrays import IntArray
from mentalmap.store.column_reading import INT8, read_columns


def as_people(session: Session, project_id: int, response_ids: IntArray) -> IntArray:
    """
    Give the number of the person who said each thing: their response's, or the one it counts with.

    Parameters
    ----------
    response_ids
        Numbers of responses, in any order and any often, shape (n,).
    """
    merged = read_columns(
        session,
        "SELECT id, same_person_as FROM merged_response WHERE project_id = %s ORDER BY id",
        (project_id,),
        {"id": INT8, "person": INT8},
    )
    if not len(merged["id"]):
        return response_ids
    at = np.minimum(np.searchsorted(merged["id"], response_ids), len(merged["id"]) - 1)
    return np.where(merged["id"][at] == response_ids, merged["person"][at], response_ids)
