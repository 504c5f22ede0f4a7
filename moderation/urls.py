from django.urls import path

from moderation.views.help import help_now

app_name = "moderation"
urlpatterns = [
    path("help-now/", help_now, name="help_now"),
]
