"""Addresses of help chats, the radar, office hours and questions out of chats; before those of the rooms."""

from django.urls import path

from realtime.views import chat_questions, help_chats, office_host, office_hours, radar

urlpatterns = [
    path("radar/", radar.radar, name="radar"),
    path("radar/duty-plans/", radar.plan, name="plan-duty"),
    path("radar/duty-plans/<id:plan_id>/drop/", radar.drop_plan, name="drop-duty-plan"),
    path("chat/help/", help_chats.ask, name="help"),
    path("chat/help/<uuid:key>/", help_chats.request_page, name="help-request"),
    path("chat/help/<uuid:key>/now/", help_chats.now, name="help-now"),
    path("chat/help/<uuid:key>/call-back/", help_chats.call_back, name="help-call-back"),
    path("chat/help/<uuid:key>/cancel/", help_chats.cancel, name="help-cancel"),
    path("chat/help/<uuid:key>/take/", help_chats.take, name="help-take"),
    path("chat/help/<uuid:key>/give-back/", help_chats.give_back, name="help-give-back"),
    path("chat/help/<uuid:key>/agree/", help_chats.agree, name="help-agree"),
    path("chat/help/<uuid:key>/refuse/", help_chats.refuse_helper, name="help-refuse"),
    path("chat/help/<uuid:key>/replace/", help_chats.replace_helper, name="help-replace"),
    path("chat/help/<uuid:key>/hand-over/", help_chats.hand_over, name="help-hand-over"),
    path("chat/help/<uuid:key>/end/", help_chats.end, name="help-end"),
    path("chat/help/<uuid:key>/outcome/", help_chats.outcome, name="help-outcome"),
    path("chat/help/<uuid:key>/block/", help_chats.block, name="help-block"),
    path("chat/office-hours/", office_hours.index, name="office-hours"),
    path("chat/office-hours/calendar.ics", office_hours.calendar, name="office-hours-calendar"),
    path("chat/office-hours/new/", office_host.new, name="new-office-hour"),
    path("chat/office-hours/<id:office_hour_id>/", office_hours.office_hour, name="office-hour"),
    path(
        "chat/office-hours/<id:office_hour_id>/calendar.ics",
        office_hours.one_calendar,
        name="office-hour-calendar",
    ),
    path("chat/office-hours/<id:office_hour_id>/queue/", office_hours.queue, name="office-queue"),
    path("chat/office-hours/<id:office_hour_id>/edit/", office_host.change, name="edit-office-hour"),
    path("chat/office-hours/<id:office_hour_id>/cancel/", office_host.cancel, name="cancel-office-hour"),
    path("chat/office-hours/<id:office_hour_id>/end/", office_host.end, name="end-office-hour"),
    path("chat/office-hours/<id:office_hour_id>/host/", office_host.host, name="office-host"),
    path("chat/office-hours/<id:office_hour_id>/archive/", office_host.archive, name="office-archive"),
    path(
        "chat/office-hours/<id:office_hour_id>/archive/<id:office_question_id>/publish/",
        office_host.publish,
        name="office-publish",
    ),
    path(
        "chat/office-hours/<id:office_hour_id>/archive/<id:office_question_id>/leave-out/",
        office_host.leave_out,
        name="office-leave-out",
    ),
    path(
        "chat/office-hours/queue/<id:office_question_id>/leave/",
        office_hours.leave_queue,
        name="leave-queue",
    ),
    path(
        "chat/office-hours/queue/<id:office_question_id>/consent/",
        office_hours.consent,
        name="office-consent",
    ),
    path("chat/office-hours/queue/<id:office_question_id>/answer/", office_host.answer, name="answer-queued"),
    path(
        "chat/office-hours/queue/<id:office_question_id>/decline/",
        office_host.decline,
        name="decline-queued",
    ),
    path("chat/questions/<uuid:key>/", chat_questions.chat_question, name="chat-question"),
    path("chat/questions/<uuid:key>/consent/", chat_questions.consent, name="chat-question-consent"),
    path("chat/questions/<uuid:key>/post/", chat_questions.post, name="post-chat-question"),
    path("chat/questions/<uuid:key>/drop/", chat_questions.drop, name="drop-chat-question"),
    path("chat/<slug:slug>/to-question/", chat_questions.choose, name="chat-to-question"),
]
