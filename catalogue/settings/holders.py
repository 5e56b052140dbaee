"""The options of those who describe datasets: accounts, mail, review."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, Field

from catalogue.settings.kinds import Email, Localised, TextList, optional_web_address, roles_of_claims


class HolderSettings(BaseModel):
    """How people sign in, are written to, and review. The description of a field is its documentation."""

    review: bool = Field(
        True, description="Whether a description is reviewed by somebody else before it is published."
    )
    check_months: int = Field(
        12,
        ge=1,
        le=120,
        description="Months after which a holder has to check a published description again (EHDS, Article 60).",
    )
    batch_limit: int = Field(
        64, ge=1, le=1024, description="The largest batch of descriptions from a program, in megabytes."
    )
    batch_descriptions: int = Field(
        500, ge=1, le=10_000, description="Descriptions that a program may hand in with one batch."
    )
    session_hours: float = Field(
        12, gt=0, le=720, description="Hours after which who is signed in has to sign in again."
    )
    session_idle_minutes: float = Field(
        60, gt=0, le=1440, description="Minutes without a request after which a session ends."
    )
    local_sign_in: bool = Field(
        True, description="Whether people may sign in with a password kept here, besides OpenID Connect."
    )
    oidc_issuer: Annotated[str, AfterValidator(optional_web_address)] = Field(
        "",
        description="The OpenID provider by which people sign in: its issuer, such as "
        "https://login.example.org/realms/health; empty for none.",
    )
    oidc_client_id: str = Field("", description="The name under which the provider knows this catalogue.")
    oidc_client_secret: str = Field(
        "", description="The secret that the catalogue shares with it.", json_schema_extra={"secret": True}
    )
    oidc_name: Localised = Field(
        {"en": "your organisation’s account", "fr": "le compte de votre organisation"},
        description="What people know the provider by, by language; it stands after “Sign in with”.",
    )
    oidc_scopes: TextList = Field(
        ["openid", "email", "profile"], description="What the provider is asked to tell of people."
    )
    oidc_claim: str = Field(
        "groups",
        description="The claim whose values say what somebody may do; dots lead into objects, as in "
        "realm_access.roles.",
    )
    oidc_roles: Annotated[TextList, AfterValidator(roles_of_claims)] = Field(
        [],
        description="What values of the claim mean: value=organisation:role, or value=administrator for the whole "
        "instance. Empty where roles are given in the pages alone.",
    )
    oidc_sign_out: bool = Field(
        True,
        description="Whether signing out also ends the session at the provider, where it offers that; otherwise only "
        "the one here ends.",
    )
    oidc_timeout: float = Field(
        10, gt=0, le=60, description="Seconds without an answer after which the provider counts as down."
    )
    trusted_proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="Proxies before the catalogue whose X-Forwarded-For is believed: who tries too often is told "
        "apart by their address.",
    )
    mail_server: str = Field(
        "", description="Host of the server that takes mails to be sent; empty when there is none."
    )
    mail_port: int = Field(587, ge=1, le=65535, description="The port of the mail server.")
    mail_security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the way to it is protected; `none` only for a server on the same machine.",
    )
    mail_user: str = Field(
        "", description="The name with which the catalogue signs in to it; empty for none."
    )
    mail_password: str = Field("", description="The password for it.", json_schema_extra={"secret": True})
    mail_from: Email = Field("", description="The sender of mails; empty for CATALOGUE_PUBLISHER_EMAIL.")
    mail_timeout: float = Field(
        15, gt=0, le=120, description="Seconds without an answer after which sending a mail is given up."
    )
    upload_limit: int = Field(
        20,
        ge=1,
        le=512,
        description="The largest file that descriptions can begin from, in megabytes; never more than "
        "CATALOGUE_DESCRIPTION_LIMIT.",
    )
