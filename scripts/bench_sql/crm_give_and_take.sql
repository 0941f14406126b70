-- Of those who entered data in the last three months, which share also searched or ran a report?
with users as (
    select bool_or(action in ('create', 'update')) as gives, bool_or(action in ('report', 'search')) as takes
    from crm_activity
    where date >= $as_of - interval 3 month + interval 1 day and date < $as_of + interval 1 day
        and user_id is not null
    group by user_id
)
select avg(takes::int) as value from users where gives
