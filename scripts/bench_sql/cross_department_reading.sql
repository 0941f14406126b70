-- Do documents find their readers outside the author's department? The E-I index, -1 (only inside) to 1.
select 2 * avg((author_department <> reader_department)::int) - 1 as value
from documents
where read_on >= $as_of - interval 12 month + interval 1 day and read_on < $as_of + interval 1 day
    and document_id is not null and author_department is not null and reader_department is not null
