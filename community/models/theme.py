"""Where a question belongs: theme, life event, district."""

from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(dutch: str, english: str) -> str:
    """The name in the active language; Dutch where no English one was given."""
    return english if english and (get_language() or "").startswith("en") else dutch


class FirstPosts(models.TextChoices):
    """What happens to the first posts of a new member."""

    OPEN = "open", _("meteen zichtbaar")
    WATCHED = "watched", _("meteen zichtbaar, een moderator kijkt mee")
    HELD = "held", _("een moderator leest ze eerst")


class Theme(models.Model):
    """A themed forum. Its slug never changes: links, roles and drafts name it."""

    slug = models.SlugField(_("kenmerk"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    name_en = models.CharField(_("naam in het Engels"), max_length=80, blank=True)
    line = models.CharField(_("in één regel"), max_length=120)
    line_en = models.CharField(_("in één regel, Engels"), max_length=120, blank=True)
    icon = models.CharField(_("pictogram"), max_length=40, help_text=_("Naam in de Lucide-verzameling."))
    position = models.PositiveSmallIntegerField(_("volgorde"), default=0)
    budget_field = models.CharField(_("taakveld van de begroting"), max_length=20, blank=True)
    sensitive = models.BooleanField(_("gevoelig"), default=False)
    first_posts = models.CharField(
        _("eerste berichten van nieuwe deelnemers"),
        max_length=7,
        choices=FirstPosts,
        default=FirstPosts.OPEN,
    )

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("thema")
        verbose_name_plural = _("thema’s")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return in_language(self.name, self.name_en)

    @property
    def summary(self) -> str:
        return in_language(self.line, self.line_en)

    def get_absolute_url(self) -> str:
        return reverse("community:theme", args=[self.slug])


class LifeEvent(models.Model):
    """Something that happens in a life and brings questions, such as a divorce."""

    slug = models.SlugField(_("kenmerk"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=80)
    name_en = models.CharField(_("naam in het Engels"), max_length=80, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("levensgebeurtenis")
        verbose_name_plural = _("levensgebeurtenissen")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)


class District(models.Model):
    """A part of the municipality; never finer than this."""

    slug = models.SlugField(_("kenmerk"), max_length=60, unique=True)
    name = models.CharField(_("naam"), max_length=80)

    class Meta:
        ordering = ["name"]
        verbose_name = _("wijk")
        verbose_name_plural = _("wijken")

    def __str__(self) -> str:
        return self.name
