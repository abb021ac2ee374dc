"""A page of the framework alone, about six kilobytes: what everything else is compared with."""

from flask import Flask, render_template
from jinja2 import DictLoader

PAGE = """<!doctype html><html lang="en"><title>{{ title }}</title><h1>{{ title }}</h1>
<ul>{% for row in rows %}
<li><a href="/{{ row.slug }}">{{ row.name }}</a> {{ row.text }} {{ row.day }}</li>{% endfor %}</ul></html>"""
ROWS = [
    {
        "slug": f"expert-{number}",
        "name": f"Expert {number}",
        "text": "Closes the payroll year. " * 9,
        "day": "12 May",
    }
    for number in range(20)
]

app = Flask(__name__)
# Kept compiled, as templates in files are.
app.jinja_loader = DictLoader({"page.html": PAGE})


@app.get("/health")
@app.get("/")
def index() -> str:
    return render_template("page.html", title="Experts", rows=ROWS)
