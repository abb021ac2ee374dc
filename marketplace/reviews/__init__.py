"""What both sides of a completed booking say about each other.

Each side answers four questions with one to five stars and writes a few words, within the vendor's days; neither reads the other's
review before both are in, or the time is up.

    review window   open ──publish (both in, or the time is up)──▶ published
                      └──lapse (nobody wrote)──▶ lapsed
    review          sealed ──publish──▶ published ──hide──▶ hidden ──restore──▶ published

The reviewed side may reply once, in public. The vendor's staff alone read the private note to them, and hide what breaks the rules,
with a reason that both sides read. Published reviews of experts are counted into `registry.ratings` in the same transaction, which
search reads. Events: ReviewsInvited, ReviewsReminded, ReviewSent, ReviewsPublished,
ReviewsLapsed, ReviewReplied, ReviewHidden, ReviewRestored.
"""
