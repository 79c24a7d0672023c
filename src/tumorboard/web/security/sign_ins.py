"""How often passwords may be tried: by one address and at one account.

Two allowances.  A narrow one of sign-ins that fail, of an address and of an account: each is charged before the password is
looked at, and only the charge of a sign-in that succeeds is given back, so that people who sign in behind one address
use nothing up, and a sign-in that succeeds between guesses buys no further guess.  A wide one of all sign-ins of an address,
never given back, because each costs the work of a slow hash.
"""

from __future__ import annotations

from dataclasses import dataclass

from tumorboard.web.security.rates import Rate


@dataclass(frozen=True, slots=True)
class SignIns:
    """`failing`: of an address and of an account; `every`: of an address, also those that succeed."""

    failing: Rate
    every: Rate

    def begin(self, address: str, account: str) -> float:
        """Zero, and it is charged; or how many seconds to wait.

        Names that are no account's are counted as those that are: the answer tells nothing of which there are.
        """
        wait = self.failing.wait(*_keys(address, account))
        if wait:
            return wait
        wait = self.every.wait(address)
        if wait:
            self.failing.give_back(*_keys(address, account))
        return wait

    def succeeded(self, address: str, account: str) -> None:
        """The sign-in that began was a right one: its own charge is given back, and none that others took."""
        self.failing.give_back(*_keys(address, account))


def _keys(address: str, account: str) -> tuple[str, str]:
    return f"address {address}", f"account {account}"
