"""The options of those who describe datasets: accounts, mail, review."""

from pydantic import BaseModel, Field


class HolderSettings(BaseModel):
    """How people sign in, are written to, and review. The description of a field is its documentation."""

    review: bool = Field(
        True, description="Whether a description is reviewed by somebody else before it is published."
    )
    session_hours: float = Field(
        12, gt=0, le=720, description="Hours after which who is signed in has to sign in again."
    )
    session_idle_minutes: float = Field(
        60, gt=0, le=1440, description="Minutes without a request after which a session ends."
    )
