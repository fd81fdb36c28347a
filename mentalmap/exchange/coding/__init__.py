"""From batches of text to coded columns: every word becomes a code or a listed problem."""
