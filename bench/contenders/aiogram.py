"""The conversation as a user of aiogram would write it: states in its memory storage, on its aiohttp webhook.

Everything is left at its default; nothing of it survives the process.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.contenders import questions
from bench.contenders.serving import listen
from bench.load import SECRET
from bench.processes import MEASURED, pin
from bench.provider import TOKEN

router = Router()


class Progress(StatesGroup):
    percent = State()
    hurdle = State()
    note = State()
    count = State()
    proof = State()


def keyboard(options: dict[str, str]) -> InlineKeyboardMarkup:
    rows = [[InlineKeyboardButton(text=label, callback_data=value)] for value, label in options.items()]
    return InlineKeyboardMarkup(inline_keyboard=rows)


@router.message(F.text == "avance")
async def begin(message: Message, state: FSMContext) -> None:
    await state.set_state(Progress.percent)
    await message.answer(questions.PERCENT, reply_markup=keyboard(questions.INSTEAD))


@router.message(Progress.percent, F.text.regexp(r"^\d{1,3}$"))
async def percent(message: Message, state: FSMContext) -> None:
    await state.update_data(percent=int(message.text or ""))
    await state.set_state(Progress.hurdle)
    await message.answer(questions.HURDLE, reply_markup=keyboard(questions.HURDLES))


@router.callback_query(Progress.hurdle)
async def hurdle(query: CallbackQuery, state: FSMContext) -> None:
    await query.answer()
    await state.update_data(hurdle=query.data)
    await state.set_state(Progress.note)
    assert isinstance(query.message, Message)
    await query.message.answer(questions.NOTE, reply_markup=keyboard({"skip": questions.SKIP}))


@router.message(Progress.note, F.text)
async def note(message: Message, state: FSMContext) -> None:
    text = message.text or ""
    people = next(int(word) for word in text.split() if word.isdecimal())
    await state.update_data(note=text, people=people)
    await state.set_state(Progress.count)
    answers = keyboard({"yes": questions.YES, "no": questions.NO})
    await message.answer(questions.COUNT.format(n=people), reply_markup=answers)


@router.message(Progress.count, F.text.in_({"sí", "no"}))
async def counted(message: Message, state: FSMContext) -> None:
    await state.set_state(Progress.proof)
    await message.answer(questions.PROOF, reply_markup=keyboard({"skip": questions.SKIP}))


@router.message(Progress.proof, F.text == "omitir")
async def file_report(message: Message, state: FSMContext) -> None:
    answers = await state.get_data()
    reports = [*answers.pop("reports", []), answers]
    await state.set_data({"reports": reports})
    await state.set_state(None)
    await message.answer(questions.THANKS.format(plan=questions.PLAN, percent=answers["percent"]))


async def main(provider: str, folder: str) -> None:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(provider)))
    dispatcher = Dispatcher(storage=MemoryStorage())
    dispatcher.include_router(router)
    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    await listen(app)


if __name__ == "__main__":
    pin(MEASURED)
    asyncio.run(main(*sys.argv[1:]))
