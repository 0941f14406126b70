-- Which share of approval steps is taken by executives?
select avg((department = 'executive')::int) as value
from process_events
where timestamp >= $as_of - interval 24 month + interval 1 day and timestamp < $as_of + interval 1 day
    and is_approval and department is not null and case_id is not null
