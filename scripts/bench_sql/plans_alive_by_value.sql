-- Which part of key accounts' revenue rests on a plan that is current and acted on?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), dated as (
    select *, greatest(updated_on, approved_on) as touched from plans
), newest as (
    select account_id, coalesce((touched > $as_of - interval 12 month)::int, 0.5) as current
    from dated
    qualify row_number() over (
        partition by account_id order by touched desc nulls last, period desc nulls last) = 1
), acted as (
    -- plans of two years together, as one just begun does not look idle; one without actions did nothing
    select account_id,
        least(greatest(coalesce(sum(actions_done) / nullif(sum(actions_total), 0), 0), 0), 1) as done
    from dated
    where coalesce(touched > $as_of - interval 24 month, true)
        and actions_total is not null and (actions_done is not null or actions_total = 0)
    group by account_id
), sums as (
    select account_id, sum(revenue)::double as revenue
    from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
)
select sum(coalesce(current, 0) * coalesce(done, 0.5) * revenue) / sum(revenue) as value
from keys
join sums using (account_id)
left join newest using (account_id)
left join acted using (account_id)
where revenue > 0
    -- where every plan was read by the consultant, the table is a sample, and only its accounts count
    and (current is not null or not (select coalesce(bool_and(coalesce(audited, false)), false) from plans))
    and exists (from plans)
