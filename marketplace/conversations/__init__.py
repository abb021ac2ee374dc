"""What the two sides of a booking write to each other: text and files, from the moment of asking.

A conversation is about one thing (today a booking), and begins with its first message. What happened to that thing is read from
its events when the page is made, never copied. Until the customer has paid, addresses, telephone numbers and links are hidden from
everybody who reads; what is stored stays as it was written.
Several messages within ten minutes make one mail, to those who take part, have not read them and have not muted the conversation.
Lifecycle: report (open, dismissed, upheld); who upholds one hides the message.
Events: MessageSent, MessagesWaiting, ConversationMuted, ConversationUnmuted, MessageReported, ReportDismissed, ReportUpheld,
MessageHidden.
"""
