-- Which share of the steps are approvals?
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
        and (count(keys.account_id) > 0 or not exists (from keys))
)
select avg(is_approval::int) as value
from process_events semi join finished using (case_id)
where moment is not null
