"""The methods the bot is likely to call, written by hand: used when no machine-readable description is there."""

from typing import Any

SEND = "message_thread_id:Integer disable_notification:Boolean protect_content:Boolean allow_paid_broadcast:Boolean \
message_effect_id:String reply_parameters:ReplyParameters reply_markup:InlineKeyboardMarkup \
business_connection_id:String"
CAPTION = "caption:String parse_mode:String caption_entities:MessageEntity*"
FILE = "InputFile|String"
MEMBER = "chat_id!:Integer|String message_id:Integer inline_message_id:String reply_markup:InlineKeyboardMarkup"

METHODS = {
    "getMe": "",
    "getUpdates": "offset:Integer limit:Integer timeout:Integer allowed_updates:String*",
    "setWebhook": "url!:String certificate:InputFile ip_address:String max_connections:Integer \
allowed_updates:String* drop_pending_updates:Boolean secret_token:String",
    "deleteWebhook": "drop_pending_updates:Boolean",
    "getWebhookInfo": "",
    "setMyCommands": "commands!:BotCommand* scope:BotCommandScope language_code:String",
    "getMyCommands": "scope:BotCommandScope language_code:String",
    "deleteMyCommands": "scope:BotCommandScope language_code:String",
    "setMyDescription": "description:String language_code:String",
    "setMyShortDescription": "short_description:String language_code:String",
    "getMyDescription": "language_code:String",
    "getMyShortDescription": "language_code:String",
    "getFile": "file_id!:String",
    "answerCallbackQuery": "callback_query_id!:String text:String show_alert:Boolean url:String cache_time:Integer",
    "sendMessage": f"chat_id!:Integer|String text!:String parse_mode:String entities:MessageEntity* \
link_preview_options:LinkPreviewOptions {SEND}",
    "sendPhoto": f"chat_id!:Integer|String photo!:{FILE} has_spoiler:Boolean \
show_caption_above_media:Boolean {CAPTION} {SEND}",
    "sendDocument": f"chat_id!:Integer|String document!:{FILE} thumbnail:{FILE} \
disable_content_type_detection:Boolean {CAPTION} {SEND}",
    "sendMediaGroup": "chat_id!:Integer|String media!:InputMedia* disable_notification:Boolean protect_content:Boolean",
    "sendChatAction": "chat_id!:Integer|String action!:String message_thread_id:Integer business_connection_id:String",
    "editMessageText": f"text!:String parse_mode:String entities:MessageEntity* \
link_preview_options:LinkPreviewOptions business_connection_id:String {MEMBER}",
    "editMessageReplyMarkup": f"business_connection_id:String {MEMBER}",
    "deleteMessage": "chat_id!:Integer|String message_id!:Integer",
    "deleteMessages": "chat_id!:Integer|String message_ids!:Integer*",
}


def _field(text: str) -> dict[str, Any]:
    name, _, kinds = text.partition(":")
    types = [f"Array of {kind[:-1]}" if kind.endswith("*") else kind for kind in kinds.split("|")]
    return {"name": name.rstrip("!"), "types": types, "required": name.endswith("!")}


def methods() -> dict[str, Any]:
    """The hand-written methods in the shape of the machine-readable description."""
    return {
        name: {"name": name, "fields": [_field(text) for text in fields.split()], "returns": ["Boolean"]}
        for name, fields in METHODS.items()
    }
