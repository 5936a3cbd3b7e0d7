"""What is known of a strain, one row each: reported effects and uses, measured alkaloids, amounts that sources name."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from articles.days import exact
from articles.labels import AMOUNTS, BASIS, DIRECTION
from articles.markup import unprintable
from articles.models.reference import Reference
from articles.snapshot import NUMBER

MOST_PRODUCTS = 1_000_000
TO_PUBLISH = "Needed to publish."
AS_OF = "The day on which somebody last looked whether this still holds."


def day(text: str) -> None:
    try:
        exact(text)
    except ValueError as refused:
        raise ValidationError(str(refused)) from None


class StrainFact(models.Model):
    """A row of a strain profile. It may be unfinished; the gate says what it lacks. `SAYS` are the fields that a
    snapshot keeps, each as text."""

    SAYS: ClassVar[tuple[str, ...]] = ()

    ordering = models.IntegerField(default=0)

    class Meta:
        abstract = True
        default_permissions = ()  # who may change the page may change what it says
        ordering = ["ordering", "pk"]

    def says(self) -> dict[str, Any]:
        own = {name: unprintable(str(getattr(self, name) or "")) for name in self.SAYS}
        return own | {"references": sorted(reference.key for reference in self.sources())}

    def sources(self) -> list[Reference]:
        """The references on which it rests."""
        raise NotImplementedError

    def rest_on(self, references: list[Reference]) -> None:
        """The opposite of `sources`, for a row that is saved."""
        raise NotImplementedError

    @classmethod
    def restore(cls, said: dict[str, Any], **own: Any) -> Self:
        """The row that `said` was taken of, made again; a reference that is gone is left out."""
        made = cls.objects.create(**{name: cls._read(name, said[name]) for name in cls.SAYS}, **own)
        made.rest_on(list(Reference.objects.filter(key__in=said["references"])))
        return made

    @classmethod
    def _read(cls, name: str, text: str) -> Any:
        field = cls._meta.get_field(name)
        return text if isinstance(field, models.CharField) else field.to_python(text or None)


class OneSource(StrainFact):
    """Rests on one source at most, so that figures of two are never merged."""

    reference = models.ForeignKey(
        Reference, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="source"
    )

    class Meta(StrainFact.Meta):
        abstract = True

    def sources(self) -> list[Reference]:
        return [self.reference] if self.reference else []

    def rest_on(self, references: list[Reference]) -> None:
        self.reference = next(iter(references), None)
        self.save()


class StrainEffect(StrainFact):
    """Something reported of a strain: an effect, or a use it is reported for."""

    SAYS = ("aspect", "text", "direction", "basis", "as_of")
    ASPECTS: ClassVar = [("effect", "Reported effect"), ("use", "Reported for")]

    strain = models.ForeignKey("StrainProfile", on_delete=models.CASCADE, related_name="effects")
    aspect = models.CharField(max_length=10, choices=ASPECTS, default="effect")
    text = models.CharField("what is reported", max_length=200)
    direction = models.CharField(
        max_length=10, choices=list(DIRECTION.items()), blank=True, help_text="May be empty for a use."
    )
    basis = models.CharField(max_length=20, choices=list(BASIS.items()), blank=True, help_text=TO_PUBLISH)
    references = models.ManyToManyField(Reference, blank=True, related_name="+")
    as_of = models.DateField("as of", null=True, blank=True, help_text=AS_OF)

    class Meta(StrainFact.Meta):
        verbose_name = "reported effect or use"
        verbose_name_plural = "reported effects and uses"

    def __str__(self) -> str:
        return self.text

    def sources(self) -> list[Reference]:
        return list(self.references.all())

    def rest_on(self, references: list[Reference]) -> None:
        self.references.set(references)


class AlkaloidMeasurement(OneSource):
    """What one laboratory found. `value` is kept as it is written: 1.50 says more than 1.5."""

    SAYS = ("compound", "value", "unit", "method", "laboratory", "n", "date")

    strain = models.ForeignKey("StrainProfile", on_delete=models.CASCADE, related_name="alkaloids")
    compound = models.CharField(max_length=80, blank=True)
    value = models.CharField(
        max_length=20,
        blank=True,
        validators=[RegexValidator(NUMBER, "Write one number with a point, such as 12.40. A range is two rows.")],
        help_text="One number as the source writes it.",
    )
    unit = models.CharField(max_length=30, blank=True)
    method = models.CharField(
        max_length=200, blank=True, help_text="How it was measured, and which figure it is: mean, lowest, highest."
    )
    laboratory = models.CharField(max_length=200, blank=True)
    n = models.PositiveIntegerField(
        "number of samples",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PRODUCTS)],
    )
    date = models.CharField(
        max_length=10,
        blank=True,
        validators=[day],
        help_text="When it was measured or published: 2020-07-31, 2020-07, 2020.",
    )

    class Meta(OneSource.Meta):
        verbose_name = "alkaloid measurement"

    def __str__(self) -> str:
        return " ".join(part for part in (self.compound, self.value, self.unit) if part)


class ReportedAmount(OneSource):
    """What one source says of amount, onset or duration. It is no advice, and no other source's figure is mixed in."""

    SAYS = ("what", "text", "basis", "as_of")

    strain = models.ForeignKey("StrainProfile", on_delete=models.CASCADE, related_name="amounts")
    what = models.CharField("about", max_length=10, choices=list(AMOUNTS.items()), default="amount")
    text = models.CharField("what the source says", max_length=200, blank=True)
    basis = models.CharField(max_length=20, choices=list(BASIS.items()), blank=True, help_text=TO_PUBLISH)
    as_of = models.DateField("as of", null=True, blank=True, help_text=AS_OF)

    class Meta(OneSource.Meta):
        verbose_name = "amount, onset or duration"
        verbose_name_plural = "amounts, onset and duration"

    def __str__(self) -> str:
        return self.text
