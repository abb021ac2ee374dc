"""Organizations and vendors: who acts for whom.

A person joins by an invitation sent by mail. An organization's members are owner, booker, approver or finance;
a vendor's staff admin, assessor or finance. Whoever founds an organization owns it; a vendor is founded by an
operator, who invites its first administrator. Neither can lose its last one.

Events: OrganizationFounded, OrganizationRevised, VendorFounded, RolesChanged, MemberRemoved, and of an invitation
Invited, InvitationRepeated, InvitationAccepted, InvitationWithdrawn, InvitationExpired.

    Invitation   open ──accept──▶ accepted
                   ├──withdraw──▶ withdrawn
                   └──(two weeks)──▶ expired
"""
