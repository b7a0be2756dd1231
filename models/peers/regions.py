"""Regions of Mexico, coarse enough to tell nothing of one person."""

#: As in the Banco de México's quarterly "Reporte sobre las Economías Regionales": four regions of whole states.
REGIONS = {
    "north": ("BCN", "CHH", "COA", "NLE", "SON", "TAM"),
    "centre_north": ("AGU", "BCS", "COL", "DUR", "JAL", "MIC", "NAY", "SLP", "SIN", "ZAC"),
    "centre": ("CMX", "MEX", "GUA", "HID", "MOR", "PUE", "QUE", "TLA"),
    "south": ("CAM", "CHP", "GRO", "OAX", "ROO", "TAB", "VER", "YUC"),
}


def region_of(state: str | None) -> str | None:
    """The region in which a state lies, by their codes."""
    return next((region for region, states in REGIONS.items() if state in states), None)
