"""Pure arithmetic of the method: no web, no SQL, no clock."""
