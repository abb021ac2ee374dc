"""What a referee's mail address says about who they are, and what it does not."""

from collections.abc import Collection

PUBLIC = frozenset(
    "aol.com fastmail.com free.fr gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com hey.com hotmail.com icloud.com "
    "laposte.net libero.it live.com mail.com mail.ru mailbox.org me.com msn.com orange.fr outlook.com outlook.de pm.me "
    "posteo.de posteo.net proton.me protonmail.com qq.com seznam.cz t-online.de tutanota.com web.de wp.pl yahoo.co.uk "
    "yahoo.com yahoo.de yahoo.fr yandex.ru zoho.com".split()
)
"""Anybody gets an address there within a minute."""


def remark(domain: str, own_addresses: Collection[str]) -> str:
    """What an assessor should know about the domain of a referee; empty when there is nothing to say."""
    if domain.lower() in PUBLIC:
        return "A public mail provider: the address does not show where the referee works."
    if domain.lower() in {one.rpartition("@")[2].lower() for one in own_addresses}:
        return "The same domain as the expert’s own address."
    return ""
