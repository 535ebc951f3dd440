from __future__ import annotations

import pytest

from advisor.tokens.kinds import Kind, kind_of

TEXTS: dict[Kind, str] = {
    "english": "The committee met on Tuesday and decided, after some debate, to wait a week. " * 5,
    "european": "Der Ausschuß tagte früh; über die Änderung wurde später entschieden. " * 5,
    "korean": "위원회는 화요일에 회의를 열고 논의 끝에 일주일을 더 기다리기로 했습니다. API 참고. "
    * 5,
    "japanese": "委員会は火曜日に開かれ、議論の末、もう一週間待つことに決めました。" * 5,
    "chinese": "委员会星期二开会，经过讨论，决定再等一个星期。" * 5,
    "other": "Комитет собрался во вторник и решил подождать ещё неделю. " * 5,
    "code": 'def main(self, *args):\n    return {k: f(v)[0] for k, v in x.items() if v != "a"}\n'
    * 5,
    "data": '{"input_tokens": 18231, "output_tokens": 417, "at": "2026-11-23T09:14:55Z"},\n' * 5,
}


@pytest.mark.parametrize("kind", TEXTS)
def test_a_plain_case_of_each(kind: Kind) -> None:
    assert kind_of(TEXTS[kind]) == kind
    assert kind_of(TEXTS[kind] * 40) == kind, "from a sample of a longer text"


@pytest.mark.parametrize("text", ["", " \n\t ", "."])
def test_a_text_of_nothing_is_of_some_kind(text: str) -> None:
    assert kind_of(text) == "english"


def test_comments_in_korean_do_not_hide_that_most_is_korean() -> None:
    assert (
        kind_of("# 이 함수는 사용자의 계약을 확인하고 결과를 돌려줍니다\nx = 1\n" * 9) == "korean"
    )
