"""How tables, results and scenarios show themselves in a notebook."""

from collections.abc import Mapping
from html import escape

from experiments.languages import Words, own_words
from experiments.showing.tables import TextTable
from model.compile_scenario.hub_figures import figures_of
from model.parameters import Parameters
from model.scenario import HubSpec, Scenario

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


def scenario_html(scenario: Scenario, lang: str = "en") -> str:
    """The question, the hubs with their figures, and the policies."""
    words = Words(lang, "tables")

    def said(block: object, key: str) -> str:
        return own_words(block, key, lang) or ""

    parameters = Parameters(scenario.parameters)
    hubs = []
    for hub in scenario.hubs:
        called = escape(words("hub", hub=said(hub, "title") or hub.name, town=hub.town, desks=f"{hub.desks:g}"))
        hubs.append(f"<details><summary>{called}</summary>{_list(_figures(hub, parameters, words))}</details>")
    policies = [f"<code>{escape(name)}</code>: {escape(said(policy, 'title'))}" for name, policy in scenario.policies.items()]
    horizon = words("horizon", months=scenario.horizon_months, start=scenario.start)
    return (
        f"<div><b>{escape(said(scenario, 'title'))}</b><p>{escape(said(scenario, 'question'))}</p><div>{escape(horizon)}</div>{_list(hubs)}"
        + (f"<div>{escape(words('policies'))}</div>{_list(policies)}" if policies else "") + "</div>"
    )


def _figures(hub: HubSpec, parameters: Parameters, words: Words) -> list[str]:
    """The figures of a hub that have a name of their own, and what stands behind those that are not stated."""
    found = []
    for one in figures_of(hub, parameters):
        key = one.figure.replace("prices.", "price_")
        name = words.name("hub", key)
        if name == key:
            continue
        if isinstance(one.value, str):
            value = words.name(key, one.value)
        else:
            value = words.number(one.value, 0 if float(one.value).is_integer() else 2)
        if one.evidence:
            value = words("hub_assumed", value=value, evidence=words.name("evidence_one", one.evidence))
        found.append(escape(f"{name}: {value}"))
    return found


def _list(items: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
