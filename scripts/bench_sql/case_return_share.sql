-- Which share of the cases that cross departments comes back to one that had passed it on?
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
), steps as (
    select case_id, department, dense_rank() over (partition by case_id order by moment) as place
    from process_events semi join finished using (case_id)
    where moment is not null and department is not null
), visits as (
    -- back: others acted between its own moments; the department that opened the case is not counted
    select case_id, min(place) > 1 and max(place) - min(place) + 1 > count(distinct place) as back
    from steps
    group by case_id, department
), cases as (
    select case_id, bool_or(back) as returned
    from visits
    group by case_id
    having count(*) > 1
)
select avg(returned::int) as value from cases
