"""The conversation as a user of python-telegram-bot would write it: `ConversationHandler` and `PicklePersistence`.

Everything is left at its default. The webhook is the one of the library's own example for a server of one's own;
what it says is kept in memory and written to a file once a minute.
"""

import asyncio
import sys
from typing import Any

from aiohttp import web
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

from bench.contenders import questions
from bench.contenders.serving import listen
from bench.load import SECRET
from bench.processes import MEASURED, pin
from bench.provider import TOKEN

Context = ContextTypes.DEFAULT_TYPE
PERCENT, HURDLE, NOTE, COUNT, PROOF = range(5)


def keyboard(options: dict[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=value)] for value, label in options.items()]
    )


def kept(context: Context) -> dict[Any, Any]:
    return context.user_data if context.user_data is not None else {}


def typed(update: Update) -> tuple[Message, str]:
    assert update.message is not None
    return update.message, update.message.text or ""


async def begin(update: Update, context: Context) -> int:
    message, _ = typed(update)
    await message.reply_text(questions.PERCENT, reply_markup=keyboard(questions.INSTEAD))
    return PERCENT


async def percent(update: Update, context: Context) -> int:
    message, text = typed(update)
    kept(context)["percent"] = int(text)
    await message.reply_text(questions.HURDLE, reply_markup=keyboard(questions.HURDLES))
    return HURDLE


async def hurdle(update: Update, context: Context) -> int:
    query = update.callback_query
    assert query is not None
    assert isinstance(query.message, Message)
    await query.answer()
    kept(context)["hurdle"] = query.data
    await query.message.reply_text(questions.NOTE, reply_markup=keyboard({"skip": questions.SKIP}))
    return NOTE


async def note(update: Update, context: Context) -> int:
    message, text = typed(update)
    kept(context)["note"] = text
    people = next(int(word) for word in text.split() if word.isdecimal())
    kept(context)["people"] = people
    answers = keyboard({"yes": questions.YES, "no": questions.NO})
    await message.reply_text(questions.COUNT.format(n=people), reply_markup=answers)
    return COUNT


async def counted(update: Update, context: Context) -> int:
    message, _ = typed(update)
    await message.reply_text(questions.PROOF, reply_markup=keyboard({"skip": questions.SKIP}))
    return PROOF


async def file_report(update: Update, context: Context) -> int:
    message, _ = typed(update)
    answers = kept(context)
    report = {name: answers.pop(name) for name in ("percent", "hurdle", "note", "people")}
    answers.setdefault("reports", []).append(report)
    await message.reply_text(questions.THANKS.format(plan=questions.PLAN, percent=report["percent"]))
    return ConversationHandler.END


def conversation() -> ConversationHandler[Context]:
    text = filters.TEXT & ~filters.COMMAND
    return ConversationHandler(
        entry_points=[MessageHandler(filters.Regex("^avance$"), begin)],
        states={
            PERCENT: [MessageHandler(filters.Regex(r"^\d{1,3}$"), percent)],
            HURDLE: [CallbackQueryHandler(hurdle)],
            NOTE: [MessageHandler(text, note)],
            COUNT: [MessageHandler(filters.Regex("^(sí|no)$"), counted)],
            PROOF: [MessageHandler(filters.Regex("^omitir$"), file_report)],
        },
        fallbacks=[],
        name="progress",
        persistent=True,
    )


async def main(provider: str, folder: str) -> None:
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(f"{folder}/ptb.pickle")
    bot = Application.builder().token(TOKEN).base_url(f"{provider}/bot").persistence(persistence).updater(None).build()
    bot.add_handler(conversation())

    async def webhook(request: web.Request) -> web.Response:
        if request.headers.get("X-Telegram-Bot-Api-Secret-Token") != SECRET:
            raise web.HTTPForbidden
        await bot.update_queue.put(Update.de_json(await request.json(), bot.bot))
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/telegram", webhook)])
    async with bot:
        await bot.start()
        await listen(app)
        await bot.stop()


if __name__ == "__main__":
    pin(MEASURED)
    asyncio.run(main(*sys.argv[1:]))
