"""Two diagnoses of one client: what has changed, what was kept, and did low scores precede lost accounts."""
