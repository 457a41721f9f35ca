"""A QR code as the path of an SVG image, which a page may draw under our policy for content."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class QrCode:
    """A square of ``size`` modules a side, the margin included; ``path`` draws the dark ones."""

    size: int
    path: str


def qr_code(text: str) -> QrCode:
    """The QR code that reads as this text."""
    drawn = qrcode.QRCode()
    drawn.add_data(text)
    rows = drawn.get_matrix()
    dark = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, cell in enumerate(row) if cell)
    return QrCode(size=len(rows), path="".join(dark))
