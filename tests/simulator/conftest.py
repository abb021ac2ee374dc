"""An integrator's own client: the real SDK, no gateway between."""

import pytest
import stripe

from marketplace.simulator.serving import Simulator


@pytest.fixture
def sdk(simulator: Simulator) -> stripe.StripeClient:
    url = simulator.url
    bases = {"api": url, "connect": url, "files": url, "meter_events": url}
    return stripe.StripeClient("sk_test_integrator", base_addresses=bases, max_network_retries=0)
