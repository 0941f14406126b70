-- Which share of all revenue do the three largest customers bring? Accounts under common control are one customer.
with recursive sums as (
    select account_id, sum(revenue)::double as revenue
    from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
), chain as (
    select account_id, account_id as head, 0 as depth
    from (from accounts select account_id union from sums select account_id where not exists (from accounts))
    union all
    select chain.account_id, accounts.parent_id, depth + 1
    from chain join accounts on accounts.account_id = chain.head
    where accounts.parent_id is not null and depth < 5
), heads as (
    -- the topmost parent; an account in a circle, or too deep, stands for itself
    select account_id, if(
        arg_max(head, depth) in (select account_id from accounts where parent_id is not null),
        account_id, arg_max(head, depth)
    ) as head
    from chain group by account_id
), customers as (
    select head, sum(revenue) as revenue, row_number() over (order by sum(revenue) desc, head) as place
    from sums join heads using (account_id)
    group by head having sum(revenue) > 0
), unlisted as (
    select greatest(coalesce(sum(revenue), 0), 0) as revenue from sums anti join heads using (account_id)
)
select sum(revenue) filter (place <= 3) / (sum(revenue) + (select revenue from unlisted)) as value
from customers
