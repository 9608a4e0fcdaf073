"""``licet completion``: the shell's own completion of commands, options and values."""

from __future__ import annotations

import click

_VARIABLE = "_LICET_COMPLETE"
_INSTALL = {
    "bash": ("licet completion bash > ~/.licet-completion.bash", "echo 'source ~/.licet-completion.bash' >> ~/.bashrc"),
    "zsh": ("licet completion zsh > ~/.licet-completion.zsh", "echo 'source ~/.licet-completion.zsh' >> ~/.zshrc"),
    "fish": ("licet completion fish > ~/.config/fish/completions/licet.fish",),
}


@click.command("completion")
@click.argument("shell", type=click.Choice(list(_INSTALL)), metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print the script that lets a shell complete licet's commands, options and values.

    The script begins with how to install it. Values of facts, nations and proposals are completed as well.

    \b
    Example, for this shell session only:
      eval "$(licet completion bash)"
    """  # noqa: D301
    from click.shell_completion import BashComplete, get_completion_class

    from licet.cli.main import main

    kind = get_completion_class(shell)
    if kind is None:  # every shell of the table comes with click
        raise click.UsageError(f"no completion for {shell}")
    completer = kind(main, {}, "licet", _VARIABLE)
    # The script is for the shell that reads it, so the bash of this machine is not asked for its version.
    script = completer.source_template % completer.source_vars() if kind is BashComplete else completer.source()
    lines = "\n".join(f"#   {line}" for line in _INSTALL[shell])
    click.echo(f"# Completion of licet for {shell}. To install it:\n{lines}\n# and open a new shell.\n{script}")
