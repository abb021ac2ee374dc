"""What supports a claim: texts, links, checked files, the word of referees, attestations, approved work."""
