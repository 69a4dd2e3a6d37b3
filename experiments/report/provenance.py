"""Where a page and its tables come from, and the command that makes them again."""

import shlex
from typing import Any, Final

from experiments.report.reader import Reader
from experiments.runs.origin import extension_options, origin
from experiments.runs.results import Results
from model.scenario import scenario_names

SHORT_COMMIT: Final = 12


def provenance(reader: Reader) -> dict[str, Any]:
    """Where the page comes from, and the command that makes it again."""
    results = reader.results
    found = origin(results)
    commit = str(found["commit"] or "")
    dirty = "-dirty" if commit.endswith("-dirty") else ""
    command = f"coworking run {_scenario(results)} --replicates {results.replicates} --seed {results.seed} --lang {reader.lang}"
    command += extension_options(results)
    command += "" if results.months == results.scenario.horizon_months else f" --months {results.months}"
    if results.sets is None:
        command, sets = f"{command} --point", reader.t("sets_none")
    else:
        drawn = {"drawn": reader.t.number(results.sets_drawn), "table": reader.t.number(len(results.sets))}
        sets = reader.t("sets_of", fingerprint=results.sets.sha256[:16], **drawn)
    libraries = found["libraries"]
    assert isinstance(libraries, dict)
    version = reader.t("unknown") if found["version"] == "not installed" else found["version"]
    return {
        "version": " + ".join([str(version), *(f"{name} {digest}" for name, digest in results.extensions.items())]),
        "commit": commit.removesuffix("-dirty")[:SHORT_COMMIT] + dirty if commit else reader.t("unknown"),
        "seed": results.seed,
        "replicates": reader.t.number(results.replicates),
        "sets": sets,
        "months": results.months,
        "policies": ", ".join(results.policies),
        "libraries": ", ".join(f"{name} {version}" for name, version in libraries.items()),
        "fingerprint": str(found["scenario_sha256"])[:16],
        "command": command,
    }


def _scenario(results: Results) -> str:
    """A shipped scenario by its name; another as the file beside the page, which holds all of it."""
    name = results.scenario.name
    return shlex.quote(name) if name in scenario_names() else "scenario.lock.yaml"


def provenance_lines(reader: Reader) -> list[tuple[str, str]]:
    """The same by name, for a table."""
    t, found = reader.t, provenance(reader)
    names = {"made_with": f"coworking-viability {found['version']}", "parameter_sets": found["sets"], "policies_run": found["policies"]}
    keys = ("made_with", "commit", "seed", "replicates", "parameter_sets", "months", "policies_run", "libraries", "fingerprint")
    lines = [(t(key), str(names.get(key, found.get(key, "")))) for key in keys]
    return [*lines, (t("reproduce"), found["command"]), *((t("sources"), source) for source in reader.results.scenario.sources)]
