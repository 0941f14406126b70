-- Which share of the key accounts that nobody has recorded as lost has fallen silent?
-- Silent: for more than twice the usual interval between months with invoices, and longer than ever before.
with months as (
    select account_id, month_index, min(date) as first, max(date) as last
    from ledger
    where date < $as_of + interval 1 day
    group by account_id, month_index
), pauses as (
    select *, date_diff('day', lag(last) over (partition by account_id order by month_index), first) as pause
    from months semi join accounts using (account_id)
), habits as (
    select account_id, max(last) as last, max(pause) as pause,
        date_diff('day', min(first), max(last)) / (count(*) - 1) as usual
    from pauses
    group by account_id
    having count(*) >= 4
)
select if(
    -- where the ledger stops, everybody is silent
    (select max(last) from months semi join accounts using (account_id)) >= $as_of - interval 45 day,
    avg((date_diff('day', last, $as_of) > greatest(2 * usual, pause))::int), null
) as value
from habits semi join (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
) using (account_id)
