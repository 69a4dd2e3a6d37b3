"""The command line, but for studies with a rent relief of a quarter: after their first picture no thread can be had for them."""

from concurrent.futures import BrokenExecutor, Executor
from typing import Any, Final

from experiments.commands.main import main
from experiments.runs import kept_study
from experiments.runs.results import Results

SHARE: Final = 0.25
_extend = kept_study.extend


class _Broken(Executor):
    """Takes no job."""

    def submit(self, *_: Any, **__: Any) -> Any:
        raise BrokenExecutor("no thread")


def _extended(results: Results, size: int, **how: Any) -> Results:
    instruments = [each for policy in results.scenario.policies.values() for each in policy.instruments]
    broken = any(getattr(each, "share", None) == SHARE for each in instruments)
    return _extend(results, size, **{**how, "executor": _Broken()} if broken else how)


if __name__ == "__main__":
    kept_study.extend = _extended
    main()
