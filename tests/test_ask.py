"""Ask: a name that names nothing is refused, since an empty answer would mislead."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from respondeat.ask import ask
from respondeat.cli import main
from respondeat.errors import QuestionError
from respondeat.question import Question

DAY = "bound-that-day"


@pytest.mark.parametrize("value", ["incident:nonsense", "nonsense", "<urn:a>", "incident:a b"])
def test_a_value_that_names_nothing_is_refused(workspace: Path, value: str) -> None:
    with pytest.raises(QuestionError, match="about="):
        ask(workspace, Question.named("perpetrators"), {"about": value})


@pytest.mark.parametrize("value", ["banana", "2017-02-30", "2017", "04/04/2017"])
def test_a_day_that_is_none_is_refused(workspace: Path, value: str) -> None:
    with pytest.raises(QuestionError, match="expected a day"):
        ask(workspace, Question.named(DAY), {"day": value})


def test_the_answer_says_what_was_asked_under_which_reading(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["-w", str(workspace), "ask", DAY, "day=2018-06-13"]) == 0
    text = capsys.readouterr().out
    assert "day=2018-06-13\n" in text
    assert "reading: every-claim" in text
    assert main(["-w", str(workspace), "ask", DAY]) == 0
    assert "(the example; give another)" in capsys.readouterr().out
    assert main(["-w", str(workspace), "ask", DAY, "day=2018-06-13", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["parameters"] == {"day": "2018-06-13"}
    assert answer["reading"] == "every-claim"


def test_scope_of_somebody_whom_nobody_names_says_so(
    workspace: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-w", str(workspace), "scope", "incident:khan-shaykhun-2017-04-04"]
    assert main([*words, "--actor", "actor:hts"]) == 0
    assert "no source read names it as perpetrator: hypothetical" in capsys.readouterr().out
    assert main([*words, "--actor", "actor:nobody"]) == 2
    assert "no actor of a registry" in capsys.readouterr().err
