from django.urls import path

from core import converters  # noqa: F401 (importing registers "id")
from moderation.views import appeals, log, openness, queue, reports, rules, screening
from moderation.views.help import help_now

app_name = "moderation"
urlpatterns = [
    path("help-now/", help_now, name="help_now"),
    path("report/<slug:kind>/<id:target_id>/", reports.report, name="report"),
    path("reports/<str:token>/", reports.mine, name="my-report"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<id:number>/", rules.version, name="rules-version"),
    path("rules/<id:number>/accept/", rules.accept, name="accept-rules"),
    path("rules/<id:number>/comments/", rules.comment, name="comment-on-rules"),
    path("rules/<id:before>/<id:after>/", rules.compare, name="compare-rules"),
    path("moderation/", queue.queue, name="queue"),
    path("moderation/screening/", screening.overview, name="screening"),
    path("moderation/screening/rules/new/", screening.new_rule, name="new-danger-rule"),
    path("moderation/screening/rules/<id:rule_id>/", screening.rule, name="danger-rule"),
    path("moderation/log/", log.log, name="log"),
    path("moderation/cases/<id:case_id>/", queue.case, name="case"),
    path("moderation/cases/<id:case_id>/release/", queue.release, name="release-case"),
    path("moderation/cases/about/<slug:kind>/<id:target_id>/", queue.open_own, name="open-case"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<id:appeal_id>/", appeals.appeal, name="appeal"),
    path("letters/<id:decision_id>/", appeals.letter, name="letter"),
    path("letters/about/<slug:kind>/<id:target_id>/", appeals.about, name="letter-about"),
    path("openness/moderation/", openness.openness, name="openness"),
    path("openness/moderation.csv", openness.openness_csv, name="openness-csv"),
    path("openness/moderation.json", openness.openness_json, name="openness-json"),
    path("openness/moderation/statements.json", openness.openness_statements, name="openness-statements"),
    path("me/looks/", appeals.looks, name="looks"),
]
