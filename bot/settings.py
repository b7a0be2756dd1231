"""The settings: from the environment and `.env`, all checked at once before anything starts.

What is secret is never shown, neither in an error nor when settings are printed.
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot import setting_kinds as kinds
from bot.setting_problems import lines_of, missing_together
from models.sealing import Vault

_KEY = "a_key_from_lazos_keygen"

Keys = Annotated[tuple[str, ...], NoDecode, BeforeValidator(kinds.listed), AfterValidator(kinds.keys)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(kinds.listed)]
Rate = Annotated[float, Field(ge=1, le=1000, allow_inf_nan=False)]
Token = Annotated[str, AfterValidator(kinds.token)]
_TELEGRAM_TOKEN = kinds.shaped(r"\d{3,}:[\w-]{20,}", "is not a bot token from @BotFather: digits, a colon, letters")
_TELEGRAM_SECRET = kinds.shaped(r"[A-Za-z0-9_-]{1,256}", "may hold letters, digits, _ and - only, at most 256")
_ACCOUNT = kinds.shaped(r"AC[0-9a-fA-F]{32}", "has to be AC and 32 hexadecimal digits")
_SERVICE = kinds.shaped(r"MG[0-9a-fA-F]{32}", "has to be MG and 32 hexadecimal digits")
_SENDER = kinds.shaped(r"whatsapp:\+[1-9]\d{6,14}", "has to be whatsapp:+ and the number with its country code")
_LINE = kinds.shaped(r"[^\x00-\x1f\x7f]{1,200}", "has to be one line of at most 200 letters")


class WrongSettings(Exception):
    """Something is missing or wrong; `lines` has one line for each problem."""

    def __init__(self, lines: list[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class Settings(BaseSettings):
    """Everything that an installation may decide. Rates are messages a second; lists keep their order."""

    model_config = SettingsConfigDict(
        env_prefix="LAZOS_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        str_strip_whitespace=True,
        validate_default=False,
    )
    keys_required: ClassVar[bool] = True

    organisation: Annotated[str, AfterValidator(_LINE)] = Field(default="Lazos", examples=["Lazos A.C."])
    privacy_contact: Annotated[str, AfterValidator(_LINE)] = Field(default="", examples=["privacidad@example.org"])
    database_url: Annotated[str, AfterValidator(kinds.database)] = Field(
        default="sqlite:///var/lazos.db", repr=False, examples=["postgresql+psycopg://lazos@localhost/lazos"]
    )
    files_url: Annotated[str, AfterValidator(kinds.files)] = Field(
        default="file://var/files", repr=False, examples=["file://var/files"]
    )
    secret_keys: Keys = Field(default=(), repr=False, examples=[_KEY])
    lookup_keys: Keys = Field(default=(), repr=False, examples=[_KEY])
    backup_public_key: str | None = Field(default=None, examples=["the_public_half"])
    metrics_token: Token | None = Field(default=None, repr=False, examples=["a-long-random-word"])
    public_url: Annotated[str, AfterValidator(kinds.public)] | None = Field(
        default=None, examples=["https://bot.example.org"]
    )
    host: Annotated[str, AfterValidator(kinds.host)] = Field(default="127.0.0.1", examples=["127.0.0.1"])
    port: Annotated[int, Field(ge=0, le=65535)] = Field(default=8080, examples=["8080"])

    telegram_token: Annotated[str, AfterValidator(_TELEGRAM_TOKEN)] | None = Field(
        default=None, repr=False, examples=["123456789:the-long-word-from-BotFather"]
    )
    telegram_secret: Annotated[str, AfterValidator(_TELEGRAM_SECRET)] | None = Field(
        default=None, repr=False, examples=["a-long-random-word"]
    )
    telegram_mode: Literal["webhook", "polling"] = Field(default="webhook", examples=["polling"])
    telegram_api_url: Annotated[str, AfterValidator(kinds.base("/bot"))] = Field(
        default="https://api.telegram.org/bot", examples=["http://localhost:8081/bot"]
    )
    telegram_file_url: Annotated[str, AfterValidator(kinds.base("/file/bot"))] = Field(
        default="https://api.telegram.org/file/bot", examples=["http://localhost:8081/file/bot"]
    )
    telegram_rate: Rate = Field(default=30, examples=["30"])

    twilio_account_sid: Annotated[str, AfterValidator(_ACCOUNT)] | None = Field(
        default=None, examples=["AC" + "0" * 32]
    )
    twilio_auth_token: Words = Field(default=(), repr=False, examples=["the_token_of_the_account"])
    twilio_whatsapp_from: Annotated[str, AfterValidator(_SENDER)] | None = Field(
        default=None, examples=["whatsapp:+525550000001"]
    )
    twilio_messaging_service_sid: Annotated[str, AfterValidator(_SERVICE)] | None = Field(
        default=None, examples=["MG" + "0" * 32]
    )
    twilio_api_url: Annotated[str, AfterValidator(kinds.base())] = Field(
        default="https://api.twilio.com", examples=["https://api.twilio.com"]
    )
    twilio_content_url: Annotated[str, AfterValidator(kinds.base())] = Field(
        default="https://content.twilio.com", examples=["https://content.twilio.com"]
    )
    twilio_rate: Rate = Field(default=80, examples=["80"])
    twilio_daily_contacts: Annotated[int, Field(ge=1)] = Field(default=250, examples=["250"])

    whatsapp_prices: Annotated[str, AfterValidator(kinds.prices)] = Field(
        default="", examples=["marketing=0.0305,utility=0.0085,service=0.0085,carrier=0.005,currency=USD"]
    )
    approval_above: Annotated[int, Field(ge=0)] = Field(default=500, examples=["500"])

    erase_after_days: Annotated[int, Field(ge=1, le=365)] = Field(default=30, examples=["30"])
    peer_content_days: Annotated[int, Field(ge=1, le=365)] = Field(default=30, examples=["30"])
    peer_round_day: Annotated[int, Field(ge=0, le=28)] = Field(default=1, examples=["1"])
    languages: Annotated[Words, AfterValidator(kinds.known_languages)] = Field(default=("es", "en"), examples=["es,en"])
    office_hours: Annotated[str, AfterValidator(kinds.office_hours)] = Field(default="9-18", examples=["9-18"])
    quiet_hours: Annotated[str, AfterValidator(kinds.quiet_hours)] = Field(default="21-8", examples=["21-8"])
    timezone: Annotated[str, AfterValidator(kinds.timezone)] = Field(
        default="America/Mexico_City", examples=["America/Mexico_City"]
    )

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, given: Any, check: ModelWrapValidatorHandler[Self]) -> Self:
        """What fields are wrong in themselves, and what is missing beside others, in one list."""
        lines, made = [], None
        try:
            made = check(given)
        except ValidationError as problem:
            lines = lines_of(cls, problem, given)
        if isinstance(given, Mapping):
            lines += missing_together(cls, given, keys_required=cls.keys_required)
        if made is None or lines:
            raise WrongSettings(lines)
        return made

    def vault(self) -> Vault:
        """The vault with the keys of this installation."""
        return Vault(self.secret_keys, self.lookup_keys)


def load() -> Settings:
    """The settings of this installation. Raises `WrongSettings`."""
    return Settings()
