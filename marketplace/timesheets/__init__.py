"""Hours worked, submitted by the expert, approved by the organization.

    draft ──submit──▶ submitted ──approve──▶ approved
                        │    └──send back──▶ sent back ──submit──▶ submitted
                        └──(the approver's window passes)──▶ approved
    any but approved ──settle──▶ settled      with the dispute that decided about the money

Days with hours are paid, days without are given back to the customer. Approval completes the booking and
releases the money. Events: TimesheetSubmitted, TimesheetSentBack, TimesheetApproved, TimesheetSettled.
"""
