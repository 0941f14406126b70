-- Which share of the last year's touchpoints with key accounts is more than a meal, a gift or an event?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
)
select avg((kind not in ('meal', 'gift', 'event'))::int) as value
from touchpoints semi join keys using (account_id)
where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
