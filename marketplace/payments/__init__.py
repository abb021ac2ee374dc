"""The customer's money in, and back.

    Payment   started ──open──▶ open ──pay──▶ paid
                 └───────────────┴──close──▶ closed        (expired or given up; a late payment is refunded)
    Refund    started ──send──▶ sent ──succeed──▶ succeeded
                 └──────fail──────┴──────fail──────────┴──▶ failed

The row comes first, its ref is the idempotency key, then the call, then the outcome: any crash is resumed by
running it again. Events: PaymentSucceeded, PaymentCameTooLate, RefundSucceeded, RefundFailed,
RefundTriedAgain.
"""
