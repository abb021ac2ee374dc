"""The search form. It is sent by GET and read by `Query`; here it only shows what was typed and what is wrong with it."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, Form, SelectChoice, SelectField, StringField
from wtforms.widgets import DateInput, SearchInput

from marketplace.catalog.models import Product
from marketplace.kit.money import CURRENCIES
from marketplace.programmes.levels import Level
from marketplace.registry.languages import NAMES as LANGUAGES
from marketplace.search.query import USUAL_KM, Query

DISTANCES = (10, 25, 50, 100, 200, 500)


def _options(nothing: str, named: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(value, label) for value, label in named.items())]


class SearchForm(Form):
    q = StringField("What do you need done?", widget=SearchInput())
    product = SelectField("Product")
    module = SelectField("Module")
    level = SelectField(
        "Level", choices=_options("Any level", {one.name.lower(): one.label for one in Level})
    )
    first = StringField("First day", widget=DateInput())
    last = StringField("Last day", widget=DateInput())
    near = StringField("Near")
    km = SelectField("Within")
    remote = BooleanField("Remote will do")
    rate = StringField("Day rate up to")
    currency = SelectField("Currency", choices=list(CURRENCIES))
    language = SelectField("Language", choices=_options("Any language", LANGUAGES))

    @classmethod
    def of(cls, query: Query, problems: Mapping[str, str], products: Sequence[Product]) -> "SearchForm":
        """Everything as typed, each problem beside its field."""
        form = cls(data=dict(query.typed) | {"km": str(query.km)})
        form.product.choices = _products(products)
        form.module.choices = _modules(products, query.product)
        form.km.choices = [
            SelectChoice(str(km), f"{km:,} km") for km in sorted({*DISTANCES, USUAL_KM, query.km})
        ]
        for name in problems.keys() & form._fields.keys():
            form[name].errors = [problems[name]]
        return form


def address_of(product: Product) -> str:
    """How a query names it."""
    return f"{product.vendor.slug}/{product.slug}"


def _products(products: Sequence[Product]) -> list[SelectChoice]:
    """By vendor."""
    ordered = sorted(products, key=lambda one: (one.vendor.name.casefold(), one.vendor_id))
    offered = [SelectChoice(address_of(one), one.name, optgroup=one.vendor.name) for one in ordered]
    return [SelectChoice("", "Any product"), *offered]


def _modules(products: Sequence[Product], chosen: str) -> list[SelectChoice]:
    """Those of the chosen product; none before there is one."""
    product = next((one for one in products if address_of(one) == chosen), None)
    if product is None:
        return []
    offered = {one.slug: one.name for one in product.modules if one.retired_at is None}
    return _options("Whole product, any module", offered) if offered else []
