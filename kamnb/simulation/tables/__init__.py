"""The tables of a made-up client, one function a table: World in, typed frame out."""
