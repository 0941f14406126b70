-- Which share of the key accounts planned with us, at a meeting of the last year or in a current plan?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), planned as (
    select account_id from touchpoints
    where kind = 'joint_planning'
        and date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    union
    select account_id from plans
    where built_with_account
        and coalesce(greatest(approved_on, updated_on) > $as_of - interval 18 month, true)
)
select avg((account_id in (from planned))::int) as value
from keys
where (select reaches from recorded) or exists (from plans where built_with_account is not null)
