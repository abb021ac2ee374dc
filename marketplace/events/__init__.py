"""What happened, and what still has to follow.

`record` writes one Event row and one Pending row for each reaction, in the caller's transaction. After the commit the worker is
nudged; a sweep picks up whatever a crash left. Each reaction retries alone, with growing pauses, until it is done or parked for a
person to see. Notices from outside are kept first (Received), answered, and worked on the same way.
"""
