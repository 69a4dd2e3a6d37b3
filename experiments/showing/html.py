"""How cases, results and contrasts show themselves in a notebook."""

from html import escape
from typing import TYPE_CHECKING

from experiments.showing.tables import TextTable, contrast_table, outcomes_table

if TYPE_CHECKING:
    from experiments.runs.case import Case
    from experiments.runs.contrasts import Contrast
    from experiments.runs.results import Results

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


def results_html(results: "Results") -> str:
    """The headline outcomes of the baseline, and what can be asked next."""
    policies = "".join(
        f"<li><code>results.contrast({policy!r})</code>: {escape(results.title(policy))}</li>" for policy in results.policies[1:]
    )
    asked = f"<p>{escape(results.scenario.question)}</p>"
    return f"<div>{asked}{table_html(outcomes_table(results))}" + (f"<ul>{policies}</ul>" if policies else "") + "</div>"


def contrast_html(contrast: "Contrast") -> str:
    """The headline differences, and what the public pays for."""
    return table_html(contrast_table(contrast, contrast.results.title(contrast.policy)))


def case_html(case: "Case") -> str:
    """The question, the hubs and the policies."""
    scenario = case.scenario
    hubs = "".join(f"<li>{escape(hub.title or hub.name)}, {escape(hub.town)}: {hub.desks:g} desks</li>" for hub in scenario.hubs)
    policies = "".join(f"<li><code>{escape(name)}</code>: {escape(policy.title)}</li>" for name, policy in scenario.policies.items())
    horizon = f"{scenario.horizon_months} months from {escape(str(scenario.start))}"
    return (
        f"<div><b>{escape(scenario.title)}</b><p>{escape(scenario.question)}</p><div>{horizon}</div>"
        f"<ul>{hubs}</ul>" + (f"<div>Policies</div><ul>{policies}</ul>" if policies else "") + "</div>"
    )
