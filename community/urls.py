"""Addresses of the community. They are English, stable, and the same in every language."""

from django.urls import path, register_converter

from community.converters import KindConverter
from community.views import (
    canned,
    drafts,
    follows,
    highlights,
    lists,
    people,
    posts,
    questions,
    reactions,
    reading,
    replies,
    solutions,
    states,
    threads,
)
from core.converters import IdConverter

register_converter(IdConverter, "id")
register_converter(KindConverter, "kind")

app_name = "community"

urlpatterns = [
    path("", lists.home, name="home"),
    path("themes/", lists.themes, name="themes"),
    path("themes/<slug:slug>/", lists.theme, name="theme"),
    path("questions/", lists.questions, name="questions"),
    path("ask/", questions.ask, name="ask"),
    path("questions/<id:question_id>/", questions.question_short, name="question-short"),
    path("<kind:kind>s/<id:post_id>/edit/", posts.edit, name="edit"),
    path("<kind:kind>s/<id:post_id>/history/", posts.history, name="history"),
    path("<kind:kind>s/<id:post_id>/withdraw/", posts.withdraw, name="withdraw"),
    path("<kind:kind>s/<id:post_id>/restore/", posts.restore, name="restore"),
    path("questions/<id:question_id>/answers/", replies.answer_question, name="answer-question"),
    path("questions/<id:question_id>/comments/", replies.comment_on_question, name="comment-on-question"),
    path("questions/<id:question_id>/same-here/", reactions.same_here, name="same-here"),
    path("questions/<id:question_id>/follow/", reactions.follow, name="follow"),
    path("questions/<id:question_id>/close/", states.close, name="close"),
    path("questions/<id:question_id>/reopen/", states.reopen, name="reopen"),
    path("questions/<id:question_id>/current/", states.current, name="still-current"),
    path("questions/<id:question_id>/needs-info/", states.needs_info, name="needs-info"),
    path("questions/<id:question_id>/moderate/", threads.moderate, name="moderate"),
    path("answers/<id:answer_id>/split/", threads.split, name="split"),
    path("thread-acts/<id:act_id>/undo/", threads.undo, name="undo-act"),
    path("questions/<id:question_id>/canned/", canned.choose, name="choose-canned"),
    path("questions/<id:question_id>/canned/<id:canned_id>/", canned.use, name="use-canned"),
    path("me/canned/", canned.mine, name="canned"),
    path("me/canned/new/", canned.new, name="new-canned"),
    path("me/canned/<id:canned_id>/", canned.edit, name="edit-canned"),
    path("me/canned/<id:canned_id>/forget/", canned.forget, name="forget-canned"),
    path("questions/<id:question_id>/unread/", reading.first_unread, name="first-unread"),
    path("questions/<id:question_id>/follow-by-mail/", follows.follow, name="follow-by-mail"),
    path("follow/<str:token>/confirm/", follows.confirm, name="confirm-follow"),
    path("follow/<str:token>/stop/", follows.stop, name="stop-follow"),
    path("questions/<id:question_id>/<slug:slug>/", questions.question, name="question"),
    path("answers/<id:answer_id>/", posts.answer, name="answer"),
    path("answers/<id:answer_id>/comments/", replies.comment_on_answer, name="comment-on-answer"),
    path("answers/<id:answer_id>/thanks/", reactions.thanks, name="thanks"),
    path("answers/<id:answer_id>/solution/", reactions.solution, name="solution"),
    path("answers/<id:answer_id>/highlight/", highlights.highlight, name="highlight"),
    path("answers/<id:answer_id>/highlight/end/", highlights.end, name="end-highlight"),
    path("helped/<str:token>/", solutions.helped, name="helped"),
    path("comments/<id:comment_id>/", posts.comment, name="comment"),
    path("people/<slug:handle>/", people.person, name="person"),
    path("me/questions/", people.mine, name="my-questions"),
    path("me/read-all/", reading.read_all, name="read-all"),
    path("me/drafts/", drafts.mine, name="my-drafts"),
    path("me/highlights/", highlights.worklist, name="highlight-worklist"),
    path("drafts/<str:place>/", drafts.save, name="save-draft"),
    path("drafts/<str:place>/discard/", drafts.discard, name="discard-draft"),
    path("preview/", drafts.preview, name="preview"),
]
