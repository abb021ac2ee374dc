"""Messages that wait to be read, and reports of some that wait for the vendor's staff."""

from collections.abc import Callable, Iterator

from flask import url_for
from sqlalchemy import ColumnElement

from marketplace.accounts.actor import Actor
from marketplace.conversations import reading, reported_messages
from marketplace.conversations.models import Conversation
from marketplace.organizations.models import Organization, Vendor
from marketplace.registry.models import Expert
from marketplace.web.conversation_places import address
from marketplace.web.desks.item import Item
from marketplace.web.desks.words import until


def for_expert(expert: Expert, by: Actor) -> Iterator[Item]:
    return _items(by, Conversation.expert_id == expert.id, lambda one: one.organization.name)


def for_organization(organization: Organization, by: Actor) -> Iterator[Item]:
    return _items(by, Conversation.organization_id == organization.id, lambda one: one.expert.name)


def reports(vendor: Vendor) -> Iterator[Item]:
    for one in reported_messages.open_reports(vendor.id):
        conversation = one.message.conversation
        yield Item(
            f"{one.reporter.shown_name} reports a message",
            f"Between {conversation.organization.name} and {conversation.expert.name}, since {until(one.created_at.date())}.",
            "Look at it",
            url_for("message_reports.show", ref=one.ref),
            urgent=True,
        )


def _items(by: Actor, whose: ColumnElement[bool], other: Callable[[Conversation], str]) -> Iterator[Item]:
    for conversation, number in reading.waiting_for(by, whose):
        said = "A new message" if number == 1 else f"{number} new messages"
        yield Item(
            f"{said}: {other(conversation)}",
            f"The last one was written on {until(conversation.written_at.date())}.",
            "Read",
            address(conversation.where, _anchor="newest"),
        )
