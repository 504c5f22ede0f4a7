from django.urls import path

from accounts.views import blocks, inbox, me, unsubscribe

app_name = "accounts"

urlpatterns = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count/", inbox.count, name="inbox-count"),
    path("inbox/read/", inbox.read_all, name="read-all"),
    path("inbox/<int:notification_id>/open/", inbox.open_notification, name="open-notification"),
    path("me/", me.me, name="me"),
    path("me/profile/", me.profile, name="profile"),
    path("me/preferences/", me.preferences, name="preferences"),
    path("me/blocks/", blocks.blocks, name="blocks"),
    path("people/<slug:handle>/block/", blocks.block, name="block"),
    path("people/<slug:handle>/unblock/", blocks.unblock, name="unblock"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
]
