-- Do documents find their readers outside the author's region? The E-I index, -1 (only inside) to 1.
select if(
    count(distinct author_region) > 1 or bool_or(author_region <> reader_region),
    2 * avg((author_region <> reader_region)::int) - 1, null
) as value  -- where all lies in one region, none could cross
from documents
where read_on >= $as_of - interval 12 month + interval 1 day and read_on < $as_of + interval 1 day
    and document_id is not null and author_region is not null and reader_region is not null
