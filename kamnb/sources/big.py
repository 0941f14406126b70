"""Files too big for memory: read in pieces, all cells as text, into a file that is mapped and not loaded.

Only plain files go this way. Whatever is odd (a broken line, a blank line in the middle, an encoding that does not
hold) is left to the careful readers, which say what is wrong and where.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from kamnb.sources.raw import Raw, blank_to_null, build_raw
from kamnb.sources.readers import csv as csv_reader
from kamnb.sources.readers import parquet as parquet_reader
from kamnb.sources.store import connect

PIECE = 8_000_000
ROWS = 100_000
BLANK_LINES = (b"\n\n", b"\n\r\n")


def read_big(path: Path, name: str, work: Path) -> Raw | None:
    """What stands in a big file? None where it has to be read the careful way."""
    if csv_reader.can_read(path):
        return read_big_csv(path, name, work)
    return read_big_parquet(path, name, work) if parquet_reader.can_read(path) else None


def read_big_parquet(path: Path, name: str, work: Path) -> Raw | None:
    """The cells of a parquet file as text, group by group."""
    try:
        file = pq.ParquetFile(path)
    except (pa.ArrowException, OSError):
        return None
    schema = file.schema_arrow
    if any(pa.types.is_nested(field.type) for field in schema):
        return None
    batches = (
        [parquet_reader.as_text(pa.chunked_array([column])) for column in batch.columns]
        for batch in file.iter_batches(batch_size=ROWS)
    )
    return park(batches, list(schema.names), name, work)


def read_big_csv(path: Path, name: str, work: Path) -> Raw | None:
    """The cells of a csv file as text, piece by piece."""
    encoding = find_encoding(path)
    if encoding is None:
        return None
    text = path if encoding == "utf-8" else transcode(path, encoding, work)
    header = read_header(text)
    if header is None:
        return None
    delimiter, names = header
    columns = {f"c{i}": "VARCHAR" for i in range(len(names))}
    try:
        with connect() as connection:
            found = connection.read_csv(
                str(text),
                delimiter=delimiter,
                quotechar='"',
                escapechar='"',
                header=False,
                skiprows=1,
                columns=columns,
                auto_detect=False,
                strict_mode=True,
                null_padding=False,
            )
            batches = found.to_arrow_reader(ROWS)
            pieces = ([pa.chunked_array([column]) for column in batch.columns] for batch in batches)
            return park(pieces, names, name, work)
    except duckdb.Error:
        return None


def park(pieces: Iterator[list[pa.ChunkedArray]], header: list[str], name: str, work: Path) -> Raw:
    """Which table do the pieces make, mapped from a file in the working folder?"""
    schema = pa.schema([(f"c{i}", pa.string()) for i in range(len(header))])
    target = work / f"{len(list(work.iterdir()))}.arrow"
    with pa.OSFile(str(target), "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for piece in pieces:
            clean = [blank_to_null(column).combine_chunks() for column in piece]
            writer.write_batch(pa.record_batch(clean, schema=schema))
    table = pa.ipc.open_file(pa.memory_map(str(target))).read_all()
    return build_raw(name, None, header, table.columns, trimmed=True)


def find_encoding(path: Path) -> str | None:
    """UTF-8 or GB18030, whichever holds to the end? None for neither, for blank lines and for an odd number of quotes."""
    for encoding in ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            quotes, end = scan(path, decoder.decode)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return None if quotes % 2 or end is None else encoding
    return None


def scan(path: Path, decode: Callable[[bytes], str]) -> tuple[int, bytes | None]:
    """How many quotation marks are there, and how does it end? None where a blank line lies within."""
    quotes, tail = 0, b""
    for piece in pieces_of(path):
        decode(piece)
        quotes += piece.count(b'"')
        joined = tail + piece
        if any(blank in joined for blank in BLANK_LINES):
            return quotes, None
        tail = piece[-2:]
    return quotes, tail


def pieces_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def transcode(path: Path, encoding: str, work: Path) -> Path:
    """Where is the same text in UTF-8?"""
    target = work / f"{len(list(work.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)()
    with target.open("wb") as sink:
        for piece in pieces_of(path):
            sink.write(decoder.decode(piece).encode("utf-8"))
    return target


def read_header(path: Path) -> tuple[str, list[str]] | None:
    """What separates the fields, and what are they called? None where the first line is no whole record."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        line = file.readline()
    delimiter = csv_reader.find_delimiter(line)
    try:
        records = list(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return (delimiter, records[0]) if len(records) == 1 and len(records[0]) > 1 else None
