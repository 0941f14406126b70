"""How deep is a kind of touchpoint, and which are hospitality?"""

from __future__ import annotations

DEPTH = {
    "meal": 0.0,
    "gift": 0.0,
    "event": 0.0,
    "visit": 0.2,
    "service": 0.25,
    "review": 0.4,
    "training": 0.5,
    "executive_meeting": 0.5,
    "data_exchange": 0.6,
    "technical_workshop": 0.7,
    "joint_planning": 0.9,
    "joint_innovation": 1.0,
}
"""The depth ladder, 0 (hospitality) to 1 (creating together). Source: ours, after article R1, R4 to R6."""

HOSPITALITY = ("meal", "gift", "event")
TOTAL_ONLY = ("meal", "gift")
"""Meals and gifts are shown as one total, never by account or person."""
