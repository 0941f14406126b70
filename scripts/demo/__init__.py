"""The made-up demo client, table by table."""
