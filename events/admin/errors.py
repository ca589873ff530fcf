"""Where on a form the sentence of a broken database rule is shown: one table, and the form that follows it."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint

#: Constraint → the field beside which its sentence is shown. tests/admin/test_errors.py finds a constraint left out.
FIELD_OF_CONSTRAINT = {
    "event_starts_before_it_ends": "date_end",
    "event_date_is_sane": "date_start",
    "event_on_day_is_one_day": "date_meaning",
    "event_precise_has_point": "point",
    "event_has_location": "location",
    "event_incidents_only_in_summary": "incidents",
    "event_incidents_positive": "incidents",
    "participation_once": "actor",
    "casualties_low_best_high": "best",
    "casualties_once": "group",
    "eventlink_not_to_itself": "other",
    "eventlink_once": "other",
    "claim_conflict_has_note": "public_note",
    "claim_attribution_has_actor": "actor",
    "claim_casualties_has_group": "group",
    "claim_place_has_location": "location",
    "claim_date_has_days": "date_start",
    "claim_starts_before_it_ends": "date_end",
    "claim_low_best_high": "best",
    "actor_name_no_semicolon": "name",
    "actorname_once": "name",
    "actorrelation_not_to_itself": "other",
    "actorrelation_starts_before_it_ends": "date_end",
    "actorrelation_once": "other",
    "location_one_country_a_code": "iso_a3",
    "location_one_admin1_a_code": "iso_3166_2",
    "location_not_in_itself": "parent",
    "location_country_is_top": "parent",
    "location_admin1_has_country": "country",
    "location_name_no_semicolon": "name",
    "locationname_once": "name",
    "source_person_is_confidential": "is_confidential",
    "source_unlinkable_is_confidential": "is_unlinkable",
    "source_name_no_semicolon": "name",
    "report_one_a_url": "url",
    "report_hash_is_sha256": "content_hash",
    "knower_is_one": "group",
    "knower_once": "person",
    "eventtype_not_its_own_parent": "parent",
}

#: Constraints that no form can break, because none of their fields is on one.
NOT_ON_A_FORM = {"event_retracted_keeps_code", "event_merged_is_retracted", "knower_of_one_thing"}


class PlacedErrorsForm(forms.ModelForm):
    """A form that checks every rule of the database itself and says what is broken beside the field it is about.

    Django skips a rule as soon as it mentions a column that is not on the form, and shows the others above the form.
    """

    _errors: dict[str, Any]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # not in the stubs
        constraints = self.instance._meta.constraints
        sentences = {constraint.get_violation_error_message() for constraint in constraints}
        above = self._errors.pop(NON_FIELD_ERRORS, None)
        for error in above.as_data() if above else []:
            if error.messages[0] not in sentences:
                self.add_error(None, error)
        for constraint in constraints:
            self._check(constraint, exclude=set(self._errors))

    def _check(self, constraint: BaseConstraint, *, exclude: set[str]) -> None:
        try:
            constraint.validate(type(self.instance), self.instance, exclude=exclude)
        except ValidationError as error:
            field = FIELD_OF_CONSTRAINT.get(constraint.name)
            self.add_error(field if field in self.fields else None, error.messages)


class Refusal(NamedTuple):
    """What the database refused to store: the field it is about, empty if none is, and a sentence."""

    field: str
    sentence: str


def refusing(form: Any, refusal: Refusal) -> Any:
    """The class `form`, whose forms are complete as typed and not valid: they say `refusal`."""

    def _post_clean(self: Any) -> None:
        super(said, self)._post_clean()
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.sentence)

    said: Any = type(form)(form.__name__, (form,), {"_post_clean": _post_clean})
    return said
