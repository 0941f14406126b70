-- rows
-- Which accounts share an exact key: credit code, name, the domain that most of their contacts' e-mails have?
with plain as (
    select account_id, regexp_replace(lower(if(strlen(email) = length(email), email,
        translate(email, '＋－．／（）＠＃＊０１２３４５６７８９', '+-./()@#*0123456789')
    )), '[\s\x{3000}\x{00a0}]', '', 'g') as email
    from contacts where email is not null
), domains as (
    select account_id, regexp_replace(email, '^.*@', '') as domain
    from plain
    where regexp_full_match(email, '[^@]+@[^@]+')
    group by account_id, domain
    having count(*) >= 2
    qualify row_number() over (partition by account_id order by count(*) desc, domain) = 1
), keys as (
    select account_id, 'code' as kind, upper(regexp_replace(credit_code, '\s', '', 'g')) as key from accounts
    union all
    select account_id, 'name', regexp_replace(lower(name), '[\s.()（）]', '', 'g') from accounts
    union all
    select account_id, 'domain', domain from domains semi join accounts using (account_id)
)
select kind, key, list(account_id) as accounts
from keys
where key is not null
group by kind, key
