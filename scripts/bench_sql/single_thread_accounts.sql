-- Which share of the key accounts hangs on one line at most: one of our departments, one function?
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
        count(distinct our_department) <= 1 and count(distinct manager_id) <= 1
            and if(count(their_function) > 0, count(distinct their_function), count(distinct their_level)) <= 1
            as single,
        avg((coalesce(our_department, manager_id) is not null and coalesce(their_function, their_level) is not null)
            ::int) >= 0.5 as told
    from touchpoints
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and kind not in ('meal', 'gift', 'event')
    group by account_id
)
select avg(coalesce(single, true)::int) as value
from keys left join met using (account_id)
where (not single or told or told is null) and (select reaches from recorded)
    and exists (
        from touchpoints semi join keys using (account_id)
        where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    )
