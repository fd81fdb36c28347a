"""`mentalmap analyse`: the layers of a file, without a database."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from mentalmap.analysis.files import Unsettled
    from mentalmap.exchange.mapping import ImportMapping
    from mentalmap.exchange.reading import Source
    from mentalmap.messages import Message

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@click.option("--areas", "areas_path", type=FILE, help="Polygons that people's feelings are told for.")
@click.option("--out", "out_path", required=True, type=FILE, help="File to write, such as layers.gpkg.")
@click.option("--mapping", "mapping_path", type=FILE, help="What the columns mean (TOML).")
@click.option("--places", "places_path", type=FILE, help="Names and positions, to look up what people named.")
@click.option("--write-mapping", type=FILE, help="Write the mapping here. An existing file is kept.")
@click.option("--threshold", default=5, show_default=True, help="Below this many people nothing is told.")
@click.option("--accept-valid", is_flag=True, help="Use the good rows although others are rejected.")
@click.option("--for-publication", is_flag=True, help="Also hide what could be had by subtraction.")
@click.option("--problems", "problems_path", type=FILE, help="Write every problem to this CSV file.")
@click.option("--json", "as_json", is_flag=True, help="Print the whole report for machines.")
@click.pass_context
def analyse(
    ctx: click.Context,
    file: Path,
    areas_path: Path | None,
    out_path: Path,
    mapping_path: Path | None,
    places_path: Path | None,
    write_mapping: Path | None,
    threshold: int,
    accept_valid: bool,
    for_publication: bool,
    problems_path: Path | None,
    as_json: bool,
) -> None:
    """
    Compute every layer of FILE and write them to one file. Needs no database and no server.

    The file is read as an import reads it; --out may end in .gpkg, .xlsx, .html, .csv.zip or .geojson.zip.
    """
    from datetime import datetime

    import mentalmap.analysis as mm
    from mentalmap.analysis.files import read_area_frame, read_perception_file
    from mentalmap.commands import import_answers as answers
    from mentalmap.config import asset_root
    from mentalmap.domain.labels import LAYER_TITLES
    from mentalmap.errors import InvalidInputError
    from mentalmap.exchange.bundle import LayerBundle
    from mentalmap.exchange.mapping import load_mapping
    from mentalmap.exchange.mapping_template import mapping_template
    from mentalmap.exchange.writing import WRITERS
    from mentalmap.messages import say
    from mentalmap.services.import_reports import ImportReport, RowsRejectedError

    speaker = answers.Speaker(as_json=as_json)
    today = datetime.now().astimezone().date()
    wanted = next((key for key, writer in WRITERS.items() if out_path.name.endswith(writer.suffix)), None)
    if wanted is None:
        endings = ", ".join(writer.suffix for writer in WRITERS.values())
        raise InvalidInputError(
            say("The name “%(name)s” tells no format.", name=out_path.name),
            say("Let it end in one of: %(endings)s.", endings=endings),
        )
    areas = read_area_frame(areas_path) if areas_path else None
    mapping = load_mapping(mapping_path) if mapping_path else None

    def write_template(
        source: Source, used: ImportMapping, doubts: Sequence[Message], unsettled: Unsettled
    ) -> None:
        if write_mapping is not None:
            words = (speaker.gettext, speaker.ngettext)
            speaker.template(write_mapping, mapping_template(used, source, *words, doubts, unsettled))

    read = read_perception_file(file, areas, mapping, today, places=places_path, with_source=write_template)
    report = ImportReport(
        "responses",
        file.name,
        project="–",
        read=read.read,
        accepted=read.read - read.rejected,
        rejected=read.rejected,
        responses=read.asked,
        perceptions=len(read.frame),
        notes=list(read.notes),
        problems=read.problems,
    )
    speaker.report(report, problems_path, dry_run=False)
    if read.rejected and not accept_valid:
        speaker.error(RowsRejectedError(report))
        ctx.exit(1)
    layers = mm.every_layer(
        read.frame,
        areas,
        threshold=threshold,
        for_publication=for_publication,
        respondent="respondent" if read.respondents_known else None,
        kind="kind",
        valence="valence",
        weight="weight",
        nature="nature",
        place="place",
        purposes="purposes",
        themes="themes",
        home_area="home_area" if areas is not None else None,
        asked=read.asked,
        **({"area_id": "area_id", "area_name": "area_name"} if areas is not None else {}),
    )
    bundle = LayerBundle(
        project_name=file.stem,
        project_slug=file.stem,
        is_synthetic=False,
        surveys=(),
        filters=(),
        layers=layers,
        titles={name: speaker.translate(title) for name, title in LAYER_TITLES.items()},
        translate=speaker.translate,
        locale=speaker.locale,
        made_on=today,
    )
    WRITERS[wanted].write(bundle, out_path, asset_root() / "static" / "dist" / "folium")
    speaker.line(say("Written: %(path)s", path=out_path))
