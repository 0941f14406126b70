-- Which share of the CRM seats collected or analysed in at least nine of the last thirteen weeks?
with users as (
    select user_id, count(distinct datediff('day', date, $as_of) // 7)
        filter (action in ('create', 'update', 'report', 'search')) as weeks
    from crm_activity
    where date >= $as_of - interval 90 day and date < $as_of + interval 1 day and user_id is not null
    group by user_id
)
select if(
    count(*) > 0 and $seats > 0, count(*) filter (weeks >= 9) / greatest($seats, count(*)), null
) as value
from users
