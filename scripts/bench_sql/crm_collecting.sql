-- Which share of the CRM seats created or updated an entry in the last three months?
-- Where the log holds more users than there are seats, they are the seats.
select if(
    count(*) > 0 and $seats > 0,
    count(distinct user_id) filter (action in ('create', 'update')) / greatest($seats, count(distinct user_id)), null
) as value
from crm_activity
where date >= $as_of - interval 3 month + interval 1 day and date < $as_of + interval 1 day
