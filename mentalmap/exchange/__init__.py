"""Files in and out: knows formats, not tables."""
