-- Of the functions for which the CRM has a contact at an account, in which share was anyone met in two years?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), met as (
    select account_id, their_function as function
    from touchpoints
    where date >= $as_of - interval 24 month + interval 1 day and date < $as_of + interval 1 day
        and (account_id in (from keys) or not exists (from keys))
    group by account_id, their_function
), known as (
    select account_id, function from contacts semi join met using (account_id)
    where function is not null
    group by account_id, function
), told as (
    select known.account_id, met.account_id is not null as met
    from known left join met using (account_id, function)
)
select avg(met::int) as value
from told
-- where a meeting does not tell its function, nobody can tell who was not met
where met or account_id not in (select account_id from met where function is null)
