"""core.policy: a decision is true or false, and says why."""

from typing import cast

import pytest
from django.utils.translation import gettext_lazy

from core.errors import NotAllowed, NotFound
from core.policy import allow, deny, hide


def test_an_allowed_decision_is_true_and_returns_itself() -> None:
    assert allow()
    assert allow().require() is allow()


def test_a_denial_is_false_and_says_why() -> None:
    denial = deny("Dit is je eigen antwoord.")
    assert not denial
    with pytest.raises(NotAllowed) as error:
        denial.require()
    assert error.value.message == "Dit is je eigen antwoord."
    assert error.value.status == 403


def test_what_is_hidden_looks_as_if_it_were_not_there() -> None:
    assert not hide()
    assert hide().reason == ""
    with pytest.raises(NotFound) as error:
        hide().require()
    assert error.value.status == 404


def test_a_lazy_sentence_becomes_words_when_it_is_decided() -> None:
    assert type(deny(cast("str", gettext_lazy("Log in."))).reason) is str
