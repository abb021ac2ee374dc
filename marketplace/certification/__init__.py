"""The vendor's word for what an expert knows.

    Claim         submitted ──certify──▶ certified
                      ├──decline──▶ declined
                      └──withdraw──▶ withdrawn
    Certificate   active ──revoke──▶ revoked
                      └──(its last day passes)──▶ expired

Only live certificates count anywhere: active, and `expires_on` not passed.
Events: ClaimSubmitted, ClaimCertified, ClaimDeclined, ClaimWithdrawn, CertificateRevoked, CertificateExpired.
"""
