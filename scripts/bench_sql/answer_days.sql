-- How many days does a quotation, request or complaint take from its first step to its last?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of - interval 24 month, true) and coalesce(lost_on > $as_of - interval 24 month, true)
), finished as (
    -- key accounts' cases (all, where none is known) that ended in two years up to two weeks before as_of
    select case_id, min(case_type) as case_type, count(*) as steps,
        (max(ts_epoch) - min(ts_epoch)) / 86400000000 as days
    from process_events left join keys using (account_id)
    where moment is not null
    group by case_id
    having max(timestamp) > $as_of - interval 24 month and max(timestamp) < $as_of - interval 13 day
        and (count(keys.account_id) > 0 or not exists (from keys))
)
select median(days) as value
from finished
where steps > 1 and case_type in ('quote', 'request', 'complaint')
