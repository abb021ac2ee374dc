"""Finding experts: certified for a skill, free on every working day asked for, near enough or remote, affordable, in
the customer's words.

Who is published, certified, free and affordable is read from the truth at the moment of asking. Only words and the
point on the globe are kept aside (Document), rebuilt whenever something in a profile, a certificate or a catalogue
changes.

Order: the highest level that answers the query; then how many of the words stand in name, headline and skills; then
who joined first.
"""
