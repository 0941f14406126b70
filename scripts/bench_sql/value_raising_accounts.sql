-- Which share of the key accounts had training, a workshop or joint innovation in the last year?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), helped as (
    select account_id, bool_or(kind in ('training', 'technical_workshop', 'joint_innovation')) as helped
    from touchpoints semi join keys using (account_id)
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
)
select avg(coalesce(helped, false)::int) as value
from keys left join helped using (account_id)
where (select reaches from recorded) and exists (from helped)
