"""What an operator sets, by environment or `.env`, checked before anything starts."""

from __future__ import annotations

from typing import Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.commands.errors import OperatorError

PREFIX = "LINLI_"


class Settings(BaseSettings):
    """Every setting with its default; `LINLI_` before the name in capitals sets it.

    Raises:
        SettingsError: (from `load_settings`) something is missing or does not fit.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    token: SecretStr = Field(description="the bot's token, from @BotFather")
    database_url: str = Field(
        "sqlite:///linli.db", description="sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )
    keys: SecretStr | None = Field(
        None,
        description="what seals private columns: keys with commas between, the first one seals;"
        " for SQLite a file beside the database where it is not set",
    )
    api_url: str = Field("https://api.telegram.org", description="the Bot API server")
    webhook_url: str | None = Field(
        None, description="public HTTPS address of this process; polling where it is not set"
    )
    webhook_secret: SecretStr | None = Field(
        None, description="what Telegram must show with every webhook call"
    )
    listen_host: str = Field("127.0.0.1", description="where the webhook and /health listen")
    listen_port: int = Field(8080, ge=0, le=65535)
    total_per_second: float = Field(29.8, gt=0, description="messages a second to all chats")
    total_burst: int = Field(25, ge=1)
    chat_per_second: float = Field(1, gt=0, description="messages a second to one chat")
    chat_burst: int = Field(2, ge=1)
    group_per_minute: int = Field(20, ge=1, description="messages a minute to one group")
    models: bool = Field(
        True,
        description="load the language models that find policy answers across languages"
        " (some 200 MB); without them words alone decide",
    )
    log_level: str = "INFO"

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        if not url.startswith(("sqlite:///", "postgresql://")):
            raise ValueError("begins with sqlite:/// or postgresql://")
        return url

    @field_validator("token")
    @classmethod
    def _shaped_like_a_token(cls, token: SecretStr) -> SecretStr:
        number, _, key = token.get_secret_value().partition(":")
        if not number.isdigit() or not key:
            raise ValueError("looks like 123456:ABC..., as @BotFather gave it")
        return token

    @model_validator(mode="after")
    def _webhooks_are_secret(self) -> Self:
        if self.webhook_url is not None and self.webhook_secret is None:
            raise ValueError(f"{PREFIX}WEBHOOK_URL needs {PREFIX}WEBHOOK_SECRET")
        return self


class SettingsError(OperatorError):
    """Settings that cannot be used; the message names each and what is wrong with it."""


def load_settings(**given: object) -> Settings:
    """Read the settings.

    Raises:
        SettingsError: one line a fault, in the operator's words.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError("\n".join(_line(fault) for fault in error.errors())) from None


def _line(fault: object) -> str:
    assert isinstance(fault, dict)
    name = PREFIX + "_".join(str(part) for part in fault["loc"]).upper() if fault["loc"] else ""
    if fault["type"] == "missing":
        return f"{name} is not set: put it into the environment or into .env"
    reason = str(fault["msg"]).removeprefix("Value error, ")
    return f"{name}: {reason}" if name else reason
