"""What is the made-up company like, and which weaknesses are planted in its records?"""

from __future__ import annotations

import datetime as dt

SEED = 20260930
AS_OF = dt.date(2026, 9, 30)
START = dt.date(2023, 10, 1)

ACCOUNTS = 60
REVENUE = 1_700_000_000  # before growth and credit notes, over 36 months
KEY = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 17, 24)  # chosen by last year's revenue (S3)
LATE_KEY = {
    17: dt.date(2025, 1, 1),
    24: dt.date(2025, 1, 1),
    13: dt.date(2024, 1, 1),
    11: dt.date(2024, 1, 1),
}
EARLY_KEY = {1: dt.date(2021, 1, 1), 2: dt.date(2021, 1, 1), 4: dt.date(2022, 1, 1), 9: dt.date(2022, 1, 1)}
FORMER_KEY = {26: (dt.date(2023, 1, 1), dt.date(2025, 1, 1))}
OVERLOOKED = (15, 22, 33, 41, 52)  # fit the strategy, are not key
MISPLACED = (3, 6, 7, 17)  # key, and do not fit the strategy
ONE_DOOR = (6, 8, 10)  # known through one department and one buyer only (R3)
OPEN_HOUSE = 1  # planned together, met in every function (R6)
LOSSMAKERS = (3, 6, 8)  # key, and cost more than they bring (P4)
LOST = {11: dt.date(2026, 2, 28), 44: dt.date(2025, 12, 15), 58: dt.date(2024, 12, 20)}
TOOK_ALONG = {11: 13, 44: 13, 58: 14}  # lost accounts that followed a manager who left (M7)
SILENT = {
    38: dt.date(2025, 12, 10),
    47: dt.date(2026, 1, 20),
    55: dt.date(2026, 2, 25),
    24: dt.date(2026, 4, 10),
}
WRONG_CODE = (12, 31, 50)  # copied with a slip (I1)
EVERY_WEEK = (2, 7, 4)  # managers who keep the CRM up every week (I2)
NO_OWNER = (19, 36, 49, 57)
UNKNOWN_ACCOUNT = "C091"
KEY_SHARE_OF_REVENUE = 0.6

MANAGERS = 12
LEFT = {13: dt.date(2025, 10, 31), 14: dt.date(2024, 8, 15), 15: dt.date(2025, 3, 31)}
WITHOUT_ACCOUNTS = (11, 12)
# share of pay that is short-term bonus (M5), own standing 0–1 (M6), care for records 0–1 (I2), by manager
SHORT_SHARE = (0.34, 0.38, 0.41, 0.44, 0.46, 0.49, 0.51, 0.54, 0.57, 0.60, 0.48, 0.45, 0.52, 0.5, 0.55)
STANDING = (0.95, 0.55, 0.75, 0.20, 0.60, 0.35, 0.10, 0.45, 0.25, 0.05, 0.30, 0.15, 0.2, 0.1, 0.3)
CARE = (0.55, 0.90, 0.30, 0.65, 0.20, 0.45, 0.75, 0.10, 0.35, 0.25, 0.5, 0.6, 0.3, 0.3, 0.3)
# how far a region keeps to itself (O6): it shares less and answers later (O3)
FIEFDOM = (0.35, 0.75, 0.55, 0.95, 0.15, 0.70)

DISCOUNT = {True: (0.205, 0.230, 0.255), False: (0.140, 0.150, 0.160)}  # of list, by year (P3)
COST = 0.605  # direct cost, of list
SERVE = {True: 0.050, False: 0.022}  # cost to serve, of revenue
ACCOUNT_COSTS = {  # of revenue, key and other
    "rebate": (0.034, 0.008),
    "logistics": (0.014, 0.011),
    "service": (0.020, 0.009),
    "expenses": (0.011, 0.005),
    "credit": (0.006, 0.003),
}
QUARTER_END = 2.0  # invoices of a quarter's last ten days, against others (S6)
TERMS = {True: 90, False: 60}
LATE = {True: 41, False: 14}

TOUCHPOINTS = {  # share of meetings (R1, R2)
    "meal": 0.42,
    "visit": 0.31,
    "gift": 0.09,
    "event": 0.05,
    "service": 0.07,
    "review": 0.02,
    "training": 0.007,
    "data_exchange": 0.006,
    "technical_workshop": 0.013,
    "joint_planning": 0.003,
    "joint_innovation": 0.004,
    "executive_meeting": 0.012,
}

# survey: how healthy each clause looks to executives, managers, front line, accounts (mean on 1–5)
OPINION = {
    "P1": (4.4, 4.2, 4.1, None),
    "P2": (4.6, 4.5, 4.4, 4.4),
    "P3": (3.1, 2.6, 2.5, 2.5),
    "P4": (2.9, 2.7, 2.6, None),
    "S1": (4.6, 2.7, 2.2, None),
    "S2": (4.1, 2.8, 2.5, None),
    "S3": (3.2, 2.4, 2.3, None),
    "S4": (4.2, 4.3, 4.2, 3.6),
    "S4a": (2.4, 2.0, 1.8, None),
    "S4b": (2.4, 2.1, 1.9, None),
    "S4c": (2.8, 2.6, 2.5, None),
    "S4d": (2.6, 2.2, 2.1, None),
    "S5": (3.0, 2.3, 2.3, None),
    "S6": (2.9, 2.3, 2.2, None),
    "S7": (4.0, 2.7, 2.4, None),
    "O1": (4.5, 4.5, 4.3, None),
    "O2": (3.3, 2.5, 2.2, None),
    "O3": (3.0, 2.2, 2.0, 1.9),
    "O4": (3.5, 3.1, 3.0, None),
    "O5": (3.0, 2.3, 2.2, None),
    "O6": (3.3, 2.1, 2.0, None),
    "O7": (3.1, 2.2, 1.9, None),
    "O8": (3.0, 2.8, 2.7, None),
    "M1": (3.3, 2.8, 2.7, None),
    "M2": (3.0, 2.2, 2.2, None),
    "M3": (2.9, 2.4, 2.1, None),
    "M4": (3.0, 2.3, 2.2, None),
    "M5": (2.8, 2.0, 1.8, None),
    "M6": (3.4, 2.2, 1.9, 2.1),
    "M7": (4.3, 4.3, 4.3, None),
    "M8": (3.2, 2.2, 1.9, None),
    "I1": (3.0, 2.3, 2.0, None),
    "I2": (3.0, 2.3, 2.1, None),
    "I3": (3.2, 2.4, 2.1, None),
    "I4": (3.4, 2.2, 2.0, None),
    "I5": (3.0, 2.9, 2.9, None),
    "I6": (3.0, 2.5, 2.4, None),
    "I7": (4.2, 4.2, 4.5, None),
    "I8": (3.2, 3.1, 3.0, None),
    "R1": (3.3, 2.8, 2.6, 2.4),
    "R2": (3.0, 2.2, 2.0, 1.8),
    "R3": (4.4, 4.0, 3.9, 2.8),
    "R4": (4.2, 3.6, 3.5, 2.6),
    "R5": (3.4, 3.2, 3.1, 3.2),
    "R6": (3.0, 2.4, 2.3, 2.1),
    "R7": (3.7, 3.5, 3.4, 3.6),
    "F1": (4.5, 2.9, 2.5, None),
    "F2": (3.3, 2.2, 2.0, None),
    "F3": (3.3, 2.5, 2.3, None),
    "F4": (3.6, 3.5, 3.4, None),
    "F5": (4.2, 2.3, 1.9, None),
    "F6": (3.0, 2.5, 2.4, None),
    "F7": (3.2, 2.4, 2.3, None),
}
ANSWERED = {"executive": 7, "manager": 31, "frontline": 118}
ACCOUNTS_ANSWERED = 17
SPEEDERS, STRAIGHT_LINERS, ALIKE = 4, 5, 9
