"""What the two sides of a booking write to each other, and before it a customer and an expert about a request: text and files.

A conversation is about one booking, or about one request with one of its experts, and begins with its first message. When their
proposal leads to a booking, the same conversation goes on as the booking's. What happened to what it is about is read from
its events when the page is made, never copied. Until the customer has paid, addresses, telephone numbers and links are hidden from
everybody who reads; what is stored stays as it was written.
Several messages within ten minutes make one mail, to those who take part, have not read them and have not muted the conversation.
Lifecycle: report (open, dismissed, upheld); who upholds one hides the message.
Events: MessageSent, MessagesWaiting, ConversationMuted, ConversationUnmuted, MessageReported, ReportDismissed, ReportUpheld,
MessageHidden.
"""
