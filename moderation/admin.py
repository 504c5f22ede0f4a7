from functools import partial

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from accounts.admin import LoggedAdmin
from moderation.actions.helplines import delete_helpline, save_helpline
from moderation.models import DangerKind, Helpline


class HelplineForm(forms.ModelForm):  # type: ignore[type-arg]
    for_kinds = forms.MultipleChoiceField(
        label=gettext_lazy("Bij welk gevaar"),
        choices=DangerKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("De schrijver van een tekst met dit gevaar ziet deze hulplijn meteen."),
    )

    class Meta:
        model = Helpline
        fields = (
            "key", "name", "number", "url", "audience", "audience_en", "hours", "hours_en", "cost", "cost_en",
            "for_kinds", "position", "verified_on", "source", "review_due",
        )  # fmt: skip
        field_classes = {"url": partial(forms.URLField, assume_scheme="https")}


@admin.register(Helpline)
class HelplineAdmin(LoggedAdmin[Helpline]):
    form = HelplineForm
    list_display = ("name", "number", "position", "verified_on", "review_due")
    list_filter = ("review_due",)
    search_fields = ("name", "number")
    prepopulated_fields = {"key": ("name",)}

    def save_model(self, request: HttpRequest, obj: Helpline, form: object, change: bool) -> None:  # noqa: FBT001
        save_helpline(obj)

    def delete_model(self, request: HttpRequest, obj: Helpline) -> None:
        delete_helpline(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Helpline]) -> None:
        for helpline in queryset:
            delete_helpline(helpline)
