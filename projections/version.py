"""The version of a record as one viewer is shown it, and is held to when changing the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import orjson

from projections.clearance import Clearance
from projections.view import View, bit


def shown_version(view: View, row: Mapping[str, Any], clearance: Clearance) -> str:
    """The opaque version of a row: to its owner, what the record names is part of it.

    To anybody else it is not. They may not see the records named, so that naming another one must
    not move what they are shown. `row` has `version`, `owner` and the view's references.
    """
    version: str = row["version"]
    if not view.references or not bit(row["owner"]) & (clearance.bit | clearance.people):
        return version
    named = [version, *(row[name] for name in view.references)]
    return hashlib.blake2b(orjson.dumps(named)).hexdigest()[:24]
