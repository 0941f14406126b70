-- rows
-- Which contacts share an exact key: name within an account, name across, e-mail, phone? From this pairs are weighed.
with watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (select account_id from accounts where is_key) or not exists (from accounts where is_key)
), plain as (
    select contact_id, account_id,
        regexp_replace(lower(if(strlen(name) = length(name), name,
            translate(name, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as name,
        regexp_replace(lower(if(strlen(email) = length(email), email,
            translate(email, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as email,
        regexp_replace(lower(if(strlen(phone) = length(phone), phone,
            translate(phone, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as phone
    from watched
), named as (
    select contact_id, account_id, regexp_replace(name, '[.·•]', '', 'g') as name,
        email, regexp_replace(phone, '[-().–—·]', '', 'g') as phone
    from plain
    where not regexp_full_match(name,
        '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc|[0x*]+|unknown|test|\x{540c}\x{4e0a}|\x{4e0d}\x{8be6}|\x{672a}\x{77e5}|\x{6d4b}\x{8bd5}'
    )
), keys as (
    select contact_id, 'account' as kind, account_id || '|' || name as key from named
    union all select contact_id, 'name', name from named
    union all select contact_id, 'email', email from named where email like '%@%'
    union all select contact_id, 'phone', phone from named where length(phone) >= 7
)
select kind, key, list(contact_id) as contacts
from keys
group by kind, key
having count(*) > 1
