"""Estimation: what an area's people think, how sure that is, and which differences are real."""
