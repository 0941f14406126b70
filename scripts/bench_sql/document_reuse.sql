-- Of documents at least six months old, which share did another department still read after ninety days?
with readings as (
    select document_id, max(account_id) as account_id, min(created_on) as created_on,
        min(read_on) filter (reader_department <> author_department and read_on <= $as_of) as first_on,
        max(read_on) filter (reader_department <> author_department and read_on <= $as_of) as last_on
    from documents
    where document_id is not null and created_on is not null
    group by document_id
)
select avg(coalesce(last_on > created_on + interval 90 day, false)::int) as value
from readings
where created_on <= $as_of - interval 6 month
