"""What is said about saved searches: who is new."""

from marketplace.events.models import Event
from marketplace.notices.service import tell
from marketplace.notices.wording import shortened
from marketplace.registry import queries as registry
from marketplace.registry.models import Expert
from marketplace.saved_searches import queries
from marketplace.saved_searches.events import ExpertsFound
from marketplace.saved_searches.models import Alerts, SavedSearch


def found(fact: ExpertsFound, event: Event) -> None:
    """Unless the search is gone by now, or its owner wants no alerts any more. Who has hidden their profile is not named."""
    search = queries.named(fact.subject)
    if search is None or search.alerts is Alerts.NONE:
        return
    experts = registry.published(refs=fact.experts)
    total = fact.total - (len(fact.experts) - len(experts))
    if experts:
        title = f"{_people(total)} for “{shortened(search.name, 120)}”"
        path = f"/saved-searches/{search.ref}"
        tell(
            event,
            [search.user_id],
            "saved_search_found",
            title=title,
            body=_body(search, experts, total),
            path=path,
        )


def _body(search: SavedSearch, experts: list[Expert], total: int) -> str:
    lines = [_line(one) for one in experts]
    if total > len(experts):
        lines.append(f"And {total - len(experts)} more.")
    return "\n\n".join(
        [f"Your saved search “{shortened(search.name, 60)}” finds them since we last told you:", *lines]
    )


def _line(expert: Expert) -> str:
    """Ten of them have to fit into a notice."""
    return shortened(f"{expert.name}: {expert.headline}" if expert.headline else expert.name, 75)


def _people(count: int) -> str:
    return "A new expert" if count == 1 else f"{count} new experts"
