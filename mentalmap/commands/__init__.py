"""The commands of `mentalmap`, one file per noun; part of the cli room."""
