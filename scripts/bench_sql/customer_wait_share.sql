-- Which share of a case's time passes before the customer hears from us again?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of - interval 24 month, true) and coalesce(lost_on > $as_of - interval 24 month, true)
), finished as (
    -- key accounts' cases (all, where none is known) that ended in two years up to two weeks before as_of
    select case_id
    from process_events left join keys using (account_id)
    where moment is not null
    group by case_id
    having max(timestamp) > $as_of - interval 24 month and max(timestamp) < $as_of - interval 13 day
        and max(moment) >= 3
        and (count(keys.account_id) > 0 or not exists (from keys))
), heard as (
    select case_id, min(ts_epoch) as first, max(ts_epoch) as last,
        min(ts_epoch) filter (moment > 1 and customer_facing) as heard,
        min(ts_epoch) filter (moment > 1 and customer_facing is null) as untold
    from process_events semi join finished using (case_id)
    where moment is not null
    group by case_id
)
select avg(greatest(coalesce(heard, last) - first - 86400000000, 0) / (last - first)) as value
from heard
where untold is null or untold >= heard
