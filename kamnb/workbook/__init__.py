"""What a notebook calls: open the intake, an area or the synthesis, and show one block after another."""

from kamnb.workbook.area import open_area
from kamnb.workbook.intake import open_intake
from kamnb.workbook.synthesis import open_synthesis

__all__ = ["open_area", "open_intake", "open_synthesis"]
