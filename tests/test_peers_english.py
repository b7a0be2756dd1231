"""The same in English: a knock where the window is closed, and step by step until it ends."""

import pytest
import time_machine

from models.base import now
from models.peers import requests
from models.peers.candidates import Wanted
from models.store import Store
from tests.peered import agree, ana, beto, helps, pass_time, tick
from tests.reminded import approve

pytestmark = pytest.mark.usefixtures("working_day")


def test_in_english_with_a_knock_where_the_window_is_closed(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "discreet_en")
    her, him = ana(store, "en"), beto(store, "en")
    store.run(helps, him.person)
    store.run(agree, her.person)
    her("""
        > find a peer
        < What do you need help with? [Field training] [Keeping records]
        > 1
        < Where should this person work? [Anywhere] [North] [Centre-north] [Centre] [South and southeast]
        > 1
        < Which level should it be? [Any level] [Operative] [Supervisor] [Middle command] [Senior command] [Civilian]
        > 1
        < Perhaps somebody can help you. What do you need? One or two sentences. Whoever I ask reads them, so leave out your
          name and workplace.
        > How do you plan the shifts?
        < I ask up to three people, one after another. They read this and nothing else of you: “How do you plan the
          shifts?” Shall I ask? [Yes, ask] [No, leave it]
        > yes
        < I will ask. When somebody says yes, I write to you. If nobody can, I tell you on December 10.
    """)
    pass_time(clock, store, hours=26)
    assert him.hears() == [
        "Somebody of the programme looks for help with “Field training”: “How do you plan the shifts?” Would you write with "
        "this person? Neither of you learns who the other is until both of you want to. [Yes, I will help] [No, thank you] "
        "[Later]"
    ]
    him("""
        > yes
        < What you write now goes to “Blue Cedar”, photos and documents too. To “Blue Cedar” you are “Blue Oak”. To stop
          writing, write “menu”. [Say who we are] [End it] [Block] [Report]
        > Hello
        < Sent. To stop writing to “Blue Cedar”, write “menu”. [Say who we are] [End it]
          [Block] [Report]
    """)
    assert her.hears() == ["(knock: discreet en)"]
    her.write("hello")
    assert her.hears()[:2] == [
        "Somebody says yes. To you this person is “Blue Oak”, and you can write now. [Answer] [End it] [Block] [Report]",
        "“Blue Oak”: Hello [Answer] [End it] [Block] [Report]",
    ]


def test_in_english_step_by_step_until_it_ends(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store, "en"), beto(store, "en")
    store.run(helps, him.person)
    store.run(agree, her.person)
    store.run(requests.ask, her.person, Wanted("field"), "How do you plan the shifts?", now())
    pass_time(clock, store, hours=1)
    him.hears()
    him.write("yes")
    him.write("menu")
    her.write("menu")
    him.hears(), her.hears()
    him("""
        > reply
        < What you write now goes to “Blue Cedar”, photos and documents too. To “Blue Cedar” you are “Blue Oak”. To stop
          writing, write “menu”. [Say who we are] [End it] [Block] [Report]
        > write to beto@ejemplo.mx
        < I held this back: it seems to hold an address, such as an e-mail. Please send it without that. Links to pages and
          documents are fine. To exchange contacts, press “Say who we are”: it is done step by step. To stop writing to “Blue Cedar”, write “menu”.
          [Say who we are] [End it] [Block] [Report]
        > [Say who we are]
        < “Blue Cedar” would read this: “Beto, Nuevo León”. It is told only when both of you have agreed. Do you agree?
          [I agree] [Not now]
        > I agree
        < Noted. It is told as soon as “Blue Cedar” agrees too. Until then nothing is told. To
        stop writing to “Blue Cedar”, write “menu”. [Say who we are] [End it] [Block] [Report]
    """)
    assert her.hears() == [
        "“Blue Oak” proposes that both of you tell your first name and state. Nothing is told unless both agree. "
        "[See and decide] [Not now]"
    ]
    her("""
        > [Not now]
        < All right, nothing more is told for now.
    """)
    assert him.hears()[0].startswith("For now it was not agreed with “Blue Cedar”. You can go on writing.")
    her("""
        > block
        < You will not meet “Blue Oak” here again. The other learns only that it has ended.
    """)
    tick(store)
    assert him.hears() == ["Your introduction with “Blue Cedar” has ended."]
