"""Double entry. An entry's postings sum to zero and are never changed; balances are derived from them.

Accounts have a kind and an owner: `stripe`, `stripe_fees`, `fees` (the platform's); `booking` (a customer's
money resting until the work is approved); `expert` (what we owe an expert); `connected` (what lies in an
expert's balance at Stripe); `bank` (what the platform has paid out to itself); `adjustments` (what happened at Stripe alone and
was entered by an operator). Debits are positive.
"""
