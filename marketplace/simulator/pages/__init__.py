"""The pages a person clicks: Checkout, the bank's question, onboarding, the payee's dashboard, controls."""
