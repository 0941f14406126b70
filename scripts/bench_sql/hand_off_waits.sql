-- How many days pass at a hand-off between departments? The median over cases of a case's mean.
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
), moments as (
    select case_id, moment, min(ts_epoch) as ts, list(distinct department) as departments
    from process_events semi join finished using (case_id)
    where moment is not null and department is not null
    group by case_id, moment
), successions as (
    -- a moment of unknown department breaks the path
    select case_id, ts - lag(ts) over path as wait,
        not list_has_any(departments, lag(departments) over path) and moment = lag(moment) over path + 1 as crossed
    from moments
    window path as (partition by case_id order by moment)
), cases as (
    select case_id, avg(wait) / 86400000000 as days
    from successions where crossed
    group by case_id
)
select median(days) as value from cases
