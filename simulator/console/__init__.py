"""The people's side over HTTP and JSON, for the chat page; same server, loopback only.

Everything is under `/sim`. POST takes and gives JSON, upload takes multipart. Ids are numbers; a
private chat has its person's id. A message is the Bot API's Message plus `visible_to_bot` and
`is_by_bot`. Failures answer `{"error": "..."}`: 404 for an unknown world, chat, person or message,
400 for anything else that a person could not do.

World and time:

    GET  /sim/worlds                       [{token, bot}]
    GET  /sim/clock                        {now}                          ISO 8601, UTC
    POST /sim/clock                        {advance: seconds} or {to: "2026-11-22T00:00:00Z"}
    GET  /sim/stage                        {playing, titles, time_zone, phones: [{person, chat}],
                                            steps: [{text, phone, draft, moves_clock}],
                                            moments: [{at, title}]}; {} where there is none
    POST /sim/stage                        {name}: begin a scene anew -> the stage

Below, everything starts with `/sim/worlds/<token>`:

    GET  /                                 {bot, now, people, chats, pending_updates, in_flight,
                                            faults}
           people: [{id, name, username, language_code, is_started, is_blocked}]
           chats:  [{id, type, title, is_forum, members: [{id, name, status, is_anonymous}],
                     topics: [{thread_id, name, is_closed}], bot_status, migrated_to, last}]
    GET  /chats/<chat>                     {chat, messages, pinned, reply_keyboard,
                                            reactions: [{message_id, user, emoji}]}
    GET  /commands?person=<id>&chat=<id>   [{command, description}]      as this person sees them
    GET  /menu?person=<id>                 the menu button of the private chat
    GET  /files/<file_id>                  the bytes
    GET  /requests?after=<n>               [{number, at, method, params, result, refusal, fault}]
    GET  /warnings                         [text]
    GET  /events                           server-sent events, see below
    POST /people      {name, language_code?, last_name?, username?}            -> person
    POST /groups      {title, members: [id], admins: [id], supergroup, forum}  -> chat
    POST /says        {person, text, chat?, reply_to?, thread?, as_group?}     -> message
    POST /edits       {person, chat, message_id, text}                         -> message
    POST /deletes     {person, chat, message_id}                               -> {}
    POST /presses     {person, chat, message_id, button: text or index} or {..., data}
                                             -> {text, show_alert, url}; 504 when the bot is silent
    POST /taps        {person, label, chat?}        a key of the reply keyboard -> message
    POST /opens       {person, link, group?}        a t.me deep link            -> message
    POST /reacts      {person, chat, message_id, emoji or null}                 -> {}
    POST /asks        {person, query, chat?, offset?}   inline mode -> {query_id, next_offset,
                                                    button, results: [{title, description, url}]}
    POST /chooses     {person, query_id, result: title or index, reply_to?, thread?, as_group?}
                                                                                -> message
    POST /upload      multipart: person, chat?, caption?, kind (photo | document), reply_to?,
                      thread?, file                                             -> message
    POST /blocks      {person, blocked}                                         -> person
    POST /members     {chat, action, person?, by?}                              -> chat
           action: add_bot | kick_bot | promote_bot | demote_bot | add | join | leave | remove |
                   promote | promote_anonymous | demote
    POST /topics      {chat, by, name}                                          -> topic
    POST /migrate     {chat}                                                    -> the new chat
    POST /faults      {method, kind, times?, retry_after?, chat?}               -> {}

`/events` sends `event: <kind>` with `data: {"chat": id or null, "data": ...}`. Kinds: `message` and
`edited` (the message), `deleted` (ids), `member` (a ChatMemberUpdated), `reaction`, `action` (chat
action), `commands`, `unpinned`, `call` (an entry of the request log without params and result).
"""

from simulator.console.routes import add_console

__all__ = ["add_console"]
