-- The public record, built from the coding tables: one row for each event in the table publish_target.
-- One statement for one event or for all; many are built in numbered parts, on all cores (build.py).
-- What may not be public never enters a CTE that the last SELECT reads:
-- confidential claims are dropped in `public_claim`, confidential sources are renamed in `public_source` (those in
-- danger have another name in each event, in `own_pseudonym`),
-- sensitive places are coarsened in `event_place`, once: where an event was shown stays (ShownPlace);
-- what is hidden (Hiding): events are not in publish_target, claims leave in `public_claim`, places in `event_place`.
with recursive
precision_rank(precision, rank, radius_km, needs_extent) as (
  values ('exact', 1, 0.1, false), ('settlement', 2, 2, false), ('near_settlement', 3, 25, false),
         ('admin2', 4, 40, true), ('admin1', 5, null, false), ('region', 6, 100, true), ('country', 7, null, false),
         ('sea_air', 8, 100, true), ('unknown', 9, null, false)
),
-- One by one (`offset` keeps the planner to it), or every part would read all events.
coded as materialized (
  select e.*
  from publish_target t cross join lateral (select * from events_event where id = t.event_id offset 0) e
  where t.part = 0
),

hidden as materialized (select kind, object_id as id from events_hiding where not is_lifted),

-- Where: the place shown, the chain of places it lies in, and the point and precision that go with it.
coded_place as materialized (
  select e.id as event_id, e.is_sensitive,
         case when not e.is_sensitive then e.location_id
              when sp.event_id is not null then sp.location_id
              else events_coarse_place(e.location_id) end as location_id,
         sp.event_id is not null as is_settled, sp.point, sp.precision
  from coded e left join events_shownplace sp on sp.event_id = e.id and e.is_sensitive
),
clear_place(location_id, clear_id) as materialized (
  select location_id, events_clear_place(location_id)
  from (select location_id from coded_place union
        select c.location_id from events_claim c join coded e on e.id = c.event_id) named
  where location_id is not null and exists (select from hidden where kind = 'Location')
),
event_place as materialized (
  select cp.event_id, case when cl.location_id is null then cp.location_id else cl.clear_id end as location_id,
         cp.is_settled and not is_moved as is_settled, cp.is_sensitive or is_moved as is_coarse, cp.point, cp.precision
  from coded_place cp
  left join clear_place cl on cl.location_id = cp.location_id
  cross join lateral (select cl.location_id is not null and cl.clear_id is distinct from cl.location_id) m(is_moved)
),
place_chain(location_id, ancestor_id, step) as (
  select distinct location_id, location_id, 0 from event_place where location_id is not null
  union all
  select c.location_id, l.parent_id, c.step + 1
  from place_chain c join events_location l on l.id = c.ancestor_id
  where l.parent_id is not null and c.step < 10
),
place as materialized (
  select c.location_id, array_agg(l.slug order by c.step) as path, array_agg(l.id order by c.step) as ids
  from place_chain c join events_location l on l.id = c.ancestor_id
  group by c.location_id
),
placed as (
  select e.id as event_id,
         coalesce(country.iso_a3, '') as country, coalesce(country.name, '') as country_name,
         coalesce(admin1.iso_3166_2, '') as admin1, coalesce(admin1.name, '') as admin1_name,
         coalesce(l.slug, '') as place, coalesce(l.name, '') as place_name, coalesce(p.path, '{}') as place_path,
         array_remove(coalesce(p.ids, '{}') || country.id || admin1.id, null) as ids,
         rank.precision, rank.rank as precision_rank,
         case when rank.needs_extent then coalesce(l.extent_km, rank.radius_km) else rank.radius_km end as radius_km,
         case
           when ep.is_settled then ep.point
           when ep.is_coarse then
             case when l.kind in ('settlement', 'admin2') and rank.precision not in ('admin1', 'country', 'unknown')
                  then l.point end
           when rank.precision in ('exact', 'settlement') then e.point
           when rank.precision in ('near_settlement', 'admin2', 'region', 'sea_air') then coalesce(e.point, l.point)
         end as point
  from coded e
  join event_place ep on ep.event_id = e.id
  left join events_location l on l.id = ep.location_id
  left join events_location country on country.id = case when l.kind = 'country' then l.id else l.country_id end
  left join events_location admin1 on admin1.id = case when l.kind = 'admin1' then l.id else l.admin1_id end
  left join place p on p.location_id = l.id
  join lateral (
    select r.* from precision_rank r
    where case
      when ep.is_settled then r.precision = ep.precision
      when r.precision = e.precision then true
      when ep.is_coarse then r.precision = case l.kind
        when 'settlement' then 'settlement' when 'admin2' then 'admin2' when 'admin1' then 'admin1'
        when 'country' then 'country' when 'region' then 'region' when 'line' then 'region'
        when 'sea' then 'sea_air' else 'unknown' end
    end
    order by r.rank desc limit 1
  ) rank on true
),

-- Who: each part taken, and all that the actor was part of on the days of the event.
taken as materialized (
  select p.*, a.slug, a.name, a.kind, daterange(e.date_start, e.date_end, '[]') as days
  from events_participation p join coded e on e.id = p.event_id join events_actor a on a.id = p.actor_id
),
actor_up(actor_id, ancestor_id, span, step) as (
  select distinct actor_id, actor_id, daterange(null, null), 0 from taken
  union
  select u.actor_id, r.other_id, u.span * daterange(r.date_start, r.date_end, '[]'), u.step + 1
  from actor_up u join events_actorrelation r
    on r.actor_id = u.ancestor_id and r.kind = 'part_of' and r.is_public
  where u.step < 8 and not isempty(u.span * daterange(r.date_start, r.date_end, '[]'))
),
part as (
  select t.event_id, t.id, t.slug, t.name, t.kind, t.side, t.role, t.certainty,
         a.slug as ancestor, a.id as ancestor_id, u.step
  from taken t
  join actor_up u on u.actor_id = t.actor_id and u.span && t.days
  join events_actor a on a.id = u.ancestor_id
),
has_parent(actor_id) as materialized (
  select distinct actor_id from actor_up where step > 0
),
participants_of as (
  select t.event_id,
         coalesce(string_agg(t.name, '; ' order by t.id) filter (where t.side = 'A'), '') as side_a,
         coalesce(string_agg(t.name, '; ' order by t.id) filter (where t.side = 'B'), '') as side_b,
         bool_or(t.kind = 'civilians' and t.role = 'target') as civilians_targeted,
         jsonb_agg(jsonb_build_object(
           'slug', t.slug, 'name', t.name, 'kind', t.kind, 'side', t.side, 'role', t.role, 'certainty', t.certainty,
           'parents', case when h.actor_id is null then '[]' else coalesce((
             select jsonb_agg(distinct p.slug)
             from actor_up u join events_actor p on p.id = u.ancestor_id
             where u.actor_id = t.actor_id and u.step > 0 and u.span && t.days), '[]') end
         ) order by t.side, t.id) as participants,
         count(*) filter (where t.side = 'A' and t.role = 'lead' and t.kind <> 'unidentified') as leads,
         count(*) filter (where t.side = 'B' and t.role = 'lead') as rival_leads,
         count(*) filter (
           where t.side = 'A' and t.role = 'lead' and t.kind <> 'unidentified' and t.certainty = 'confirmed'
         ) as confirmed_leads,
         count(*) filter (
           where t.side = 'A' and t.role = 'lead' and t.kind <> 'unidentified'
             and t.certainty in ('confirmed', 'likely')
         ) as likely_leads,
         count(*) filter (
           where t.side = 'A' and t.role = 'lead' and t.certainty in ('alleged', 'disputed')
         ) as alleged_leads,
         coalesce(
           bool_or(t.certainty = 'disputed') filter (where t.side = 'A' and t.role = 'lead'), false
         ) as disputed_lead,
         coalesce(string_agg(t.name, '; ' order by t.id)
           filter (where t.side = 'A' and t.role = 'lead' and t.kind <> 'unidentified'), '') as lead_names
  from taken t left join has_parent h on h.actor_id = t.actor_id
  group by t.event_id
),
actors_of as (
  select event_id,
         array_agg(distinct ancestor) as actors,
         array_agg(distinct ancestor || '|' || role) as actor_roles,
         array_agg(distinct ancestor || '|' || side) as actor_sides,
         array_agg(distinct ancestor_id) as ids
  from part group by event_id
),

-- Harm: the row for all together if there is one, else the sum of the four groups that make up everybody.
harm as (
  select c.*, count(*) filter (where c."group" = 'all') over (partition by c.event_id, c.outcome) > 0 as has_all
  from events_casualties c join coded e on e.id = c.event_id
),
total as (
  select event_id, outcome,
         sum(coalesce(low, best)) as low,
         case when bool_and(best is not null) then sum(best) end as best,
         case when bool_and(high is not null or (low is null and best is not null))
              then sum(coalesce(high, best)) end as high
  from harm
  where "group" = 'all' or (not has_all and "group" in ('side_a', 'side_b', 'civilians', 'unknown'))
  group by event_id, outcome
),
casualties_of as (
  select event_id,
         max(best) filter (where outcome = 'killed' and "group" = 'side_a') as deaths_a,
         max(best) filter (where outcome = 'killed' and "group" = 'side_b') as deaths_b,
         max(best) filter (where outcome = 'killed' and "group" = 'civilians') as deaths_civilians,
         max(best) filter (where outcome = 'killed' and "group" = 'unknown') as deaths_unknown,
         coalesce(bool_or(greatest(low, best, high) > 0) filter (
           where outcome in ('killed', 'injured') and "group" not in ('side_a', 'side_b', 'unknown', 'all')), false)
           as civilians_harmed,
         jsonb_agg(jsonb_build_object('group', "group", 'outcome', outcome, 'low', low, 'best', best, 'high', high)
           order by outcome, id) as casualties
  from harm group by event_id
),

-- Who says so: confidential claims are left out here, confidential sources lose their name.
public_claim as materialized (
  select c.*, e.code, r.source_id, e.is_sensitive,
         case when r.is_confidential or s.is_confidential then null else jsonb_build_object(
           'title', r.title, 'author', r.author, 'date', r.date, 'url', r.url, 'archive_url', r.archive_url,
           'language', r.language) end as report
  from events_claim c
  join coded e on e.id = c.event_id
  join events_report r on r.id = c.report_id
  join events_source s on s.id = r.source_id
  where not c.is_confidential and not (e.is_sensitive and c.kind = 'place')
    and c.id not in (select id from hidden where kind = 'Claim')
    and r.id not in (select id from hidden where kind = 'Report')
    and s.id not in (select id from hidden where kind = 'Source')
    and (c.speaker_id is null or c.speaker_id not in (select id from hidden where kind = 'Source'))
    and not exists (select from clear_place p
                    where p.location_id = c.location_id and p.clear_id is distinct from p.location_id)
),
cited as materialized (
  select event_id, code, source_id, report from public_claim
  union
  select event_id, code, speaker_id, null from public_claim where speaker_id is not null
),
public_source as materialized (
  select s.id, s.kind, s.scale, s.is_confidential as undisclosed, events_public_slug(s, null) as slug,
         case when s.is_confidential then 'Undisclosed source' else s.name end as name,
         case when s.is_confidential then '' else s.reliability end as reliability,
         jsonb_build_object(
           'slug', events_public_slug(s, null),
           'name', case when s.is_confidential then 'Undisclosed source' else s.name end,
           'kind', s.kind, 'scale', s.scale, 'undisclosed', s.is_confidential) as brief
  from events_source s where s.id in (select source_id from cited)
),
-- Without an event there is no slug for an unlinkable source.
own_pseudonym as materialized (
  select distinct c.event_id, s.id, events_public_slug(s, c.code) as slug,
         jsonb_build_object('slug', events_public_slug(s, c.code)) as brief
  from public_source p join events_source s on s.id = p.id join cited c on c.source_id = p.id
  where p.slug is null
),
claims_of as (
  select c.event_id,
         jsonb_agg(jsonb_build_object(
           'kind', c.kind, 'stance', c.stance, 'statement', c.statement, 'speaker_role', c.speaker_role,
           'source', s.brief || coalesce(so.brief, '{}'), 'speaker', sp.brief || coalesce(spo.brief, '{}'),
           'report', c.report,
           'actor', case when a.id is not null then jsonb_build_object('slug', a.slug, 'name', a.name) end,
           'group', c."group", 'outcome', c.outcome, 'low', c.low, 'best', c.best, 'high', c.high,
           'place', case when l.id is not null and not c.is_sensitive
                         then jsonb_build_object('slug', l.slug, 'name', l.name) end,
           'date_start', c.date_start, 'date_end', c.date_end,
           'credibility', c.credibility, 'status', c.status, 'public_note', c.public_note
         ) order by c.kind, c.id) as claims,
         array_agg(c.id) as ids,
         array_agg(distinct c.report_id) filter (where c.report is not null) as reports,
         array_agg(distinct c.report_id) filter (where c.report is null) as unshown_reports,
         array_remove(array_agg(distinct c.actor_id), null) as actors,
         array_remove(array_agg(distinct l.id) filter (where not c.is_sensitive), null) as places
  from public_claim c
  join public_source s on s.id = c.source_id
  left join public_source sp on sp.id = c.speaker_id
  left join own_pseudonym so on so.id = c.source_id and so.event_id = c.event_id
  left join own_pseudonym spo on spo.id = c.speaker_id and spo.event_id = c.event_id
  left join events_actor a on a.id = c.actor_id
  left join events_location l on l.id = c.location_id
  group by c.event_id
),
source_of as (
  select c.event_id, s.id, coalesce(o.slug, s.slug) as slug, s.name, s.undisclosed,
         s.brief || coalesce(o.brief, '{}') || jsonb_build_object('reliability', s.reliability, 'reports',
         coalesce(jsonb_agg(c.report order by c.report ->> 'date', c.report ->> 'title')
                  filter (where c.report is not null), '[]')) as entry
  from cited c join public_source s on s.id = c.source_id
  left join own_pseudonym o on o.id = c.source_id and o.event_id = c.event_id
  group by c.event_id, s.id, o.slug, o.brief, s.slug, s.name, s.undisclosed, s.brief, s.reliability
),
sources_of as (
  select event_id,
         array_agg(slug order by slug) as sources,
         string_agg(name, '; ' order by name, slug) as source_names,
         jsonb_agg(entry order by name, slug) as source_list,
         array_agg(id) filter (where not undisclosed) as named,
         array_agg(id) filter (where undisclosed) as unnamed
  from source_of group by event_id
),

-- Who did it: derived from the claims; from the participants only where nobody claims anything.
attribution_of as (
  select c.event_id,
         count(distinct c.actor_id) filter (where c.stance = 'asserts') as candidates,
         count(distinct c.actor_id) filter (where c.stance = 'asserts' and a.kind <> 'unidentified') as identified,
         bool_or(c.stance = 'denies' or c.status = 'conflicting') as disputed,
         bool_or(c.stance = 'doubts') as doubted,
         min(c.credibility) filter (where c.stance = 'asserts' and c.status = 'accepted') as credibility,
         string_agg(distinct a.name, '; ') filter (where c.stance = 'asserts') as names
  from public_claim c join events_actor a on a.id = c.actor_id
  where c.kind = 'attribution' and c.status <> 'rejected'
  group by c.event_id
),

-- Links to events the public can open, in both directions.
link as (
  select l.event_id, 'to' as direction, l.kind, l.note, o.code, o.id as other_id
  from events_eventlink l join coded e on e.id = l.event_id join events_event o on o.id = l.other_id
  union all
  select l.other_id, 'from', l.kind, l.note, o.code, o.id
  from events_eventlink l join coded e on e.id = l.other_id join events_event o on o.id = l.event_id
  where o.status not in ('correction', 'correction_review')
     or exists (select from publish_target t where t.event_id = o.id)
  union all
  -- A correction in preparation stays private: a link that it holds says what it said, until it is published.
  select e.id, 'from', k ->> 'kind', k ->> 'note', o.code, o.id
  from coded e
  join events_publishedevent p on p.code = e.code and p.valid_to is null and p.links <> '[]'
  cross join lateral jsonb_array_elements(p.links) k
  join events_event o on o.code = k ->> 'code' and o.status in ('correction', 'correction_review')
  where k ->> 'direction' = 'from' and not exists (select from publish_target t where t.event_id = o.id)
),
links_of as (
  select l.event_id,
         jsonb_agg(jsonb_build_object('kind', l.kind, 'direction', l.direction, 'code', l.code, 'note', l.note)
           order by l.kind, l.code) as links
  from link l
  where exists (select from publish_target t where t.event_id = l.other_id)
     or exists (select from events_publishedevent p where p.code = l.code and p.valid_to is null)
  group by l.event_id
)

select
  e.code,
  e.title, e.narrative,
  coalesce(top.code, kind.code) as event_type, coalesce(top.name, kind.name) as event_type_name,
  case when top.id is null then '' else kind.code end as sub_event_type,
  case when top.id is null then '' else kind.name end as sub_event_type_name,
  kind.acled_disorder_type as disorder_type,
  case when imported.raw ? 'type_of_violence' then (imported.raw ->> 'type_of_violence')::smallint
       else kind.ucdp_type_of_violence end as ucdp_type_of_violence,
  e.date_start, e.date_end, e.date_meaning,
  case
    when e.date_meaning <> 'within' or e.date_start = e.date_end then 1
    when e.date_end - e.date_start + 1 <= 6 then 2
    when e.date_end - e.date_start + 1 = 7 then 3
    when e.date_end - e.date_start + 1 <= 31 then 4
    else 5
  end::smallint as date_precision,
  pl.country, pl.country_name, pl.admin1, pl.admin1_name, pl.place, pl.place_name, pl.place_path::text[] as place_path,
  pl.point, st_y(pl.point) as latitude, st_x(pl.point) as longitude,
  pl.precision, pl.precision_rank::smallint as precision_rank,
  case when pl.point is not null then pl.radius_km end::float8 as radius_km,
  e.clarity, e.incidents,
  killed.low::int as deaths_low, killed.best::int as deaths_best, killed.high::int as deaths_high,
  ca.deaths_a, ca.deaths_b, ca.deaths_civilians, ca.deaths_unknown,
  injured.low::int as injured_low, injured.best::int as injured_best, injured.high::int as injured_high,
  coalesce(ca.civilians_harmed, false) or coalesce(pa.civilians_targeted, false) as civilians,
  case
    when at.candidates > 0 and at.identified = 0 then 'unknown'
    when at.candidates > 1 or (at.candidates > 0 and at.disputed) then 'contested'
    when at.candidates = 1 and not at.doubted and (at.credibility <= 2 or pa.confirmed_leads > 0) then 'undisputed'
    when at.candidates = 1 and (at.credibility <= 3 or pa.likely_leads > 0) then 'likely'
    when at.candidates = 1 then 'unknown'  -- accused by nobody whom anybody could judge
    when coalesce(pa.leads, 0) = 0 then 'unknown'
    when pa.disputed_lead or pa.alleged_leads > 1 then 'contested'
    when pa.confirmed_leads = pa.leads then 'undisputed'
    else 'likely'
  end as attribution,
  -- Where two sides fought each other and nobody blames one, nobody is blamed.
  case when at.candidates > 0 then at.names when pa.rival_leads = 0 then pa.lead_names else '' end as attributed_to,
  coalesce(pa.side_a, '') as side_a, coalesce(pa.side_b, '') as side_b,
  coalesce(ac.actors, '{}')::text[] as actors, coalesce(ac.actor_roles, '{}') as actor_roles,
  coalesce(ac.actor_sides, '{}') as actor_sides,
  coalesce(so.sources, '{}')::text[] as sources, coalesce(so.source_names, '') as source_names,
  e.tags::text[] as tags, e.flags::text[] as flags, e.dataset, coalesce(imported.external_id, '') as dataset_id,
  coalesce(pa.participants, '[]') as participants, coalesce(ca.casualties, '[]') as casualties,
  coalesce(cl.claims, '[]') as claims, coalesce(so.source_list, '[]') as source_list, coalesce(li.links, '[]') as links,
  -- By way of an array: reading the words as the text of a tsvector takes twice as long. Names of actors, places and
  -- sources are found in the catalogue.
  array_to_tsvector(array_remove(string_to_array(lower(e.code) || ' ' || e.search_key, ' '), '')) as search,
  -- What the row was built from, for BuiltFrom: never public.
  coalesce(cl.ids, '{}') as from_claims,
  coalesce(cl.reports, '{}') as from_reports, coalesce(cl.unshown_reports, '{}') as from_unshown_reports,
  coalesce(so.named, '{}') as from_sources, coalesce(so.unnamed, '{}') as from_unnamed_sources,
  coalesce(ac.ids, '{}') || coalesce(cl.actors, '{}') as from_actors,
  pl.ids || coalesce(cl.places, '{}') as from_places,
  e.is_sensitive as from_sensitive
from coded e
join events_eventtype kind on kind.id = e.event_type_id
left join events_eventtype top on top.id = kind.parent_id
left join events_importedrow imported on imported.event_id = e.id and imported.dataset = e.dataset
join placed pl on pl.event_id = e.id
left join participants_of pa on pa.event_id = e.id
left join actors_of ac on ac.event_id = e.id
left join total killed on killed.event_id = e.id and killed.outcome = 'killed'
left join total injured on injured.event_id = e.id and injured.outcome = 'injured'
left join casualties_of ca on ca.event_id = e.id
left join claims_of cl on cl.event_id = e.id
left join sources_of so on so.event_id = e.id
left join attribution_of at on at.event_id = e.id
left join links_of li on li.event_id = e.id
