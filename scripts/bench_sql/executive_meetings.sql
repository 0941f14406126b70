-- Which share of the key accounts saw our executives meet theirs on business in the last year?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), met as (
    select account_id,
        bool_or(
            coalesce(our_level = 'executive', kind = 'executive_meeting')
            and coalesce(their_level = 'executive', kind = 'executive_meeting')
        ) as at_the_top,
        avg((our_level is not null and their_level is not null)::int) >= 0.5 as told
    from touchpoints
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and kind not in ('meal', 'gift', 'event')
    group by account_id
)
select avg(coalesce(at_the_top, false)::int) as value
from keys left join met using (account_id)
where (at_the_top or told or told is null) and (select reaches from recorded)
    and exists (
        from touchpoints semi join keys using (account_id)
        where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    )
