-- How much more do the last ten days weigh in a quarter's last month than in others, at key accounts?
with splits as (
    select account_id,
        coalesce(sum(revenue) filter (closing and late), 0)::double as closing_late,
        coalesce(sum(revenue) filter (closing), 0)::double as closing,
        coalesce(sum(revenue) filter (not closing and late), 0)::double as usual_late,
        coalesce(sum(revenue) filter (not closing), 0)::double as usual
    from (
        select account_id, revenue, month_index % 3 = 2 as closing, day(date) > day(last_day(date)) - 10 as late
        from ledger semi join (
            select account_id from accounts
            where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
                and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
        ) using (account_id)
        -- the last 24 whole months
        where date < date_trunc('month', $as_of + interval 1 day)
            and date >= date_trunc('month', $as_of + interval 1 day) - interval 24 month
    )
    group by account_id
)
select if(
    -- else invoices are dated by month
    sum(usual_late) / sum(usual) > 0.02 and sum(usual_late) / sum(usual) < 0.98,
    (sum(closing_late) / sum(closing)) / (sum(usual_late) / sum(usual)), null
) as value
from splits
where closing > 0 and usual > 0
