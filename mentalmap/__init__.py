"""Mental Map: participatory mapping that computes the published mental-map method."""

__version__ = "0.1.0"
