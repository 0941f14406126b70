-- rows
-- When was each account invoiced first and last, how often, with which longest pause? From this spells are made.
with months as (
    select account_id, month_index, min(date) as first, max(date) as last
    from ledger
    where date < $as_of + interval 1 day
    group by account_id, month_index
), pauses as (
    select *, date_diff('day', lag(last) over (partition by account_id order by month_index), first) as pause
    from months semi join accounts using (account_id)
)
select account_id, min(first) as first, max(last) as last, count(*) as months, max(pause) as pause
from pauses
group by account_id
