-- How large is what managers may decide alone, beside a month's revenue of the accounts they answer for?
with holders as (
    select owner_id as manager_id from accounts
    where (is_key or key_until is not null) and owner_id is not null
    union select previous_owner_id from accounts
    where (is_key or key_until is not null) and previous_owner_id is not null
    union select member_id from teams where role = 'lead'
), in_post as (
    select manager_id, approval_limit::double as approval_limit from managers
    where coalesce(left_on > $as_of, true) and coalesce(hired_on <= $as_of, true)
        and (
            coalesce(department = 'kam', false) or manager_id in (from holders)
            or not exists (from holders) and not exists (from managers where department = 'kam')
        )
), sums as (
    select account_id, sum(revenue)::double as revenue, min(month_index) as first, max(month_index) as last
    from ledger
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
    group by account_id
), owned as (
    -- months without ledger before the first and after the last line do not count
    select owner_id as manager_id,
        sum(revenue) / (select least(max(last) - min(first) + 1, 12) from sums) as monthly
    from sums join accounts using (account_id)
    where owner_id is not null and coalesce(lost_on > $as_of, true)
    group by owner_id
    having sum(revenue) > 0
)
select sum(approval_limit) / sum(monthly) as value
from in_post join owned using (manager_id)
where approval_limit is not null
