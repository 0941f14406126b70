"""A question about a client's rows that several indicators ask is put to the rows once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd

from kamnb.sources.client import ClientData

P = ParamSpec("P")
T = TypeVar("T")


def asked_once(
    question: Callable[Concatenate[ClientData, P], T],
) -> Callable[Concatenate[ClientData, P], T]:
    """What does a function of a client come to, computed once for each client and arguments?

    The answer lives as long as the client; frames are handed out as copies, so that nobody changes another's.
    """

    @wraps(question)
    def ask(client: ClientData, *args: P.args, **more: P.kwargs) -> T:
        key = (question.__module__, question.__qualname__, args, tuple(sorted(more.items())))
        if key not in client.answers:
            client.answers[key] = question(client, *args, **more)
        found: Any = client.answers[key]
        return cast(T, found.copy() if isinstance(found, pd.DataFrame | pd.Series) else found)

    return ask
