-- By how much is key accounts' margin after cost to serve above that of the others?
with parts as (
    -- sales and credit notes, with each cost known or not
    select account_id, revenue > 0 as sale,
        direct_cost is not null as has_direct, cost_to_serve is not null as has_serve,
        sum(revenue)::double as revenue, coalesce(sum(direct_cost), 0)::double as direct,
        coalesce(sum(cost_to_serve), 0)::double as serve
    from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by all
), lines as (
    select account_id, sum(revenue) as revenue, coalesce(sum(revenue) filter (sale), 0) as sold,
        sum(direct) as direct, coalesce(sum(direct) filter (sale), 0) as direct_base,
        coalesce(sum(revenue) filter (sale and has_direct), 0) as direct_sold,
        sum(serve) as serve, coalesce(sum(serve) filter (sale), 0) as serve_base,
        coalesce(sum(revenue) filter (sale and has_serve), 0) as serve_sold
    from parts
    group by account_id
), sums as (
    select * from lines
    where account_id in (select account_id from accounts) or not exists (from accounts)
), known as (
    select sum(direct_sold) / nullif(sum(sold), 0) >= 0.3 as direct_known,
        sum(serve_sold) / nullif(sum(sold), 0) >= 0.3 as serve_known,
        sum(direct_base) / nullif(sum(direct_sold), 0) as direct_rate,
        sum(serve_base) / nullif(sum(serve_sold), 0) as serve_rate
    from sums
), costs as (
    -- a line without a cost costs what the account's other lines do, else what all do
    select account_id, revenue,
        direct + coalesce(direct_base / nullif(direct_sold, 0), direct_rate) * (sold - direct_sold) as direct,
        if(
            serve_known,
            serve + coalesce(serve_base / nullif(serve_sold, 0), serve_rate) * (sold - serve_sold), 0
        ) as serve
    from sums, known
), booked as (
    select account_id, kind, amount::double as amount, period,
        case
            when regexp_full_match(period, '\d{4}') then 12
            when regexp_full_match(period, '\d{4}[- ]?H[12]') then 6
            when regexp_full_match(period, '\d{4}[- ]?Q[1-4]') then 3
            when regexp_full_match(period, '\d{4}-(0[1-9]|1[0-2])') then 1
        end as months
    from account_costs
), begun as (
    select *, make_date(
        try_cast(left(period, 4) as int),
        1 + months * (if(months = 12, 1, try_cast(regexp_extract(period, '\d{1,2}$') as int)) - 1), 1
    ) as first
    from booked where months is not null
), spans as (
    -- a period that runs beyond as_of is booked up to it
    select account_id, kind, amount, first,
        least(first + to_months(months) - interval 1 day, $as_of)::date as last
    from begun where first <= $as_of
), covered as (
    select avg(if(exists (from spans where day between first and last), 1, 0)) as share
    from (
        select unnest(generate_series(
            $as_of - interval 12 month + interval 1 day, $as_of, interval 1 day
        ))::date as day
    )
), beside as (
    -- costs beside the invoice lines by days inside the year; what is recorded stands for all of it
    select account_id,
        coalesce(sum(inside) filter (kind = 'rebate'), 0) as rebate,
        coalesce(sum(inside) filter (kind in ('logistics', 'service', 'expenses')), 0) as serving,
        coalesce(sum(inside) filter (kind = 'credit'), 0) as credit
    from (
        select account_id, kind, amount / share * greatest(
            last - greatest(first, ($as_of - interval 12 month + interval 1 day)::date) + 1, 0
        ) / (last - first + 1) as inside
        from spans, covered where share >= 0.2
    )
    where account_id in (select account_id from accounts) or not exists (from accounts)
    group by account_id
), merged as (
    select account_id, coalesce(revenue, 0) as revenue,
        coalesce(direct, 0) as direct, coalesce(serve, 0) as serve,
        coalesce(rebate, 0) as rebate, coalesce(serving, 0) as serving, coalesce(credit, 0) as credit
    from costs full join beside using (account_id)
), bills as (
    select account_id, amount::double as amount,
        greatest(coalesce(invoiced_on, due_on), $as_of - interval 12 month) as begin_on,
        least(coalesce(paid_on, $as_of), $as_of) as end_on
    from receivables
    left join (
        select account_id, invoice_id, min(date) as invoiced_on
        from ledger semi join receivables using (account_id, invoice_id)
        group by account_id, invoice_id
    ) using (account_id, invoice_id)
    where amount is not null
        and (account_id in (select account_id from accounts) or not exists (from accounts))
), watched as (
    select least(date_diff('day', min(begin_on), $as_of)
        / date_diff('day', $as_of - interval 12 month, $as_of), 1) as share
    from bills
), tied as (
    -- money tied up between invoice and payment, on average of the year
    select account_id, sum(amount * greatest(date_diff('day', begin_on, end_on), 0) / 365.25 / share) as tied
    from bills, watched where share >= 0.2
    group by account_id
), capital as (
    select sum(0.06 * tied) filter (tied is not null)
            / nullif(sum(greatest(revenue, 0)) filter (tied is not null), 0) as rate,
        sum(greatest(revenue, 0)) filter (tied is not null) / nullif(sum(greatest(revenue, 0)), 0) >= 0.3 as told,
        bool_or(credit <> 0) as credit_told
    from merged left join tied using (account_id)
), margins as (
    select account_id, revenue, revenue - direct - serve - serving - rebate - case
        when credit_told then credit
        when told then coalesce(0.06 * tied, rate * greatest(revenue, 0))
        else 0
    end as margin
    from merged left join tied using (account_id), capital, known, covered
    where direct_known and (serve_known or share >= 0.2)
), keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of - interval 12 month, true) and coalesce(lost_on > $as_of - interval 12 month, true)
), groups as (
    select account_id, account_id in (from keys) as key
    from accounts
    where is_key is not null or key_until is not null
)
select 100 * (sum(margin) filter (key) / sum(revenue) filter (key)
    - sum(margin) filter (not key) / sum(revenue) filter (not key)) as value
from margins join groups using (account_id)
where revenue > 0
