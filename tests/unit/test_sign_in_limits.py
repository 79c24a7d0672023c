"""How often passwords may be tried, on a clock that is set: failures of an address and of an account, and all of an address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tumorboard.web.security.rates import Rate
from tumorboard.web.security.sign_ins import SignIns

SECONDS = 300


@dataclass
class Now:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


def limits(now: Now, failing: int = 3, every: int = 1000) -> SignIns:
    return SignIns(Rate(failing, failing / SECONDS, now), Rate(every, every / SECONDS, now))


def guess(found: SignIns, address: str = "a", account: str = "li") -> bool:
    """Whether a password could be tried; it was a wrong one."""
    return not found.begin(address, account)


def enter(found: SignIns, address: str = "a", account: str = "roy") -> bool:
    """Whether somebody with the right password is let in."""
    if found.begin(address, account):
        return False
    found.succeeded(address, account)
    return True


def test_people_who_sign_in_behind_one_address_use_nothing_up() -> None:
    found = limits(Now())
    assert all(enter(found, account=f"person {n}") for n in range(200))
    assert [guess(found, account=f"guess {n}") for n in range(4)] == [True, True, True, False]


def test_guesses_at_many_accounts_are_limited_by_address_and_come_back_with_time() -> None:
    now = Now()
    found = limits(now)
    assert [guess(found, account=f"guess {n}") for n in range(5)] == [True, True, True, False, False]
    assert not enter(found)  # the right one waits too: else the wait would tell which passwords are right
    assert enter(found, address="another")
    now.at += 100
    assert [guess(found, account=f"later {n}") for n in range(2)] == [True, False]


def test_guesses_at_one_account_are_limited_from_however_many_addresses() -> None:
    found = limits(Now())
    assert [guess(found, address=f"10.0.0.{n}") for n in range(5)] == [True, True, True, False, False]
    assert guess(found, address="10.0.0.9", account="wu")


def test_a_sign_in_that_succeeds_between_guesses_buys_none() -> None:
    for own in ("mallory", "li"):  # an account of one's own, and the one that is guessed at
        found = limits(Now())
        made = 0
        for n in range(50):
            enter(found, address="a" if own == "mallory" else f"b{n}", account=own)
            made += guess(found)
        assert made == 3


def test_an_account_that_waits_costs_the_address_nothing() -> None:
    found = limits(Now())
    while guess(found, address="far away"):
        pass
    assert [guess(found, address="clinic") for _ in range(50)] == [False] * 50
    assert all(guess(found, address="clinic", account=f"a{n}") for n in range(3))


def test_sign_ins_that_never_end_count() -> None:
    found = limits(Now())
    assert [found.begin("a", f"p{n}") == 0 for n in range(4)] == [True, True, True, False]


def test_all_at_once_get_no_more_than_one_after_another() -> None:
    found = limits(Now(), failing=20)
    with ThreadPoolExecutor(32) as pool:
        made = list(pool.map(lambda n: guess(found, address="a", account=f"x{n % 7}"), range(400)))
        assert sum(made) == 20
        entered = list(pool.map(lambda n: enter(found, address="b", account=f"person {n}"), range(400)))
    # those that are looked at at the same moment hold their charge until they are found right
    assert sum(entered) >= 20
    assert sum(guess(found, address="b", account=f"y{n}") for n in range(400)) == 20


def test_every_sign_in_of_an_address_counts_against_the_wide_limit_and_none_is_given_back() -> None:
    now = Now()
    found = limits(now, every=10)
    assert [enter(found, account=f"person {n}") for n in range(12)] == [True] * 10 + [False] * 2
    assert enter(found, address="another")
    now.at += SECONDS / 10
    assert [enter(found, account=f"person {n}") for n in range(2)] == [True, False]
    # who was kept out by the wide limit did not use the narrow one up
    now.at += SECONDS
    assert sum(guess(found, account=f"guess {n}") for n in range(9)) == 3


def test_what_is_given_back_never_makes_more_than_there_was() -> None:
    now = Now()
    rate = Rate(2, 1, now)
    rate.give_back("new")
    assert [rate.wait("new") for _ in range(3)] == [0, 0, 1]
    now.at += 60
    rate.wait("new")
    now.at += 60
    rate.give_back("new")
    assert [rate.wait("new") for _ in range(3)] == [0, 0, 1]


def test_of_several_keys_all_are_charged_or_none() -> None:
    rate = Rate(2, 0.5, Now())
    assert rate.wait("a") == rate.wait("a", "b") == 0
    assert rate.wait("a", "b") == 2
    assert [rate.wait("b") for _ in range(2)] == [0, 2]
