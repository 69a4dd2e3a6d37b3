"""The least support: answers with known amounts on a stand-in for the engine, and the same answer on the real one whatever the workers."""

import pytest

from experiments.languages import languages
from experiments.questions.answer import Refused
from experiments.questions.folder import page
from experiments.questions.support import AFTER, MIX, LeastSupport, least_support
from model.scenario import Scenario
from tests.repository import read_example


@pytest.fixture
def poor(scenario: Scenario) -> Scenario:
    """The tiny town with a hub that loses a little each month."""
    return scenario.model_copy(update={"policies": {}})


def said(answer: LeastSupport, lang: str = "en") -> str:
    return " ".join(answer.said(lang, drawn=False).sentences)
