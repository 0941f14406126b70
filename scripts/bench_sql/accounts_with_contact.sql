-- Which share of the key accounts invoiced in the last year has a contact in the CRM who can be reached?
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), invoiced as (
    select distinct account_id
    from ledger semi join accounts using (account_id)
    where date >= $as_of - interval 12 month + interval 1 day and date < $as_of + interval 1 day
        and revenue > 0 and (account_id in (from keys) or not exists (from keys))
), plain as (
    select account_id,
        regexp_replace(lower(if(strlen(email) = length(email), email,
            translate(email, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as email,
        regexp_replace(lower(if(strlen(phone) = length(phone), phone,
            translate(phone, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as phone
    from contacts semi join invoiced using (account_id)
), reached as (
    select distinct account_id from plain
    where not regexp_full_match(email,
            '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc|[0x*]+|unknown|test|\x{540c}\x{4e0a}|\x{4e0d}\x{8be6}|\x{672a}\x{77e5}|\x{6d4b}\x{8bd5}'
        ) or not regexp_full_match(phone,
            '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc|[0x*]+|unknown|test|\x{540c}\x{4e0a}|\x{4e0d}\x{8be6}|\x{672a}\x{77e5}|\x{6d4b}\x{8bd5}'
        )
)
select avg((account_id in (from reached))::int) as value
from invoiced
