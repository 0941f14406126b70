"""A made-up client of any size for the bench: accounts, and as many ledger lines, events and contacts as wanted."""

from __future__ import annotations

from pathlib import Path

import duckdb

ACCOUNTS = 2000
SETTINGS = """\
name: {zh: bench, en: bench}
as_of: 2026-09-30
currency: CNY
made_up: true
crm_seats: {sales: 600, service: 200}
"""
TABLES = {
    "accounts": """
        select 'A' || lpad(i::varchar, 6, '0') as account_id, 'Account ' || i as name, i % 10 = 0 as is_key,
            'M' || (i % 60) as owner_id, date '2012-01-01' + ((i * 7) % 4000)::int as since,
            case when i % 10 = 0 then date '2019-01-01' + ((i * 3) % 2000)::int end as key_since,
            case when i % 37 = 0 then date '2025-01-01' + (i % 500)::int end as lost_on,
            1 + i % 5 as strategic_fit, 1 + (i // 5) % 5 as growth_potential, 1 + (i // 7) % 5 as willingness_to_partner
        from range({accounts}) r(i)""",
    "ledger": """
        select 'A' || lpad(
                ((pow((hash(i) % 1000003) / 1000003.0, 3) * {accounts})::int % {accounts})::varchar, 6, '0') as account_id,
            date '2023-10-01' + (hash(i, 1) % 1096)::int as date, 'I' || (i // 4) as invoice_id,
            'P' || (hash(i, 2) % 500) as item_id, (1 + hash(i, 3) % 20)::int as quantity,
            round(50 + (hash(i, 4) % 100000) / 100.0, 2) as list_amount,
            round((50 + (hash(i, 4) % 100000) / 100.0) * (0.8 + (hash(i, 5) % 20) / 100.0)
                * case when hash(i, 6) % 50 = 0 then -1 else 1 end, 2) as revenue,
            round((50 + (hash(i, 4) % 100000) / 100.0) * 0.6, 2) as direct_cost,
            round((hash(i, 7) % 2000) / 100.0, 2) as cost_to_serve
        from range({ledger}) r(i)""",
    "process_events": """
        select 'C' || (i // 5) as case_id, 'A' || lpad((hash(i // 5) % {accounts})::varchar, 6, '0') as account_id,
            ['quote', 'order', 'complaint'][1 + (hash(i // 5, 1) % 3)::int] as case_type,
            ['receive', 'check', 'price', 'approve', 'answer'][1 + (i % 5)::int] as activity,
            ['sales', 'rnd', 'finance', 'executive', 'service', 'production'][1 + (hash(i, 2) % 6)::int] as department,
            ['north', 'south', 'east'][1 + (hash(i // 5, 3) % 3)::int] as region,
            timestamp '2025-01-01 08:00:00' + to_seconds((hash(i // 5, 4) % 50000000)::bigint)
                + to_seconds(((i % 5) * 86400 + hash(i, 5) % 80000)::bigint) as timestamp,
            i % 5 = 3 as is_approval, i % 5 = 4 as customer_facing
        from range({events}) r(i)""",
    "contacts": """
        select 'K' || i as contact_id, 'A' || lpad((hash(i) % {accounts})::varchar, 6, '0') as account_id,
            ['Wang', 'Li', 'Zhang', 'Liu', 'Chen', 'Yang'][1 + (hash(i, 1) % 6)::int] || ' ' || 'N' || (hash(i, 2) % 40000)
                as name,
            case when hash(i, 3) % 3 > 0 then 'Director' end as title,
            ['purchasing', 'rnd', 'production', 'finance'][1 + (hash(i, 4) % 4)::int] as function,
            ['executive', 'manager', 'specialist'][1 + (hash(i, 8) % 3)::int] as level,
            case when hash(i, 5) % 4 > 0 then 'n' || (hash(i, 2) % 40000) || '@firm' || hash(i) % {accounts} || '.cn' end
                as email,
            case when hash(i, 6) % 4 > 0 then '139' || lpad((hash(i, 6) % 100000000)::varchar, 8, '0') end as phone,
            date '2024-01-01' + (hash(i, 7) % 1000)::int as updated_on
        from range({contacts}) r(i)""",
    "touchpoints": """
        select 'T' || i as touchpoint_id, 'A' || lpad(((hash(i) % {accounts}) // 10 * 10)::varchar, 6, '0') as account_id,
            date '2025-01-01' + (hash(i, 1) % 630)::int as date,
            ['meal', 'visit', 'service', 'review', 'training', 'joint_planning'][1 + (hash(i, 2) % 6)::int] as kind,
            ['executive', 'manager', 'frontline'][1 + (hash(i, 3) % 3)::int] as our_level,
            ['sales', 'rnd', 'service'][1 + (hash(i, 4) % 3)::int] as our_department,
            ['executive', 'manager', 'specialist'][1 + (hash(i, 5) % 3)::int] as their_level,
            ['purchasing', 'rnd', 'production'][1 + (hash(i, 6) % 3)::int] as their_function,
            ['us', 'account'][1 + (hash(i, 7) % 2)::int] as initiated_by
        from range({touchpoints}) r(i)""",
    "crm_activity": """
        select 'U' || (hash(i) % 700) as user_id, date '2026-01-01' + (hash(i, 1) % 270)::int as date,
            ['login', 'create', 'update', 'report', 'search'][1 + (hash(i, 2) % 5)::int] as action
        from range({activity}) r(i)""",
    "documents": """
        select 'D' || (hash(i) % 20000) as document_id,
            'A' || lpad((hash(hash(i) % 20000) % {accounts})::varchar, 6, '0') as account_id,
            ['sales', 'rnd', 'service', 'finance'][1 + (hash(hash(i) % 20000, 1) % 4)::int] as author_department,
            date '2025-06-01' + (hash(hash(i) % 20000, 2) % 300)::int as created_on,
            ['sales', 'rnd', 'service', 'finance'][1 + (hash(i, 3) % 4)::int] as reader_department,
            date '2025-06-01' + (hash(hash(i) % 20000, 2) % 300 + hash(i, 4) % 150)::int as read_on
        from range({readings}) r(i)""",
}


def make_client(folder: Path, ledger: int, others: int, format: str = "parquet") -> Path:
    """Where is a client with so many ledger lines, and so many events and contacts? Written once; found again."""
    home = folder / f"bench-{ledger}-{others}-{format}"
    if home.exists():
        return home
    home.mkdir(parents=True)
    sizes = {
        "accounts": ACCOUNTS,
        "ledger": ledger,
        "events": others,
        "contacts": others,
        "touchpoints": others // 5,
        "activity": others // 2,
        "readings": others // 5,
    }
    with duckdb.connect() as connection:
        for table, query in TABLES.items():
            target = home / f"{table}.{format}"
            how = "(format parquet)" if format == "parquet" else "(format csv, header)"
            connection.execute(f"copy ({query.format(**sizes)}) to '{target}' {how}")
    (home / "client.yml").write_text(SETTINGS, encoding="utf-8")
    return home
