"""What commands do step by step: land, and take windows through the stages."""

from collections.abc import Callable, Sequence
from functools import partial

from dawn_chorus import console, pipeline, views
from dawn_chorus.channel import Channel
from dawn_chorus.database.prepare import prepare
from dawn_chorus.errors import BlockedWindowError
from dawn_chorus.publish.approval import Approval
from dawn_chorus.window import Window


def land(channel: Channel, data: list[str] | None, window: Window | None = None) -> None:
    """Land what the sources hold or have about ``window``, and say what came."""
    views.show_landing(pipeline.land(channel, data, window))


def posts(window: Window, one_post: bool) -> tuple[Window, ...]:
    """The windows that get a post each: every day of it, or all of it as one."""
    return (window,) if one_post else window.daily()


def through(
    channel: Channel,
    window: Window,
    one_post: bool,
    until: str,
    show: Callable[[int], None],
    accept: str | None = None,
    approve: str | None = None,
) -> None:
    """Take a window, as one or day by day, through the stages up to ``until`` and show it."""
    prepare()
    take(channel, posts(window, one_post), until, show, accept, approve)


def take(
    channel: Channel,
    windows: Sequence[Window],
    until: str,
    show: Callable[[int], None],
    accept: str | None = None,
    approve: str | None = None,
) -> None:
    """Take each window through the stages up to ``until`` and show it; one that is blocked does not stop the others."""
    approval = None if approve is None else Approval.now(approve)
    blocked: list[BlockedWindowError] = []
    with console.steps(len(windows) * len(pipeline.STEPS)) as progress:
        for each in windows:
            try:
                begin = partial(progress.begin_step, str(each))
                run = pipeline.run_window(channel, each, until=until, accept=accept, approval=approval, on_step=begin)
                show(run.run_id)
            except BlockedWindowError as error:
                blocked.append(error)
            progress.finish(len(pipeline.STEPS))
    for earlier in blocked[:-1]:
        console.complain(earlier)
    if blocked:
        raise blocked[-1]
