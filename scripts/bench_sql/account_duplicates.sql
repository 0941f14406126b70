-- rows
-- Which accounts share a key (credit code, name, the domain of most of their contacts' e-mails) or have like names?
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
), pairs as (
    select a.account_id as one, b.account_id as other, a.kind as kind
    from keys a join keys b on a.kind = b.kind and a.key = b.key and a.account_id < b.account_id
), likes as (
    -- how like is the name that is likest?
    select a.account_id as one, max_by(b.account_id, jaro_winkler_similarity(a.key, b.key)) as other
    from keys a join keys b on a.kind = 'name' and b.kind = 'name' and a.account_id <> b.account_id
    group by a.account_id
)
select one, other, kind from pairs
union all
select one, other, 'like' from likes
