import sys

from experiments.runs.origin import origin
from experiments.runs.results import Results
from experiments.storage.provenance import commit, libraries, version


def test_provenance_names_what_repeats_a_run(results: Results) -> None:
    found = origin(results)
    assert found["policies"] == results.policies
    assert found["version"] == version()
    assert commit() is None or len(str(commit()).removesuffix("-dirty")) == 40
    assert libraries()["python"] == ".".join(str(part) for part in sys.version_info[:3])
