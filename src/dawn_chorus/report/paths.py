"""Where a report's files lie in the blog's repository."""

from collections.abc import Mapping
from dataclasses import dataclass

from dawn_chorus.window import parse_slug


@dataclass(frozen=True)
class Paths:
    """The paths of one report's files; ``charts`` by kind."""

    post: str
    image: str
    data: str
    charts: Mapping[str, str]

    @classmethod
    def of(cls, slug: str) -> "Paths":
        """The paths by the report's slug, whose last day is also the day of the post's address. Raises ChorusError."""
        _, window = parse_slug(slug)
        day = window.last_day
        folder = f"assets/images/{day:%Y}/{day:%m}"
        return cls(
            post=f"_posts/{day:%Y-%m-%d}-{slug.replace('_', '-')}.md",
            image=f"{folder}/wordcloud_{slug}.jpg",
            data=f"assets/data/{slug}.json",
            charts={kind: f"{folder}/{kind}_{slug}.png" for kind in ("trends", "ranks")},
        )

    @property
    def pictures(self) -> tuple[str, ...]:
        """Every picture that a post may have."""
        return (self.image, *self.charts.values())
