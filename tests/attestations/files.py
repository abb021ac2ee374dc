"""Files of attestations, as support systems write them."""

HEADING = "Email,Name,Product,Module,Role,First release,Last release,Months"
PIA = "pia@example.test,Pia,Ledgerline Payroll,Leave,Administrator,9.2,10.1,26"
EMIL = "emil@example.test,Emil,Ledgerline Payroll,,Key user,,,14"


def file(*rows: str, heading: str = HEADING) -> bytes:
    return "\n".join((heading, *rows, "")).encode()
