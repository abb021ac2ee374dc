"""The commands, by name: `flask --app wsgi <name>`."""

from flask import Flask

from marketplace.cli import badge_keys, demo, operator, places, reconcile, reindex, reset, worker

COMMANDS = (
    demo.demo,
    reset.reset_demo,
    worker.worker,
    places.load_places,
    operator.operator,
    reconcile.reconcile,
    reindex.reindex,
    reindex.check_search,
    badge_keys.rotate_badge_keys,
    badge_keys.reseal_badge_keys,
)


def init_app(app: Flask) -> None:
    for command in COMMANDS:
        app.cli.add_command(command)
