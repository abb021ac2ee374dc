"""A second pair of eyes: a booking above what its booker may decide alone is approved by somebody who may, before it is paid.

    wanted ──give──▶ given
       ├─refuse─▶ refused   (the booking ends with it)
       └─void───▶ void      (the booking ended first)

Whether one is needed is decided when the days are asked for, or a proposal is accepted, by the booker's limit of that moment; who
may give it, by the limits of the moment when it is given. The expert is asked meanwhile, and the hold runs as always. Above their
own limit nobody books at once: the hold of some minutes would run out before a colleague looks.

Events: ApprovalWanted, ApprovalGiven, ApprovalRefused, ApprovalVoided.
"""
