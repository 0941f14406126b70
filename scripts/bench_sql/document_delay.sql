-- After how many days does another department first read a document about an account?
with readings as (
    select document_id, max(account_id) as account_id, min(created_on) as created_on,
        min(read_on) filter (reader_department <> author_department and read_on <= $as_of) as first_on,
        max(read_on) filter (reader_department <> author_department and read_on <= $as_of) as last_on
    from documents
    where document_id is not null and created_on is not null
    group by document_id
)
select median(greatest(date_diff('day', created_on, first_on), 0)) as value
from readings
where account_id is not null and first_on is not null
    and created_on > $as_of - interval 12 month and created_on <= $as_of - interval 30 day
