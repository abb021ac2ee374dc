"""How a vendor certifies: for each skill a programme, whose rubric says version by version what each level looks like and asks."""
