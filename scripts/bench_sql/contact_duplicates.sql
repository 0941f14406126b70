-- Which share of the contacts repeats a name that the same account already has?
with watched as (
    -- key accounts' contacts; all where nobody says which are key
    select * from contacts
    where account_id in (select account_id from accounts where is_key)
        or not exists (from accounts where is_key is not null)
), plain as (
    select account_id,
        regexp_replace(lower(if(strlen(name) = length(name), name, translate(name,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～　 ',
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~  '
        ))), '\s', '', 'g') as name
    from watched
    where name is not null
), names as (
    select account_id, regexp_replace(name, '[.·•]', '', 'g') as name
    from plain
    where not regexp_full_match(name,
        '[-–—/.?]*|n/?a|null|none|\x{6682}?\x{65e0}|\x{5f85}\x{8865}|\x{5f85}\x{5b9a}|\x{6682}\x{7f3a}|tbd|tbc|[0x*]+|unknown|test|\x{540c}\x{4e0a}|\x{4e0d}\x{8be6}|\x{672a}\x{77e5}|\x{6d4b}\x{8bd5}'
    )
)
select 1 - count(distinct (account_id, name)) / count(*) as value
from names
