"""The demo project: a synthetic mental map of Kramfors on real geography.

Nobody said any of this. How it is made: docs/DEMO.md.
"""
