-- Which share of the key accounts stands at the cooperative stage or beyond? Of those for which it can be told.
-- It buys; deep means more than once; two levels and two functions met; and no bow-tie.
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), recorded as (
    -- does what is recorded reach over 270 days of the year?
    select date_diff('day', greatest(min(date), $as_of - interval 12 month), max(date)) >= 270 as reaches
    from touchpoints where date < $as_of + interval 1 day
), business as (
    select account_id, kind, our_department, their_level, their_function
    from touchpoints semi join keys using (account_id)
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and kind not in ('meal', 'gift', 'event')
), met as (
    select account_id,
        count(*) filter (kind in ('training', 'executive_meeting', 'data_exchange', 'technical_workshop',
            'joint_planning', 'joint_innovation')) >= 2 as deep,
        count(distinct their_level) >= 2 and count(distinct their_function) >= 2 as widely,
        avg((their_level is not null and their_function is not null)::int) >= 0.5 as told,
        avg((our_department is not null and their_function is not null)::int) >= 0.5 as shape_told
    from business group by account_id
), pairs as (
    select account_id, if(our_department in ('kam', 'sales'), 'kam', our_department) as ours, their_function,
        count(*) as n
    from business
    where our_department is not null and their_function is not null
    group by account_id, ours, their_function
), shapes as (
    select account_id, count(distinct ours) = 1 or count(distinct their_function) = 1 or max(n) >= 0.8 * sum(n)
        as bow_tie
    from pairs group by account_id
    having sum(n) >= 4
), invoiced as (
    select distinct account_id from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and revenue > 0
), signs as (
    -- what is not recorded over the year cannot be told from what was not done
    select
        coalesce(nullif(coalesce(deep, false), false), if(reaches, false, null)) as deep,
        case
            when widely then true
            when coalesce(told, true) then if(reaches, false, null)
        end as widely,
        if(shape_told, not bow_tie, null) as open_shape,
        case
            when contract_type in ('order', 'annual', 'framework', 'alliance') or share_of_wallet > 0
                or account_id in (from invoiced) then true
            when contract_type is not null or share_of_wallet is not null or exists (from ledger) then false
        end as bought
    from keys
    join accounts using (account_id)
    left join met using (account_id)
    left join shapes using (account_id), recorded
)
select avg((bought and widely and deep and open_shape)::int) as value
from signs
where exists (
        from touchpoints semi join keys using (account_id)
        where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    )
