"""An organization, or the vendor, hands what it can say about somebody over to them; nothing is public before they say so."""
