"""The one place where libyaml is called to read."""

from __future__ import annotations

from yaml._yaml import CParser

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    # The classes of events share no type that knows all their fields.
    NextEvent = Callable[[], Any]


def parse(data: bytes) -> NextEvent:
    """The events of ``data``, from its stream start on, one a call. Calls raise ``yaml.YAMLError``."""
    return CParser(data).get_event
