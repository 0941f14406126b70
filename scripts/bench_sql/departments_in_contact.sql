-- How many of our departments worked with a key account in the last twelve months, on average?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), spans as (
    select account_id, count(distinct our_department) as departments
    from touchpoints
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and coalesce(kind not in ('meal', 'gift', 'event'), true)
        and our_department is not null and account_id is not null
        and (account_id in (from keys) or not exists (from keys))
    group by account_id
)
select avg(departments) as value from spans
