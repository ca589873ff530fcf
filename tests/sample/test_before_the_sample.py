"""What the sample finds in the database when it comes: nothing, or actors that an import brought."""

import pytest
from django.core.management import CommandError, call_command

from events.codebook.load import load_codebook
from events.models import Actor, Source
from tests.sample.conftest import make_places

pytestmark = pytest.mark.django_db


def test_an_actor_that_an_import_brought_is_taken_up_by_its_ucdp_id():
    make_places()
    load_codebook()
    imported = Actor.objects.create(name="IS", slug="is", kind="rebel_group", ucdp_id=234)

    call_command("load_sample")

    assert imported.names.filter(name="داعش").exists()
    assert not Actor.objects.filter(slug="islamic-state").exists()
    assert imported.participations.count() == 6


def test_without_a_gazetteer_the_command_says_what_to_run():
    load_codebook()

    with pytest.raises(CommandError, match="run load_codebook and load_gazetteer first"):
        call_command("load_sample")

    assert not Source.objects.exists()
