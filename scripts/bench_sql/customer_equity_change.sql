-- rows
-- What did each account bring, cost and leave unpaid, month by month back from as_of?
-- From this the values of two days are simulated.
with parts as (
    -- sales and credit notes, with each cost known or not
    select account_id, month_index, day(date) > day($as_of) as late, revenue > 0 as sale,
        direct_cost is not null as has_direct, cost_to_serve is not null as has_serve,
        min(date) as first, max(date) as last, sum(revenue)::double as revenue,
        sum(direct_cost)::double as direct, sum(cost_to_serve)::double as serve
    from ledger
    where date < $as_of + interval 1 day
    group by all
), months as (
    select account_id, month_index, 12 * year($as_of) + month($as_of) - 1 - month_index - late::int as ago,
        min(first) as first, max(last) as last, sum(revenue) as revenue, sum(revenue) filter (sale) as sold,
        sum(direct) as direct, sum(direct) filter (sale) as direct_base,
        sum(revenue) filter (sale and has_direct) as direct_sold,
        sum(serve) as serve, sum(serve) filter (sale) as serve_base,
        sum(revenue) filter (sale and has_serve) as serve_sold
    from parts semi join accounts using (account_id)
    group by account_id, month_index, late
), invoices as (
    select account_id, invoice_id, min(date) as first
    from ledger semi join receivables using (account_id, invoice_id)
    group by account_id, invoice_id
)
select * from months
union all by name
select * from invoices
