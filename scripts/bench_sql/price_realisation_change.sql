-- By how much has price realisation of key accounts changed against the year before? Same accounts in both years.
with years as (
    select account_id,
        sum(revenue) filter (date < $as_of - interval 12 month + interval 1 day)::double as paid_before,
        sum(list_amount) filter (date < $as_of - interval 12 month + interval 1 day)::double as listed_before,
        sum(revenue) filter (date >= $as_of - interval 12 month + interval 1 day)::double as paid_now,
        sum(list_amount) filter (date >= $as_of - interval 12 month + interval 1 day)::double as listed_now
    from ledger
    where list_amount is not null
        and date >= $as_of - interval 24 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
), reach as (
    -- the window's edges may be silent for as long as the longest gap between days with lines
    select min(day) <= ($as_of - interval 24 month)::date + silence and max(day) >= $as_of::date - silence as covered
    from (
        select day, greatest(least(max(day - before) over (), 45), 7)::int as silence
        from (
            select day, lag(day) over (order by day) as before
            from (select distinct date::date as day from ledger where date < $as_of + interval 1 day)
        )
    )
    group by silence
)
select 100 * (sum(paid_now) / sum(listed_now) - sum(paid_before) / sum(listed_before)) as value
from years semi join (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of - interval 12 month, true) and coalesce(lost_on > $as_of - interval 12 month, true)
) using (account_id)
where listed_now > 0 and listed_before > 0 and (select covered from reach)
