"""Which CI this is, and what it says about the build."""
