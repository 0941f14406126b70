-- rows
-- How often did each key account get which kind of means in the last year, a kind once a day?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
)
select account_id, kind, count(distinct date) as n
from touchpoints semi join keys using (account_id)
where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    and kind not in ('meal', 'gift', 'event')
group by account_id, kind
