-- Which share of a contact's five fields is filled, on average? Words for nothing and placeholders are not.
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (from keys) or not exists (from keys)
), entries as (
    select unnest([title, function, email, phone, buying_role]) as entry from watched
), plain as (
    select regexp_replace(lower(if(strlen(entry) = length(entry), entry,
        translate(entry, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
    )), '[\s\x{3000}\x{00a0}]', '', 'g') as entry
    from entries
)
select avg(coalesce(not regexp_full_match(entry,
    '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc|[0x*]+|unknown|test|\x{540c}\x{4e0a}|\x{4e0d}\x{8be6}|\x{672a}\x{77e5}|\x{6d4b}\x{8bd5}'
), false)::int) as value
from plain
