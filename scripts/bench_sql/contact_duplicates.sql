-- rows
-- Which contacts share a key (name within an account, name, its halves, e-mail, phone), and how like are they?
with watched_accounts as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (from watched_accounts) or not exists (from watched_accounts)
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
    union all select contact_id, 'start', account_id || '|' || left(name, 4) from named
    union all select contact_id, 'end', account_id || '|' || right(name, 4) from named
), groups as (
    select kind, key, contact_id from keys qualify count(*) over (partition by kind, key) between 2 and 50
), pairs as (
    select distinct a.contact_id as one, b.contact_id as other
    from groups a join groups b on a.kind = b.kind and a.key = b.key and a.contact_id < b.contact_id
)
select one, other, a.account_id = b.account_id as within, jaro_winkler_similarity(a.name, b.name) as name,
    jaro_winkler_similarity(a.email, b.email) as email, levenshtein(a.phone, b.phone) as phone
from pairs join named a on a.contact_id = one join named b on b.contact_id = other
