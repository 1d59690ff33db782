"""Loaded by pytest before Django's settings are read: says that this is the test mode."""

import os

os.environ["TRACKER_MODE"] = "test"
