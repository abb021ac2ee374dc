"""How a masked employer is described instead: its industry, and about how many people work there."""

INDUSTRIES = (
    "Automotive",
    "Aviation and space",
    "Banking",
    "Chemicals and pharmaceuticals",
    "Construction",
    "Consulting",
    "Consumer goods",
    "Education",
    "Energy and utilities",
    "Food and drink",
    "Health care",
    "Hospitality and travel",
    "Insurance",
    "Logistics and transport",
    "Manufacturing",
    "Media and publishing",
    "Public administration",
    "Real estate",
    "Retail and wholesale",
    "Social services and charities",
    "Software and IT services",
    "Telecommunications",
    "Temporary work and staffing",
    "Other industry",
)
SIZE_BANDS = ("1–49", "50–249", "250–499", "500–1,000", "1,000–5,000", "5,000–20,000", "over 20,000")
