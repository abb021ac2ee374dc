"""What moves from one account to the other, column by column, and what stays. A test holds this against every table there is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Move:
    """Rows of `table` whose `column` names the other are given to the one that stays.

    `alike` are the columns by which two rows would be the same: then the other's is dropped. `said` is what a person
    reads before they agree, as (one, several); empty for what nobody counts.
    """

    table: str
    column: str
    alike: tuple[str, ...] = ()
    said: tuple[str, str] = ("", "")

    @property
    def key(self) -> tuple[str, str]:
        return self.table, self.column


PERSON = (
    Move("notice", "user_id", alike=("event_id", "kind"), said=("notice", "notices")),
    Move("upload", "user_id"),
    Move("invitation", "invited_by_id"),
    Move("booking", "booker_id", said=("booking you made", "bookings you made")),
    Move("booking_tick", "ticked_by_id"),
    Move("amendment", "proposed_by_id"),
    Move("request", "author_id", said=("request you wrote", "requests you wrote")),
    Move("request_invitation", "invited_by_id"),
    Move("proposal_version", "author_id"),
    Move("agreement_template", "published_by_id"),
    Move("acceptance", "user_id"),
    Move("approval", "decided_by_id"),
    Move("cover", "named_by_id"),
    Move("timesheet", "decided_by_id"),
    Move("reconciliation", "asked_by_id"),
    Move("expense", "decided_by_id"),
    Move("absence", "said_by_id"),
    Move("dispute", "opened_by_id"),
    Move("dispute", "assessor_id"),
    Move("dispute_statement", "author_id"),
    Move("attestation", "stated_by_id"),
    Move("attestation_import", "user_id"),
    Move("handover", "offered_by_id"),
    Move("handover", "answered_by_id"),
    Move("rubric", "published_by_id"),
    Move("blueprint_version", "published_by_id"),
    Move("blueprint_draft", "author_id"),
    Move("claim", "decided_by_id"),
    Move("question", "asked_by_id"),
    Move("certificate", "revoked_by_id"),
    Move("assessment", "assessor_id", said=("assessment", "assessments")),
    Move("appeal", "decided_by_id"),
    Move("saved_search", "user_id", said=("saved search", "saved searches")),
    Move("shortlist_entry", "added_by_id"),
    Move("shortlist_entry", "noted_by_id"),
    Move("conversation_participant", "user_id", alike=("conversation_id",)),
    Move("message", "author_id", said=("message you wrote", "messages you wrote")),
    Move("message_report", "reporter_id", alike=("message_id",)),
    Move("message_report", "settled_by_id"),
    Move("review", "author_id", said=("review", "reviews")),
    Move("review", "replied_by_id"),
    Move("review", "moderated_by_id"),
)
"""Of user.id. Without a profile on the other side the profile itself moves, too, with all that hangs on it."""

PROFILE = (
    Move("experience", "expert_id", said=("entry of experience", "entries of experience")),
    Move("language", "expert_id", alike=("code",)),
    Move("linked_calendar", "expert_id", alike=("address",), said=("linked calendar", "linked calendars")),
    Move("other_hours", "expert_id", alike=("on",)),
    Move("day_off", "expert_id", said=("time off", "times off")),
    Move("attestation", "expert_id", said=("attestation", "attestations")),
    Move("reference", "expert_id", said=("reference", "references")),
    Move("work", "expert_id"),
    Move("claim", "expert_id", said=("claim", "claims")),
    Move("certificate", "expert_id", said=("certificate", "certificates")),
    Move("appeal", "expert_id", said=("appeal", "appeals")),
    Move("tie", "expert_id", alike=("organization_id",)),
    Move("booking", "expert_id", said=("booking you were booked for", "bookings you were booked for")),
    Move("request_invitation", "expert_id", alike=("request_id",)),
    Move("proposal", "expert_id", alike=("request_id",), said=("proposal", "proposals")),
    Move("cover", "expert_id"),
    Move("shift", "expert_id"),
    Move("shortlist_entry", "expert_id", alike=("shortlist_id",)),
    Move("saved_search_known", "expert_id", alike=("search_id",)),
    Move("conversation", "expert_id"),  # `joining` has made one of two about the same request
    Move("transfer", "expert_id"),
    Move("payout", "expert_id", said=("payout", "payouts")),
    Move("payout_account", "expert_id", alike=()),
)
"""Of expert.id, where both have a profile: the one of the account that stays goes on."""

BY_HAND = {
    (
        "busy_day",
        "expert_id",
    ): "`joining` counts them anew: the other's calendars come along, the hours do not",
    ("email_address", "user_id"): "`service` makes them second addresses, verified as they were",
    ("membership", "user_id"): "`service` unites the roles",
    ("staff", "user_id"): "`service` unites the roles",
    ("expert", "user_id"): "`service` moves the profile where the other has none",
}

STAYS = {
    ("event", "by_user_id"): "what happened is never written anew",
    ("booking_rule", "expert_id"): "how the profile that goes on lets itself be booked holds for everything",
    ("holiday", "expert_id"): "the public holidays of the profile that goes on",
    ("search_open_week", "expert_id"): "built anew for the profile that goes on",
    ("search_odd_day", "expert_id"): "likewise",
    ("search_call_day", "expert_id"): "likewise",
    ("busy_rule", "expert_id"): "the rule of the profile that goes on holds for all calendars",
    ("feed", "user_id"): "its address ends with the account that is closed",
    ("passkey", "user_id"): "deleted: the keys of the closed account open nothing any more",
    ("merger", "kept_id"): "the record of the merger itself",
    ("merger", "other_id"): "the record of the merger itself",
    ("weekly_hours", "expert_id"): "the weekly hours of the profile that goes on hold for everything",
    ("rating", "expert_id"): "counted anew for both, as the bookings have moved",
    ("search_offer", "expert_id"): "built anew for the profile that goes on; the other is found no more",
    ("search_card", "expert_id"): "likewise",
    ("search_document", "expert_id"): "likewise",
    ("search_employer", "expert_id"): "likewise",
    ("confirmation", "expert_id"): "a word about the calendar of the profile that goes on",
}
