"""Where UmaDB is not installed, its tests are skipped, and not what they import."""

# Looking for its doctests would import it; it has none.
collect_ignore = ["uma_log.py"]
