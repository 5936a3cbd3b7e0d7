"""Doors that are broken in one place each, as a hand could break them. The rules must notice every one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kratominfo.door import answer as answers
from kratominfo.door import coding
from kratominfo.door import layer as layers
from kratominfo.door import watch as watches
from kratominfo.door.answer import Answer
from kratominfo.door.layer import Door
from kratominfo.door.shelf import Edition, Shelf
from kratominfo.door.watch import Watch

Break = Callable[[Any], None]


def put_where_it_looks_after_drawing(patch: Any) -> None:
    def answer(self: Door, key: Any, shelf: Any, environ: Any) -> Answer:
        drawn = self.drawn(key, environ)
        self.watch.shelf.put(key, drawn)  # type: ignore[union-attr]
        return drawn

    patch.setattr(Door, "answer", answer)


def let_the_slowest_drawing_win(patch: Any) -> None:
    put = Shelf.put

    def last(self: Shelf, key: Any, answer: Answer) -> Answer:
        if self.answers.get(key) is not answer:
            self._drop(key)
        return put(self, key, answer)

    patch.setattr(Shelf, "put", last)


def look_every_ten_seconds(patch: Any) -> None:
    patch.setattr(watches, "A_SECOND", 10)


def look_each_time(patch: Any) -> None:
    patch.setattr(watches, "A_SECOND", 0)


def count_from_after_the_question(patch: Any) -> None:
    ask = Watch._ask

    def late(self: Watch) -> None:
        ask(self)
        self.holds_until = self.clock() + 1

    patch.setattr(Watch, "_ask", late)


def forget_the_day(patch: Any) -> None:
    patch.setattr(Edition, "__ne__", lambda self, other: self.number != other.number)


def take_only_greater_versions(patch: Any) -> None:
    patch.setattr(Edition, "__ne__", lambda self, other: other > self)


def trust_the_scheme_of_the_first(patch: Any) -> None:
    patch.setattr("kratominfo.proxy.Proxies.is_secure", lambda self, environ: True)


def forget_the_host(patch: Any) -> None:
    key = Door.key
    patch.setattr(Door, "key", lambda self, secure, host, path, query: key(self, secure, "example.org", path, query))


def forget_the_query(patch: Any) -> None:
    patch.setattr(Door, "known", lambda self, path, query: "")


def keep_all_of_the_query(patch: Any) -> None:
    patch.setattr(Door, "known", lambda self, path, query: query)


def compare_names_before_they_are_decoded(patch: Any) -> None:
    patch.setattr(layers, "unquote_plus", lambda name: name)


def show_django_the_whole_request(patch: Any) -> None:
    _show_django(lambda environ, bare: {**environ, **bare}, patch)


def let_the_server_say_where_it_is_mounted(patch: Any) -> None:
    _show_django(lambda environ, bare: {**bare, "SCRIPT_NAME": environ.get("SCRIPT_NAME", "")}, patch)


def _show_django(more: Callable[..., dict[str, Any]], patch: Any) -> None:
    drawn = Door.drawn

    def shown(self: Door, key: Any, environ: Any) -> Answer:
        django = self.django
        self.django = lambda bare, start: django(more(environ, bare), start)
        try:
            return drawn(self, key, environ)
        finally:
            self.django = django

    patch.setattr(Door, "drawn", shown)


def keep_what_is_missing(patch: Any) -> None:
    patch.setattr(Answer, "is_public", property(lambda self: "public" in self.named.get("cache-control", "")))


def keep_what_is_private(patch: Any) -> None:
    patch.setattr(Answer, "is_public", property(lambda self: self.status.startswith("200")))


def keep_cookies(patch: Any) -> None:
    _judge_without("set-cookie", patch)


def keep_what_varies(patch: Any) -> None:
    _judge_without("vary", patch)


def _judge_without(header: str, patch: Any) -> None:
    is_public = Answer.is_public.fget  # type: ignore[attr-defined]

    def blind(self: Answer) -> bool:
        self.named.pop(header, None)
        return bool(is_public(self))

    patch.setattr(Answer, "is_public", property(blind))


def overlook_sessions(patch: Any) -> None:
    patch.setattr(Door, "is_personal", lambda self, environ: "HTTP_AUTHORIZATION" in environ)


def overlook_passwords(patch: Any) -> None:
    patch.setattr(Door, "is_personal", lambda self, environ: "session" in environ.get("HTTP_COOKIE", ""))


def answer_every_method(patch: Any) -> None:
    patch.setattr(layers, "SAFE", {"GET", "HEAD", "POST"})


def overlook_private_paths(patch: Any) -> None:
    patch.setattr(Door, "key", lambda self, *asked: (*asked[:3], self.known(*asked[2:])))


def pack_for_whoever_names_a_coding(patch: Any) -> None:
    patch.setattr(answers, "chosen", lambda accept: next((name for name in coding.OFFERED if name in accept), ""))


def give_all_codings_one_tag(patch: Any) -> None:
    made = Answer._made

    def alike(self: Answer, coding: str) -> Any:
        form = made(self, coding)
        tag = f'"{self.body.digest}"'
        headers = [(name, tag if name == "ETag" else value) for name, value in form.headers]
        self.forms[coding] = form._replace(tag=tag, headers=headers)
        return self.forms[coding]

    patch.setattr(Answer, "_made", alike)


def compare_tags_strongly(patch: Any) -> None:
    patch.setattr(Answer, "_is_known", lambda self, tag, environ: environ.get("HTTP_IF_NONE_MATCH") == tag)


def find_tags_within_others(patch: Any) -> None:
    patch.setattr(
        Answer,
        "_is_known",
        lambda self, tag, environ: tag[1:-1].startswith(environ.get("HTTP_IF_NONE_MATCH", "-")[1:-1]),
    )


def send_a_body_to_head(patch: Any) -> None:
    reply = Answer.reply
    patch.setattr(Answer, "reply", lambda self, environ: reply(self, {**environ, "REQUEST_METHOD": "GET"}))


def never_make_room(patch: Any) -> None:
    patch.setattr(Shelf, "_make_room", lambda self: setattr(self, "room", self.room * 2))


def weigh_only_what_came_first(patch: Any) -> None:
    patch.setattr(Shelf, "_drop", lambda self, key: self.answers.pop(key, None))


def throw_out_what_is_read(patch: Any) -> None:
    make_room = Shelf._make_room

    def unfair(self: Shelf) -> None:
        for answer in self.answers.values():
            answer.was_read = False
        make_room(self)

    patch.setattr(Shelf, "_make_room", unfair)


def serve_old_pages_for_ever(patch: Any) -> None:
    init = Watch.__init__
    patch.setattr(Watch, "__init__", lambda self, ask, **more: init(self, ask, **{**more, "grace": 10**9}))


def fall_with_the_database(patch: Any) -> None:
    init = Watch.__init__
    patch.setattr(Watch, "__init__", lambda self, ask, **more: init(self, ask, **{**more, "grace": -1}))


def tell_proxies_of_the_whole_grace(patch: Any) -> None:
    patch.setattr(Watch, "lasting", property(lambda self: self.grace))


def keep_silent_about_it(patch: Any) -> None:
    patch.setattr(layers, "BLIND", ("X-Nothing", ""))


def never_look_again(patch: Any) -> None:
    patch.setattr(Watch, "look_again", Watch.look)


def let_proxies_keep_everything(patch: Any) -> None:
    patch.setattr(layers, "MUST_NOT", layers.MAY_BE_KEPT)


def believe_everybody(patch: Any) -> None:
    patch.setattr("kratominfo.proxy.Proxies.sent", lambda self, environ: True)


BROKEN: dict[str, Break] = {
    name: one
    for name, one in list(globals().items())
    if callable(one) and getattr(one, "__module__", "") == __name__ and name[0].isalpha() and name.islower()
}
