-- Which share of the e-mail and phone entries has a valid format? Averaged over contacts with one of the two.
with keys as (
    select account_id from accounts
    where (is_key or key_until is not null) and coalesce(key_since <= $as_of, true)
        and coalesce(key_until > $as_of, true) and coalesce(lost_on > $as_of, true)
), watched as (
    -- key accounts' contacts; all where no account is known to be key
    select * from contacts
    where account_id in (from keys) or not exists (from keys)
), plain as (
    select
        regexp_replace(lower(if(strlen(email) = length(email), email,
            translate(email, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as email,
        regexp_replace(lower(if(strlen(phone) = length(phone), phone,
            translate(phone, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
        )), '[\s\x{3000}\x{00a0}]', '', 'g') as phone
    from watched
), digits as (
    -- without punctuation and extension; China's country code becomes a national number
    select email, phone, if($currency = 'CNY', regexp_replace(
        regexp_replace(bare, '^(?:\+|00)?86(1\d{10}|0\d+)$', '\1'),
        '^(?:\+|00)86([1-9]\d{8,10})$', '0\1'
    ), bare) as digits
    from (
        select email, phone, regexp_replace(
            regexp_replace(phone, '[-().–—·]', '', 'g'), '(?:ext\.?|x|#|\x{8f6c})\d{1,6}$', ''
        ) as bare
        from plain
    )
), judged as (
    select
        coalesce(not regexp_full_match(email,
            '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc'
        ), false)::int + coalesce(not regexp_full_match(phone,
            '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc'
        ), false)::int as written,
        coalesce(
            regexp_full_match(email, '[^@\s,;<>()]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}'), false
        )::int + coalesce(
            if($currency = 'CNY',
                regexp_full_match(digits, '1[3-9]\d{9}|0[1-9]\d{8,10}|[48]00\d{7}|(?:\+|00)[1-9]\d{6,13}'),
                regexp_full_match(digits, '\+?\d{7,15}')
            ) and not regexp_matches(digits,
                '(?:00000000|11111111|22222222|33333333|44444444|55555555|66666666|77777777|88888888|99999999|12345678)$'
            ), false
        )::int as valid
    from digits
)
select avg(valid / written) as value
from judged
where written > 0
