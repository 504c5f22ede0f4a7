"""Addresses of the chat."""

from django.urls import path, register_converter

from core.converters import NumberConverter
from realtime import urls_help
from realtime.views import messages, rooms, staff

register_converter(NumberConverter, "number")

app_name = "realtime"

urlpatterns = [
    *urls_help.urlpatterns,
    path("chat/", rooms.index, name="rooms"),
    path("chat/duty/", rooms.duty, name="duty"),
    path("chat/new/", staff.new, name="new-room"),
    path("chat/<slug:slug>/", rooms.room, name="room"),
    path("chat/<slug:slug>/since/<number:n>/", rooms.since, name="since"),
    path("chat/<slug:slug>/read/", rooms.read, name="read"),
    path("chat/<slug:slug>/messages/<id:seq>/", messages.message, name="message"),
    path("chat/<slug:slug>/messages/<id:seq>/edit/", messages.edit, name="edit-message"),
    path("chat/<slug:slug>/messages/<id:seq>/take-back/", messages.take_back, name="take-back-message"),
    path("chat/<slug:slug>/messages/<id:seq>/react/", messages.react, name="react"),
    path("chat/<slug:slug>/settings/", staff.settings, name="room-settings"),
    path("chat/<slug:slug>/slow-mode/", staff.slow_mode, name="slow-mode"),
    path("chat/<slug:slug>/audience/", staff.audience, name="room-audience"),
    path("chat/<slug:slug>/unmute/<slug:handle>/", staff.unmute, name="unmute"),
    path("chat/<slug:slug>/close/", staff.close, name="close-room"),
    path("chat/<slug:slug>/reopen/", staff.reopen, name="reopen-room"),
]
