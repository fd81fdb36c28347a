"""`mentalmap export`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from mentalmap.commands.instance import opened_instance
from mentalmap.domain.vocabulary import PUBLIC_LAYERS, Kind, LayerName


@click.command()
@click.argument("project_slug", metavar="PROJECT")
@click.option(
    "--out", "path", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["html", "gpkg", "geojson", "csv", "xlsx"]),
    help="Taken from the file's name if left out.",
)
@click.option("--survey", help="Round to export; the latest if left out.")
@click.option("--areas", "area_set", help="Area set; the project's first if left out.")
@click.option(
    "--layer",
    "layers",
    multiple=True,
    type=click.Choice([name.value for name in PUBLIC_LAYERS]),
    help="Repeat for several; all if left out.",
)
@click.option("--theme", "themes", multiple=True, help="Only these themes.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in Kind]),
    help="Only these kinds.",
)
@click.option(
    "--lang",
    "locale",
    type=click.Choice(["sv", "en"]),
    help="Language of the file; the project's if left out.",
)
def export(
    project_slug: str,
    path: Path,
    format_name: str | None,
    survey: str | None,
    area_set: str | None,
    layers: tuple[str, ...],
    themes: tuple[str, ...],
    kinds: tuple[str, ...],
    locale: str | None,
) -> None:
    """Write the layers of PROJECT to a file: GeoPackage, GeoJSON, CSV, XLSX or one HTML page."""
    from mentalmap.config import asset_root
    from mentalmap.domain.filters import PerceptionFilter
    from mentalmap.exchange.writing import WRITERS
    from mentalmap.services.exports import ExportChoice, build_bundle
    from mentalmap.services.tables import TableShelf
    from mentalmap.store.database import Audience, transaction
    from mentalmap.store.projects import find_project

    wanted = format_name or next(
        (key for key, writer in WRITERS.items() if path.name.endswith(writer.suffix)), None
    )
    if wanted is None:
        raise click.UsageError(f"{path.name}: the name tells no format; add --format {'|'.join(WRITERS)}")
    writer = WRITERS[wanted]
    choice = ExportChoice(
        PerceptionFilter(
            surveys=frozenset([survey] if survey else []),
            themes=frozenset(themes),
            kinds=frozenset(Kind(kind) for kind in kinds),
        ),
        area_set,
        tuple(LayerName(name) for name in layers) or PUBLIC_LAYERS,
    )
    with opened_instance() as (_, engine), transaction(engine, Audience.PUBLIC) as session:
        project = find_project(session, project_slug)
        bundle = build_bundle(
            session,
            TableShelf(),
            project,
            choice,
            locale=locale or project.locale,
            made_on=datetime.now(UTC).date(),
        )
    writer.write(bundle, path, asset_root() / "static" / "dist" / "folium")
    click.echo(f"{path}  {path.stat().st_size:,} B")
