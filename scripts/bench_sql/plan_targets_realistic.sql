-- By which share of its target does an account's revenue differ from what its plan aimed at, in the middle?
with periods as (
    select account_id, period, target_revenue::double as target,
        case
            when regexp_full_match(period, '\d{4}') then 12
            when regexp_full_match(period, '\d{4}[- ]?H[12]') then 6
            when regexp_full_match(period, '\d{4}[- ]?Q[1-4]') then 3
            when regexp_full_match(period, '\d{4}-(0[1-9]|1[0-2])') then 1
        end as months
    from plans
    where account_id in (select account_id from accounts) or not exists (from accounts)
    qualify row_number() over (
        partition by account_id, period order by greatest(updated_on, approved_on) desc nulls last) = 1
), aims as (
    select account_id, target, months, first, first + months - 1 as last
    from (
        select *, 12 * try_cast(left(period, 4) as int)
            + months * (if(months = 12, 1, try_cast(regexp_extract(period, '\d{1,2}$') as int)) - 1) as first
        from periods where target > 0 and months is not null
    )
), sales as (
    select account_id, month_index, sum(revenue)::double as revenue
    from ledger
    where month_index is not null
    group by account_id, month_index
), reach as (
    select min(month_index) as first, max(month_index) as last,
        12 * year($as_of) + month($as_of) - 1 - ($as_of < last_day($as_of))::int as over
    from sales
), reached as (
    select coalesce(sum(revenue) filter (month_index between aims.first and aims.last), 0) / any_value(target)
        as part
    from aims join sales using (account_id), reach
    where aims.first >= reach.first and aims.last <= least(reach.last, over) and aims.last > over - 36
    group by account_id, aims.first, aims.last
)
select median(abs(part - 1)) as value from reached
