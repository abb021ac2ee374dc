"""What an expert has paid for a booking, besides their time: a ticket, a room, a licence. With the receipt as proof.

    submitted ──approve──▶ approved ──pay──▶ paid
        ├──send back──▶ sent back ◀──send back──┤
        │                   └──submit──▶ submitted
        └──withdraw──▶ withdrawn ◀──withdraw── sent back, approved

All of a booking's expenses stay below the share of its price that the vendor had set when it was asked for (`bounds`). An
approver takes the amount or a smaller one, within their limit for all that they approve of one booking; nothing is approved by
itself, for nothing has been paid in before. What is approved is paid by the customer on a page of its own, without a fee, and
released to the expert like the rest. The booking's price, its cancellation and its disputes are about days: they neither hold
nor divide what was paid for an expense. While a dispute is open nothing is approved, paid or released.

Events: ExpenseSubmitted, ExpenseSentBack, ExpenseApproved, ExpenseWithdrawn, ExpensePaid, ExpenseReminded.
"""
