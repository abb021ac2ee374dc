"""Hours worked, week by week: written by day, submitted by the expert, approved by the organization.

    draft ──submit──▶ submitted ──approve──▶ approved
                        │    └──send back──▶ sent back ──submit──▶ submitted
                        └──(the approver's window passes)──▶ approved
    any but approved ──settle──▶ settled      with the dispute that decided about the money

Each week of a booking is a sheet (`weeks`). Approving some of its days splits it: they are settled, the others are sent back on a
sheet of their own (`deciding`). Days with hours are paid, days without are given back to the customer, at once; with the last of
them the booking is complete. Events: TimesheetSubmitted, TimesheetSentBack, TimesheetApproved, TimesheetLate, TimesheetReminded,
TimesheetSettled.
"""
