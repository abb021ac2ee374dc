"""Experts: who they are, where and how they work, what they charge, where they learnt it.

profile   draft ──publish──▶ published ──hide──▶ hidden ──publish──▶ published
"""
