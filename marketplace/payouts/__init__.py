"""The expert's money out.

    PayoutAccount   started ──onboard──▶ onboarding ──enable──▶ payable ──restrict──▶ restricted ──enable──▶ payable
    Transfer        waiting ──send──▶ sent              (waits for its release date and for a payable account)
    Payout          started ──send──▶ sent ──arrive──▶ paid
                                        └──fail──▶ failed ◀──fail──┘     (a bank may return money days later)

Earned money becomes a transfer, transfers that have arrived become a payout. The row comes first, its ref and
attempt are the idempotency key, then the call, then the outcome: any crash is resumed by running it again.

Events: PayoutAccountEnabled, PayoutAccountRestricted, TransferSent, PayoutSent, PayoutPaid, PayoutFailed.
"""
