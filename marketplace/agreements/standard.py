"""The text that holds until a vendor publishes its own. It is plain English, and no legal advice."""

NUMBER = 0
TEXT = """\
# Agreement about {{ count }} with {{ expert }}

Between **{{ customer }}** (the customer) and **{{ expert }}** (the expert), brought together by {{ vendor }}. \
Booking {{ reference }}.

## 1. What is to be done

The customer needs: {{ purpose }}

The expert works as somebody certified by {{ vendor }}: {{ skill }}, level {{ level }}.

## 2. When

{{ days }}

By the expert's calendar and clock ({{ timezone }}); days are worked at the hours that the booking shows. They can be changed \
when both sides agree; each change makes a new version of this agreement.

## 3. Price

- {{ rate }} {{ unit }}: {{ price }} in all for the expert.
- {{ fee }} fee for the marketplace ({{ fee_percent }}).
- {{ total }} is what the customer pays, in advance.

The money is released to the expert {{ release }} after the hours are approved. Hours that nobody answers within \
{{ approval }} of being submitted count as approved. What is not worked is given back, with its share of the fee.

Purchase order: {{ po_number }}. Cost centre: {{ cost_centre }}.

## 4. Cancelling

{{ cancellation }}

## 5. Care

- The expert works with the care of somebody who knows the product well, and says early when something will not work.
- The customer gives the access and the answers that the work needs, in time.
- Each side keeps to itself what it learns about the other's business and people, also when the booking is over.
- What the expert makes for the customer in this booking is the customer's once it is paid. What the expert knew before \
stays the expert's.
- The expert works independently, and sees to taxes and insurances of their own.

## 6. When something goes wrong

Both sides first write to each other in the booking's conversation. What they cannot settle, {{ vendor }} is asked about.
"""
