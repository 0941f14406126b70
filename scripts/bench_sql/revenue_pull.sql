-- By how many points does current revenue tell key from other accounts better than strategy does?
-- Each is the probability that a key account ranks above another one, ties one half.
with active as (
    select account_id,
        case when is_key is not null or key_until is not null then (coalesce(is_key, false) or key_until is not null)
            and coalesce(key_since <= $as_of, true) and coalesce(key_until > $as_of, true) end as key,
        strategic_fit, growth_potential, willingness_to_partner
    from accounts
    where coalesce(lost_on > $as_of, true)
), weights as (
    -- a criterion that nobody rated is left out
    select if(count(strategic_fit) > 0, $weight_strategic_fit, 0) as w1,
        if(count(growth_potential) > 0, $weight_growth_potential, 0) as w2,
        if(count(willingness_to_partner) > 0, $weight_willingness_to_partner, 0) as w3
    from active
), fits as (
    select account_id, key, round((
        if(w1 > 0, w1 * strategic_fit, 0) + if(w2 > 0, w2 * growth_potential, 0)
        + if(w3 > 0, w3 * willingness_to_partner, 0)
    ) / nullif(w1 + w2 + w3, 0), 9) as fit
    from active, weights
), sums as (
    select account_id, sum(revenue) as revenue
    from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
), rated as (
    select key, fit, coalesce(revenue, 0) as revenue, revenue is not null as invoiced
    from fits left join sums using (account_id)
    where key is not null and fit is not null
), ranked as (
    select key, invoiced,
        rank() over (order by revenue) + (count(*) over (partition by revenue) - 1) / 2 as by_revenue,
        rank() over (order by fit) + (count(*) over (partition by fit) - 1) / 2 as by_fit
    from rated
)
select if(bool_or(invoiced), 100 * (sum(by_revenue) filter (key) - sum(by_fit) filter (key))
    / nullif(count(*) filter (key) * count(*) filter (not key), 0), null) as value
from ranked
