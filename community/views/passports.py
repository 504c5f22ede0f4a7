"""How a helper wants to help."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from community.actions.passports import end_pause, keep_passport
from community.forms.radar import PassportForm
from community.http import member_of
from community.queries.passports import passport_page
from community.views.writing import UNPROCESSABLE, refuse
from core.errors import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    member = member_of(request)
    page = passport_page(member)
    if request.method != "POST":
        return render(request, "community/passport.html", {"form": PassportForm.of(page.passport)})
    form = PassportForm(request.POST)

    def again(status: int) -> HttpResponse:
        return render(request, "community/passport.html", {"form": form}, status=status)

    if not form.is_valid():
        return again(UNPROCESSABLE)
    try:
        keep_passport(helper=member, **form.cleaned_data)
    except Refused as error:
        return refuse(request, form, error, again)
    messages.success(request, _("Bewaard."))
    return redirect("realtime:radar")


@require_POST
def back_again(request: HttpRequest) -> HttpResponse:
    end_pause(helper=member_of(request))
    messages.success(request, _("Fijn dat je er weer bent."))
    return redirect("realtime:radar")
