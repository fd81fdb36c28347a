"""Answers as they travel: the JSON that pages send, read strictly, every fault told with a pointer to it."""

from mentalmap.exchange.answering.reading import read_language, read_response
from mentalmap.exchange.answering.writing import write_response

__all__ = ["read_language", "read_response", "write_response"]
