-- How many kinds of means does a key account see in a year, weighted by their depth?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), depths(kind, depth) as (
    values ('meal', 0), ('gift', 0), ('event', 0), ('visit', 0.2), ('service', 0.25), ('review', 0.4),
        ('training', 0.5), ('executive_meeting', 0.5), ('data_exchange', 0.6), ('technical_workshop', 0.7),
        ('joint_planning', 0.9), ('joint_innovation', 1)
), kinds as (
    select distinct account_id, kind
    from touchpoints semi join keys using (account_id)
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
), varied as (
    select account_id, coalesce(sum(depth), 0)::double as depth
    from keys left join kinds using (account_id) left join depths using (kind)
    group by account_id
)
select median(depth) as value
from varied
where (select reaches from recorded) and exists (from kinds)
