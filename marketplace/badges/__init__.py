"""Certificates that travel: each is issued as an Open Badges 3.0 credential that a stranger can verify without us.

    certified ──▶ Credential    signed once by the vendor's IssuerKey, stored, and never signed again
                      └─ one bit of a StatusList, which says whether it still counts
    Proof         private ──publish──▶ shown ──withdraw──▶ withdrawn ──publish──▶ shown

The vendor is `did:web:<host>:issuers:<vendor>`. Its keys are encrypted at rest (`vault.py`), change by a command, and
stay listed when retired, so that what they signed stays valid. Holders choose the name they appear under; another name
is another credential, and the former one's bit is set.
Events: CredentialIssued, CredentialReplaced, StatusChanged, ProofPublished, ProofWithdrawn, IssuerKeyRotated.
"""
