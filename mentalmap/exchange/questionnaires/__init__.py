"""Questionnaires as JSON: stored, sent to phones, exchanged with other programs."""
