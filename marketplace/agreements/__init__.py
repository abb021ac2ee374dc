"""What both sides of a booking agree to, in words: the vendor's text, filled with the booking's facts and frozen.

    template:   draft ──publish──▶ published ──replace──▶ replaced

A vendor's administrators write the text, with named placeholders; until they do, a standard text holds. When days are
asked for, the text is filled and frozen on the booking, in the same transaction, and whoever asks agrees to it by
asking; the expert agrees by accepting, by having allowed to be booked at once, or by the version of a proposal that they wrote.
An applied change makes a further version, agreed to as the change was.
Once both have agreed, it is sealed: a PDF signed with the vendor's key, made once and kept.

Events: TemplateDrafted, TemplatePublished, TemplateDiscarded, AgreementAccepted, AgreementSealed.
"""
