"""A group of commands whose first one may be left out."""

from typing import Any

import typer.core


class FirstByDefault(typer.core.TyperGroup):
    """A group whose first word may be a channel: then it is its first command. No channel is named like a command."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401  (typer's own click is private)
        """Put the command that was left out before a channel's name."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = [next(iter(self.commands)), *args]
        return super().parse_args(ctx, args)
