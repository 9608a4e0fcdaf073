"""``licet cases account``: makes an account at the machine itself, for the first administrator and for one who is locked out."""

from __future__ import annotations

import click

from licet.errors import Fault, InputError


@click.command("account")
@click.argument("name")
@click.option("--administrator", is_flag=True, help="Make it the account of an administrator of the authority.")
@click.option(
    "--organisation", metavar="ID", help="The authority; by default that which decides by the procedure of the site."
)
@click.option(
    "--elsewhere", is_flag=True, help="It signs in at the provider of OpenID Connect by that name, without a password."
)
@click.option(
    "--reset", is_flag=True, help="Of an account that is there: a new password, and no second factor any more."
)
def command(name: str, administrator: bool, organisation: str | None, elsewhere: bool, reset: bool) -> None:
    """Make an account called NAME, and print its password, once.

    The password is changed at the first sign-in. An administrator makes all others in the browser, under Cases, People. Names never change and are never given again. What is done here stands in the chain of events as done at the machine.

    \b
    Examples:
      licet cases account kim --administrator
      licet cases account kim --reset
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.cases_opening import register

    if reset and (administrator or elsewhere):
        raise InputError(faults=[Fault("--reset", "with what is said of a new account", "one or the other")])
    if organisation is not None and not administrator:
        raise InputError(
            faults=[
                Fault(
                    "--organisation", organisation, "--administrator with it", "give other roles by 'licet cases enrol'"
                )
            ]
        )
    with register(made=not reset):
        from licet.cases.all_or_nothing import all_or_nothing
        from licet.cases.who import OPERATOR
        from licet.web.casework import kept_accounts

        at = clock.now()
        with all_or_nothing():
            if reset:
                secret = kept_accounts.reset_password(OPERATOR, name, at)
                if kept_accounts.has_second_factor(name):
                    kept_accounts.reset_second_factor(OPERATOR, name, at)
            else:
                secret = kept_accounts.make(
                    OPERATOR, name, kept_accounts.ELSEWHERE if elsewhere else kept_accounts.PASSWORD, at
                )
                if administrator:
                    _administer(name, organisation)
    click.echo(f"The account {name} {'has a new password' if reset else 'was made'}.")
    if secret:
        click.echo(f"Password, shown once: {secret}")


def _administer(name: str, organisation: str | None) -> None:
    from licet.cases.enrolling import give, make_organisation
    from licet.cases.models import Organisation
    from licet.cases.provisions import DECIDES
    from licet.cases.who import OPERATOR
    from licet.cases.words import ADMINISTRATOR
    from licet.cli import clock
    from licet.web.casework.law_here import configuration

    deciding = {one.agency: one.title for one in configuration().agencies if one.part == DECIDES}
    if organisation is None and len(deciding) != 1:
        raise InputError(faults=[Fault("--organisation", "nothing", " or ".join(sorted(deciding)))])
    authority = organisation or next(iter(deciding))
    if not Organisation.objects.filter(pk=authority).exists():
        make_organisation(
            OPERATOR,
            authority,
            deciding.get(authority, authority.replace("_", " ").capitalize()),
            "authority",
            clock.now(),
        )
    give(OPERATOR, name, authority, ADMINISTRATOR, clock.now())
