-- Of the meetings of the last year, which share was with a function of the account that the CRM has a contact in?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), known as (
    select account_id, function, count(*) as contacts from contacts group by account_id, function
), met as (
    select account_id, their_function as function, count(*) as n
    from touchpoints
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and their_function is not null and (account_id in (from keys) or not exists (from keys))
    group by account_id, their_function
)
select sum(n) filter (contacts is not null) / sum(n) as value
from met left join known using (account_id, function)
-- a contact without a function may be the one who was met
where contacts is not null or account_id not in (select account_id from known where function is null)
