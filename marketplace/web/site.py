"""The site, put together: headers, who is asking, errors, filters, and one blueprint for each noun."""

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect

from marketplace.web import (
    account,
    addresses,
    answers,
    attestation_imports,
    attestations,
    bookings,
    calendar,
    cancellations,
    catalog,
    certificates,
    claims,
    context,
    demo,
    desk,
    earnings,
    errors,
    evidence,
    experience,
    experts,
    filters,
    hats,
    invitations,
    ledger,
    limits,
    modules,
    money,
    notices,
    onboarding,
    onward,
    operations,
    organizations,
    payments,
    photos,
    places,
    products,
    profile,
    public,
    registration,
    releases,
    reviews,
    search,
    security,
    spending,
    theme,
    timesheets,
    vendors,
    vendors_staff,
)

BLUEPRINTS = (
    account.bp,
    addresses.bp,
    hats.bp,
    invitations.bp,
    operations.bp,
    organizations.bp,
    registration.bp,
    theme.bp,
    vendors_staff.bp,
    calendar.bp,
    vendors.bp,
    products.bp,
    catalog.bp,
    modules.bp,
    releases.bp,
    experts.bp,
    profile.bp,
    photos.bp,
    experience.bp,
    places.bp,
    search.bp,
    answers.bp,
    bookings.bp,
    cancellations.bp,
    payments.bp,
    claims.bp,
    attestations.bp,
    attestation_imports.bp,
    evidence.bp,
    reviews.bp,
    certificates.bp,
    timesheets.bp,
    earnings.bp,
    onboarding.bp,
    ledger.bp,
    money.bp,
    spending.bp,
    notices.bp,
    public.bp,
    desk.bp,
    demo.bp,
)


def init_app(app: Flask) -> None:
    CSRFProtect(app)
    Compress(app)
    security.init_app(app)
    errors.init_app(app)
    filters.init_app(app)
    context.init_app(app)
    onward.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    limits.init_app(app, security.limiter)
