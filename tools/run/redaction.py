"""Secrets are taken out before anything is written: a key pasted into a script, or echoed by a server, stays out of a run."""

from __future__ import annotations

import re
from typing import Any

REDACTED = "[redacted]"

_SECRETS = re.compile(
    r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}"  # OpenAI and those who copied it
    r"|\b(?:hf|ghp|gho|ghs|glpat|xox[bap])[_-][A-Za-z0-9_-]{16,}"
    r"|\bgithub_pat_[A-Za-z0-9_]{20,}"
    r"|\bAKIA[0-9A-Z]{16}\b"
    r"|\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"  # a JSON web token
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
    re.DOTALL,
)
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9+/._~-]{16,}=*")
_PASSWORD_IN_URL = re.compile(r"(?<=://)[^/\s:@]+:[^/\s@]+(?=@)")


def redacted(value: Any) -> Any:
    """``value`` (JSON data) with everything shaped like a key, a token or a password replaced."""
    if isinstance(value, str):
        if len(value) < 12:
            return value
        text = _SECRETS.sub(REDACTED, value)
        text = _BEARER.sub(rf"\1 {REDACTED}", text)
        return _PASSWORD_IN_URL.sub(REDACTED, text)
    if isinstance(value, dict):
        return {key: redacted(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(item) for item in value]
    return value
