-- Which share of the contacts was updated in the last twelve months?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (from keys) or not exists (from keys)
)
select avg((
    updated_on >= $as_of - interval 12 month + interval 1 day and updated_on < $as_of + interval 1 day
)::int) as value
from watched
where updated_on is not null
