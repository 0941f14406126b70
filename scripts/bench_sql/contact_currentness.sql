-- Which share of the contacts was updated in the last twelve months?
with watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (select account_id from accounts where is_key) or not exists (from accounts where is_key)
)
select avg((
    updated_on >= $as_of - interval 12 month + interval 1 day and updated_on < $as_of + interval 1 day
)::int) as value
from watched
where updated_on is not null
