"""Once: what is worked out for a long-lived object is kept by that object, and goes with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

__all__ = ["forget", "once"]

_Work = TypeVar("_Work", bound=Callable[..., Any])

_SLOT = "_made_once"


def once(work: _Work) -> _Work:
    """Let the first argument, evidence or an occasion, keep what a function makes of the others.

    A provision is tested for many actors and many incidents: what is the same for them is worked
    out once. Neither evidence nor an occasion ever changes. A cache of the function's own would
    hold the object, and the store that it has open, for as long as the process runs.
    """
    name = f"{work.__module__}.{work.__qualname__}"

    @wraps(work)
    def kept(keeper: Any, *others: Any) -> Any:
        try:
            return keeper.__dict__[_SLOT][name][others]
        except KeyError:
            found = work(keeper, *others)
            vars(keeper).setdefault(_SLOT, {}).setdefault(name, {})[others] = found
            return found

    return cast(_Work, kept)


def forget(keeper: object) -> None:
    """Drop all that an object keeps so: it is worked out again when it is asked for."""
    vars(keeper).pop(_SLOT, None)
