"""How tables, results and scenarios show themselves in a notebook."""

from collections.abc import Mapping
from html import escape

from experiments.showing.tables import TextTable
from model.scenario import Scenario

_LEFT = "text-align:left"


def table_html(table: TextTable) -> str:
    """A table with its title and notes."""
    head = "".join(f'<th style="{_LEFT}">{escape(cell)}</th>' for cell in table.header)
    rows = []
    for label, *cells in table.rows:
        values = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f'<tr><th style="{_LEFT};font-weight:normal">{escape(label)}</th>{values}</tr>')
    body = "".join(rows)
    notes = "".join(f"<div><small>{escape(note)}</small></div>" for note in table.notes)
    return f"<div><b>{escape(table.title)}</b><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}</div>"


def results_html(question: str, table: TextTable, policies: Mapping[str, str]) -> str:
    """The question, the headline outcomes of the baseline, and what can be asked next: `policies` are titles by name."""
    asked = "".join(f"<li><code>results.contrast({policy!r})</code>: {escape(title)}</li>" for policy, title in policies.items())
    return f"<div><p>{escape(question)}</p>{table_html(table)}" + (f"<ul>{asked}</ul>" if asked else "") + "</div>"


def scenario_html(scenario: Scenario) -> str:
    """The question, the hubs and the policies."""
    hubs = "".join(f"<li>{escape(hub.title or hub.name)}, {escape(hub.town)}: {hub.desks:g} desks</li>" for hub in scenario.hubs)
    policies = "".join(f"<li><code>{escape(name)}</code>: {escape(policy.title)}</li>" for name, policy in scenario.policies.items())
    horizon = f"{scenario.horizon_months} months from {escape(str(scenario.start))}"
    return (
        f"<div><b>{escape(scenario.title)}</b><p>{escape(scenario.question)}</p><div>{horizon}</div>"
        f"<ul>{hubs}</ul>" + (f"<div>Policies</div><ul>{policies}</ul>" if policies else "") + "</div>"
    )
