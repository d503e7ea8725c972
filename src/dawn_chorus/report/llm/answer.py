"""What a language model may answer: for each thing one sentence and the words it rests on, by short aliases."""

from pydantic import BaseModel, Field


class Quotation(BaseModel):
    """Words of a tweet."""

    tweet: str = Field(description="The tweet's alias, such as t3")
    words: str = Field(description="One sentence or clause of it, copied letter by letter")


class Claim(BaseModel):
    """What is to be told of one thing."""

    thing: str = Field(description="The thing's alias, such as s1")
    sentence: str = Field(description="One sentence that the quotations bear out")
    quotations: list[Quotation] = Field(description="One or two, of different tweets")


class Answer(BaseModel):
    """A claim for each thing that can be told; nothing else."""

    claims: list[Claim]
