"""The catalogue beside the public record: actors, places, sources and event types that public events name."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.utils import CursorWrapper

from events.models import Hiding

#: Tables of the catalogue → the column by which readers know a row.
KEYS = {
    "events_publishedactor": "slug",
    "events_publishedplace": "slug",
    "events_publishedsource": "slug",
    "events_publishedeventtype": "code",
}

# An actor's row also says to whom it is related and who is part of it. So public rows follow too that say something of
# an actor that is named or was saved, or should.
ACTORS = """
with recursive named(slug) as (select distinct unnest(actors) from built),
relation as not materialized (select * from events_actorrelation where is_public),
spelling as not materialized (select * from events_actorname where is_public),
touched as (select a.id, a.slug from events_actor a where a.slug in (select slug from named) or a.id = any(%s)),
related(id) as (
  select r.other_id from relation r join touched t on t.id = r.actor_id
  union
  select r.actor_id from relation r join touched t on t.id = r.other_id
  union
  select r.other_id from related u join relation r on r.actor_id = u.id and r.kind = 'part_of'
),
speaking(slug) as (
  select p.slug from events_publishedactor p
  where p.parts && (select array_agg(slug::text) from touched)
     or exists (select from jsonb_array_elements(p.relations) r where r ->> 'slug' in (select slug from touched))
     or p.slug in (select a.slug from related u join events_actor a on a.id = u.id)
),
actor as (select a.* from events_actor a where a.slug in (select slug from named union select slug from speaking)),
down(root, id) as (
  select id, id from actor
  union
  select d.root, r.actor_id from down d join relation r on r.other_id = d.id and r.kind = 'part_of'
),
public(slug) as (select slug from events_publishedactor union select slug from named)
insert into events_publishedactor as old (slug, name, kind, description, names, relations, parts, keys, words)
select a.slug, a.name, a.kind, a.description,
  coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'language', n.language, 'kind', n.kind)
                             order by n.language, n.name)
            from spelling n where n.actor_id = a.id), '[]'),
  coalesce((select jsonb_agg(jsonb_build_object('kind', r.kind, 'direction', r.direction,
                             'slug', o.slug, 'name', o.name, 'date_start', r.date_start, 'date_end', r.date_end,
                             'note', r.note) order by r.kind, o.name)
            from (select kind, 'to' as direction, other_id, date_start, date_end, note
                  from relation where actor_id = a.id
                  union all
                  select kind, 'from', actor_id, date_start, date_end, note
                  from relation where other_id = a.id) r
            join events_actor o on o.id = r.other_id join public p on p.slug = o.slug), '[]'),
  (select array_agg(distinct o.slug) from down d join events_actor o on o.id = d.id join public p on p.slug = o.slug
   where d.root = a.id),
  (select array_agg(distinct k) from (select n.search_key from spelling n where n.actor_id = a.id
                                      union select events_words(a.name)) as of_name(k)),
  (select events_name_words(a.name, string_agg(n.search_key, ' '), string_agg(n.phonetic_key, ' '))
   from spelling n where n.actor_id = a.id)
from actor a
on conflict (slug) do update set name = excluded.name, kind = excluded.kind, description = excluded.description,
  names = excluded.names, relations = excluded.relations, parts = excluded.parts,
  keys = excluded.keys, words = excluded.words
where (old.name, old.kind, old.description, old.names, old.relations, old.parts, old.keys, old.words) is distinct from
  (excluded.name, excluded.kind, excluded.description, excluded.names, excluded.relations, excluded.parts,
   excluded.keys, excluded.words)
"""

PLACES = """
with recursive named(slug) as (
  select distinct unnest(place_path) from built
  union
  select c -> 'place' ->> 'slug' from built, jsonb_array_elements(claims) c
  where code in (select e.code from events_claim k join events_event e on e.id = k.event_id where k.kind = 'place')
    and c ->> 'kind' = 'place'
),
used as (select l.* from events_location l join named n on n.slug = l.slug),
spelling as not materialized (select * from events_locationname where is_public),
up(id, ancestor_id, step) as (
  select id, id, 0 from used
  union all
  select u.id, l.parent_id, step + 1 from up u join events_location l on l.id = u.ancestor_id
  where l.parent_id is not null and step < 10
),
chain as (
  select u.id,
         jsonb_agg(jsonb_build_object('slug', p.slug, 'name', p.name, 'kind', p.kind) order by u.step desc) as path
  from up u join events_location p on p.id = u.ancestor_id group by u.id
)
insert into events_publishedplace as old
  (slug, name, kind, country, country_name, admin1, admin1_name, path, names, geonames_id, pcode,
   latitude, longitude, extent_km, boundary, keys, words)
select l.slug, l.name, l.kind, coalesce(c.iso_a3, ''), coalesce(c.name, ''), coalesce(a.iso_3166_2, ''),
  coalesce(a.name, ''),
  chain.path,
  coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'language', n.language, 'kind', n.kind)
                             order by n.language, n.name)
            from spelling n where n.location_id = l.id), '[]'),
  l.geonames_id, l.pcode, st_y(l.point), st_x(l.point), l.extent_km, l.boundary,
  (select array_agg(distinct k) from (select n.search_key from spelling n where n.location_id = l.id
                                      union select events_words(l.name)) as of_name(k)),
  (select events_name_words(l.name, string_agg(n.search_key, ' '), string_agg(n.phonetic_key, ' '))
   from spelling n where n.location_id = l.id)
from used l
join chain on chain.id = l.id
left join events_location c on c.id = case when l.kind = 'country' then l.id else l.country_id end
left join events_location a on a.id = case when l.kind = 'admin1' then l.id else l.admin1_id end
on conflict (slug) do update set name = excluded.name, kind = excluded.kind, country = excluded.country,
  country_name = excluded.country_name, admin1 = excluded.admin1, admin1_name = excluded.admin1_name,
  path = excluded.path, names = excluded.names, geonames_id = excluded.geonames_id, pcode = excluded.pcode,
  latitude = excluded.latitude, longitude = excluded.longitude, extent_km = excluded.extent_km,
  boundary = excluded.boundary,
  keys = excluded.keys, words = excluded.words
where (old.name, old.kind, old.country, old.country_name, old.admin1, old.admin1_name, old.path, old.names)
  is distinct from (excluded.name, excluded.kind, excluded.country, excluded.country_name, excluded.admin1,
                    excluded.admin1_name, excluded.path, excluded.names)
  or (old.keys, old.words) is distinct from (excluded.keys, excluded.words)
  or (old.geonames_id, old.pcode, old.latitude, old.longitude, old.extent_km)
  is distinct from (excluded.geonames_id, excluded.pcode, excluded.latitude, excluded.longitude, excluded.extent_km)
  or not coalesce(st_orderingequals(old.boundary, excluded.boundary),
                  old.boundary is null and excluded.boundary is null)
"""

SOURCES = """
with cited as (
  select id, case when s.is_unlinkable then b.code end as code
  from built b cross join unnest(b.from_sources || b.from_unnamed_sources) id join events_source s using (id)
  group by 1, 2
)
insert into events_publishedsource as old (slug, name, kind, scale, reliability, url, is_undisclosed, words)
select events_public_slug(s, c.code),
  case when s.is_confidential then 'Undisclosed source' else s.name end, s.kind, s.scale,
  case when s.is_confidential then '' else s.reliability end,
  case when s.is_confidential then '' else s.url end, s.is_confidential,
  events_name_words(case when s.is_confidential then 'Undisclosed source' else s.name end, '', '')
from cited c join events_source s using (id)
on conflict (slug) do update set name = excluded.name, kind = excluded.kind, scale = excluded.scale,
  reliability = excluded.reliability, url = excluded.url, words = excluded.words
where (old.name, old.kind, old.scale, old.reliability, old.url, old.words)
  is distinct from (excluded.name, excluded.kind, excluded.scale, excluded.reliability, excluded.url, excluded.words)
"""

# A source leaves the catalogue under a name that it has no more, and under a pseudonym that is its own no more.
FORGET_SOURCES = """
delete from events_publishedsource
where not is_undisclosed and slug not in (select slug from events_source)
   or slug in (select 'undisclosed-' || pseudonym from events_source where is_unlinkable or not is_confidential)
"""
# A pseudonym leaves with the last version that can be read and shows it, unless a source still goes by it.
FORGET_PSEUDONYMS = """
delete from events_publishedsource c
where slug = any(%(slugs)s) and is_undisclosed
  and not exists (select from events_source s where s.is_confidential and events_public_slug(s, null) = c.slug)
  and slug not in (
    select unnest(p.sources) from events_publishedevent p join events_builtfrom f on f.version_id = p.id
    where not p.withheld and f.unnamed_sources && (
      select array_agg(u) from events_builtfrom w, unnest(w.unnamed_sources) u where w.version_id = any(%(versions)s)))
"""

# What was hidden leaves the catalogue; of places, all that lie in it too.
FORGET_HIDDEN_SOURCES = """
delete from events_publishedsource where slug in (
  select unnest(array[s.slug, 'undisclosed-' || s.pseudonym])
  from events_hiding h join events_source s on s.id = h.object_id where h.kind = 'Source' and not h.is_lifted)
"""
FORGET_HIDDEN_PLACES = """
delete from events_publishedplace c where exists (
  select from events_hiding h join events_location l on l.id = h.object_id
  where h.kind = 'Location' and not h.is_lifted
    and (c.slug = l.slug or c.path @> jsonb_build_array(jsonb_build_object('slug', l.slug))
      or l.kind = 'admin1' and c.admin1 = nullif(l.iso_3166_2, '')
      or l.kind = 'country' and c.country = nullif(l.iso_a3, '')))
"""

HIDDEN: list[tuple[str, str, list[Any]]] = [
    ("events_publishedsource", FORGET_HIDDEN_SOURCES, []),
    ("events_publishedplace", FORGET_HIDDEN_PLACES, []),
]

# A site may be the very spot that is to be hidden.
FORGET_SITES = """
delete from events_publishedplace c using events_location l
where l.slug = c.slug and l.kind = 'site'
  and l.id in (select unnest(places) from events_builtfrom where version_id = any(%s))
  and not exists (
    select from events_builtfrom f join events_publishedevent p on p.id = f.version_id
    where f.places @> array[l.id] and not p.withheld)
"""

EVENT_TYPES = """
insert into events_publishedeventtype as old
  (code, name, name_ar, parent, "order", definition, acled_event_type, acled_sub_event_type, acled_disorder_type,
   ucdp_type_of_violence, is_active)
select t.code, t.name, t.name_ar, coalesce(p.code, ''), t."order", t.definition, t.acled_event_type,
  t.acled_sub_event_type, t.acled_disorder_type, t.ucdp_type_of_violence, t.is_active
from events_eventtype t left join events_eventtype p on p.id = t.parent_id
where t.is_public or t.code in (select code from events_publishedeventtype)
  or t.code in (select unnest(array[event_type, sub_event_type]) from built)
on conflict (code) do update set name = excluded.name, name_ar = excluded.name_ar, parent = excluded.parent,
  "order" = excluded."order", definition = excluded.definition, acled_event_type = excluded.acled_event_type,
  acled_sub_event_type = excluded.acled_sub_event_type, acled_disorder_type = excluded.acled_disorder_type,
  ucdp_type_of_violence = excluded.ucdp_type_of_violence, is_active = excluded.is_active
where (old.*) is distinct from (old.id, excluded.code, excluded.name, excluded.name_ar, excluded.parent,
  excluded."order",
  excluded.definition, excluded.acled_event_type, excluded.acled_sub_event_type, excluded.acled_disorder_type,
  excluded.ucdp_type_of_violence, excluded.is_active)
"""


def refresh_catalogue(cursor: CursorWrapper, saved_actors: Iterable[int] = ()) -> list[tuple[str, str]]:
    """Bring the catalogue up to the coding tables for all that the temporary table `built` names.

    What other rows say of `saved_actors` is brought up to date too; of the codebook all is public that was approved.
    Returns the table and the slug (or code) of each row that changed.
    """
    changed = []
    hidden = HIDDEN if Hiding.objects.filter(is_lifted=False).exists() else []
    for table, statement, values in (
        *hidden,
        ("events_publishedactor", ACTORS, [list(saved_actors)]),
        ("events_publishedplace", PLACES, []),
        ("events_publishedsource", SOURCES, []),
        ("events_publishedsource", FORGET_SOURCES, []),
        ("events_publishedeventtype", EVENT_TYPES, []),
    ):
        cursor.execute(f"{statement} returning {KEYS[table]}", values)
        changed += [(table, row[0]) for row in cursor.fetchall()]
    return changed


def forget(cursor: CursorWrapper, versions: list[int], sources: list[str]) -> None:
    """Take out of the catalogue the sites and pseudonyms that no version which can be read shows any more.

    `versions` were just emptied; `sources` are the slugs that they held.
    """
    cursor.execute(FORGET_SITES, [versions])
    cursor.execute(FORGET_PSEUDONYMS, {"versions": versions, "slugs": sources})
