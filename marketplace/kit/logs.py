"""Logs: one line per thing that happened, with the request it belongs to, and never a secret."""

import logging
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRET = re.compile(r"password|secret|token|authorization|cookie|signature|api_key|recovery", re.IGNORECASE)
_KEYS = re.compile(r"\b(sk|rk|whsec)_[A-Za-z0-9_]{6,}")


def configure(*, level: str, machine: bool) -> None:
    """Everything below `level` is dropped; for machines each line is a JSON object, for people it is coloured text."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        hide_secrets,
    ]
    renderer: Processor = (
        structlog.processors.JSONRenderer()
        if machine
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for chatty in ("alembic", "huey", "fontTools", "fpdf", "pyhanko"):
        logging.getLogger(chatty).setLevel(max(root.level, logging.WARNING))


def hide_secrets(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """Values under telling names, and keys of Stripe wherever they stand."""
    return {name: _hidden(name, value) for name, value in line.items()}


def _hidden(name: str, value: Any) -> Any:
    if SECRET.search(name):
        return "…"
    return _KEYS.sub(r"\1_…", value) if isinstance(value, str) else value
