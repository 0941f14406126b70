-- Which share of the key accounts was met on business at two levels and in three functions at least?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), met as (
    select account_id, count(distinct their_level) >= 2 and count(distinct their_function) >= 3 as wide,
        avg((their_level is not null and their_function is not null)::int) >= 0.5 as told
    from touchpoints
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and kind not in ('meal', 'gift', 'event')
    group by account_id
)
select avg(coalesce(wide, false)::int) as value
from keys left join met using (account_id)
where (wide or told or told is null) and (select reaches from recorded)
    and exists (
        from touchpoints semi join keys using (account_id)
        where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    )
