"""The demo looks at its ports before it starts anything."""

import socket
from collections.abc import Iterator

import click
import pytest
from flask import Flask

from marketplace.cli.demo import refuse_busy_ports


@pytest.fixture
def ports(app: Flask) -> Iterator[list[int]]:
    """Three that are free on this machine; the application is set to use them."""
    probes = [socket.socket() for _ in range(3)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    free = [int(probe.getsockname()[1]) for probe in probes]
    for probe in probes:
        probe.close()
    names = ("PORT", "SIMULATOR_PORT", "MAIL_PORT")
    before = {name: app.config[name] for name in names}
    app.config.update(zip(names, free, strict=True))
    yield free
    app.config.update(before)


def test_free_ports_are_taken(ports: list[int]) -> None:
    refuse_busy_ports()


def test_a_busy_port_is_named_with_the_way_out(ports: list[int]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", ports[1]))
        other.listen()
        with pytest.raises(
            click.ClickException, match=rf"Port {ports[1]} is in use.*SIMULATOR_PORT=\d+ make demo"
        ):
            refuse_busy_ports()


def test_one_port_for_two_is_refused(app: Flask, ports: list[int]) -> None:
    app.config["MAIL_PORT"] = ports[0]
    with pytest.raises(click.ClickException, match=f"PORT and MAIL_PORT are both {ports[0]}"):
        refuse_busy_ports()
