"""Where the demo's mail lands: `python -m marketplace.cli.post_office --port 8025 --path instance/mailbox`.

A program of its own that knows nothing of the application, whose start would take the demo's longer than all of its mail.
"""

import signal
from pathlib import Path

import click

from marketplace.gateways import mailbox


@click.command()
@click.option("--port", type=int, required=True)
@click.option("--path", type=click.Path(path_type=Path), required=True)
def serve(port: int, path: Path) -> None:
    """Receive mail on PORT of this machine and keep it under PATH until stopped."""
    controller = mailbox.server(path, port)
    controller.start()
    click.echo(f"Mail is received on port {controller.port}")
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    controller.stop()


if __name__ == "__main__":
    serve()
