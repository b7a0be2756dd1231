"""WhatsApp, by way of Twilio."""

from bot.channels.whatsapp.approving import TemplateStatus, status, submit
from bot.channels.whatsapp.channel import WhatsApp
from bot.channels.whatsapp.client import Account
from bot.channels.whatsapp.codes import meaning
from bot.channels.whatsapp.registering import webhook_address
from bot.channels.whatsapp.syncing import SyncResult, sync

__all__ = [
    "Account",
    "SyncResult",
    "TemplateStatus",
    "WhatsApp",
    "meaning",
    "status",
    "submit",
    "sync",
    "webhook_address",
]
