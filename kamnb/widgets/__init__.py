"""Cards: what a consultant fills in by hand in a working paper. A model each, tested without a browser, and a thin view."""
