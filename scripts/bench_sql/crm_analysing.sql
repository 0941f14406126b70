-- Which share of the CRM seats searched or ran a report in the last three months?
select if(count(*) > 0 and $seats > 0, count(distinct user_id) filter (action in ('report', 'search'))
    / greatest($seats, count(distinct user_id) filter (action in ('report', 'search'))), null) as value
from crm_activity
where date >= $as_of - interval 3 month + interval 1 day and date < $as_of + interval 1 day
