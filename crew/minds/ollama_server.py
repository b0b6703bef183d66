"""An Ollama server as a client sees it: what is installed, what a model can do, and every failure as one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from crew.minds.mind import Timeouts
from film.errors import MindError

if TYPE_CHECKING:
    import ollama

DEFAULT_HOST = "http://127.0.0.1:11434"
FITTING_BYTES = 12 * 10**9
"""The largest model that is taken unasked: about what 8 to 14 billion parameters weigh at 4 bits."""

_EMBEDDERS = ("embed", "bge-", "minilm", "rerank")

Said = TypeVar("Said")


class Installed(NamedTuple):
    """A model that the server has."""

    name: str
    digest: str
    size_bytes: int


class Described(NamedTuple):
    """A model with what it can do, for ``doctor`` and for ``auto``."""

    name: str
    digest: str
    size_bytes: int
    sees: bool
    completes: bool
    """Writes text: embedding models do not."""
    thinks: bool
    fits: bool
    context_tokens: int | None
    parameters: str
    """As the server says it: ``8.2B``."""


class OllamaServer:
    """One server. Every method raises MindError, with what to do next, when it cannot do its work."""

    def __init__(self, host: str = DEFAULT_HOST, timeouts: Timeouts = Timeouts()):
        import httpx
        import ollama

        self.host = host
        # Redirects and proxies would take the script to an address that nobody named.
        self.client: ollama.Client = ollama.Client(
            host=host,
            timeout=httpx.Timeout(timeouts.read_s, connect=timeouts.connect_s),
            follow_redirects=False,
            trust_env=False,
        )
        # The client takes a key from the environment unasked; a server could write it back into an answer.
        self.client._client.headers.pop("authorization", None)

    def installed(self) -> tuple[Installed, ...]:
        """The server's models, by name."""
        listing = self.told(self.client.list)
        return tuple(sorted(Installed(m.model or "", m.digest or "", int(m.size or 0)) for m in listing.models))

    def version(self) -> str:
        """``Ollama 0.12.6``; ``Ollama`` alone when the server does not tell."""
        import httpx

        try:
            said = self.client._client.get("/api/version").json()
            return f"Ollama {said['version']}"
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return "Ollama"

    def describe(self, model: Installed, memory_bytes: int = FITTING_BYTES) -> Described:
        """What one installed model can do. A server too old to say is taken to mean: writes, does not see."""
        shown = self.told(lambda: self.client.show(model.name), model.name)
        families = set((shown.details.families or ()) if shown.details else ())
        abilities = shown.capabilities
        if abilities is None:
            abilities = [] if any(word in model.name.lower() for word in _EMBEDDERS) else ["completion"]
            abilities += ["vision"] if families & {"clip", "mllama"} else []
        windows = [value for key, value in (shown.modelinfo or {}).items() if key.endswith(".context_length")]
        return Described(
            name=model.name,
            digest=model.digest,
            size_bytes=model.size_bytes,
            sees="vision" in abilities,
            completes="completion" in abilities,
            thinks="thinking" in abilities,
            fits=model.size_bytes <= memory_bytes,
            context_tokens=int(windows[0]) if windows and isinstance(windows[0], (int, float)) else None,
            parameters=(shown.details.parameter_size or "") if shown.details else "",
        )

    def told(self, call: Callable[[], Said], model: str = "") -> Said:
        """``call()`` with every way a server fails told as one sentence."""
        import httpx
        import ollama
        from pydantic import ValidationError

        host = self.host
        try:
            return call()
        except ConnectionError as error:
            raise MindError(f"no Ollama server answers at {host}; start it with: ollama serve") from error
        except httpx.TimeoutException as error:
            raise MindError(
                f"Ollama at {host} did not answer in time ({type(error).__name__}); try a smaller model or a longer timeout"
            ) from error
        except httpx.HTTPError as error:
            raise MindError(
                f"the connection to Ollama at {host} broke: {error}; is the server still running?"
            ) from error
        except ollama.ResponseError as error:
            hint = f"run: ollama pull {model}" if error.status_code == 404 and model else "see the server's log"
            raise MindError(f"Ollama at {host} answered {error.status_code}: {_brief(error.error)}; {hint}") from error
        except (ValueError, ValidationError, TypeError, AttributeError, KeyError, httpx.InvalidURL) as error:
            raise MindError(
                f"what answers at {host} does not speak Ollama's protocol: {_brief(str(error))}; check the address"
            ) from error


def describe_installed(
    host: str | None = None, timeouts: Timeouts = Timeouts(read_s=5.0), memory_bytes: int = FITTING_BYTES
) -> list[Described]:
    """Every model of the server with what it can do, the largest first.

    Args:
        memory_bytes: what a model may weigh to ``fit``.

    Raises:
        MindError: the server cannot be reached.
    """
    server = OllamaServer(host or DEFAULT_HOST, timeouts)
    described = [server.describe(model, memory_bytes) for model in server.installed()]
    return sorted(described, key=lambda model: (-model.size_bytes, model.name))


def installed(host: str = DEFAULT_HOST, timeouts: Timeouts = Timeouts()) -> tuple[Installed, ...]:
    """The server's models, by name. Raises MindError when it cannot be reached."""
    return OllamaServer(host, timeouts).installed()


def _brief(text: Any) -> str:
    """A server's own words on one short line: an error page is no sentence."""
    bare = " ".join(re.sub(r"<[^>]*>", " ", str(text)).split())
    return bare if len(bare) <= 200 else bare[:200] + "…"
