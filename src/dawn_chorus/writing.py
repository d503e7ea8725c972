"""Who writes a channel's reports, and what a language model may cost: the ``writer`` and ``llm`` of a channel file."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from dawn_chorus.source import Strict

Writer = Literal["template", "llm"]
_Dollars = Annotated[Decimal, Field(ge=0, le=1_000_000)]


class Llm(Strict):
    """The language model of ``writer: llm``: where it answers, what it costs, how much of it a channel may use.

    Address, key and name of the model stand in an Airflow Connection, never here.
    """

    connection: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Airflow Connection")] = "llm"
    input_price: Annotated[_Dollars, Field(description="Price of a million input tokens")] = Decimal(0)
    output_price: Annotated[_Dollars, Field(description="Price of a million output tokens")] = Decimal(0)
    per_day: Annotated[_Dollars, Field(description="US dollars a UTC day")] = Decimal(1)
    per_month: Annotated[_Dollars, Field(description="US dollars a UTC month")] = Decimal(20)
    input_tokens: Annotated[int, Field(ge=1_000, le=1_000_000, description="Of one report, at most")] = 40_000
