"""The planner's page: everything the browser needs before it asks for a layer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from mentalmap.domain.grid_tiles import deepest_zoom
from mentalmap.domain.labels import FORMATS, KINDS, LAYER_QUESTIONS, LAYER_TITLES
from mentalmap.domain.permissions import Action
from mentalmap.domain.vocabulary import Kind, LayerName
from mentalmap.exchange.writing import WRITERS
from mentalmap.services.following import Current
from mentalmap.services.outlines import project_rectangle
from mentalmap.services.plan_pages import area_choices, catalogue, survey_choices
from mentalmap.services.saved_views import list_views
from mentalmap.web.access import requires
from mentalmap.web.basemaps import describe_basemap
from mentalmap.web.database import answers, current_project, staff_transaction
from mentalmap.web.languages import locale_code, render_message
from mentalmap.web.painted_purposes import painted_purposes
from mentalmap.web.planner_views import told_view

bp = Blueprint("planner", __name__, url_prefix="/p/<project_slug>/plan")

BYTES_OF_A_CATALOGUE = 200_000


@bp.get("")
@requires(Action.VIEW_PLAN)
def plan_page(project_slug: str) -> ResponseReturnValue:
    """
    Show the page for those who plan.

    What its address says is read by the page itself: unlike the addresses of data it tells what it
    does not understand beside the map, since links are passed on with additions that others made.
    """
    current = current_project(project_slug)
    project, locale = current.project, locale_code()
    described = _described(current, locale)
    with staff_transaction() as session:
        bounds = project_rectangle(session, project)
        views = [told_view(one) for one in list_views(session, project.id)]
    return render_template(
        "planner/plan.html",
        project={
            "slug": project.slug,
            "name": project.name,
            "locale": project.locale,
            "is_synthetic": project.is_synthetic,
            "threshold": project.threshold,
            "bounds": bounds,
            "deepest_grid_zoom": deepest_zoom(current.index()),
        },
        surveys=described["surveys"],
        area_sets=area_choices(current, locale),
        layers=[
            {
                "name": one.value,
                "title": render_message(LAYER_TITLES[one]),
                "question": render_message(LAYER_QUESTIONS[one]),
            }
            for one in LayerName
        ],
        catalogue=described["catalogue"],
        kinds=[{"code": one.value, "label": render_message(KINDS[one])} for one in Kind],
        basemap=describe_basemap(project),
        purposes=painted_purposes(described["purposes"]),
        formats=[{"format": name, "label": render_message(FORMATS[name])} for name in WRITERS],
        state={key: values for key, values in request.args.lists() if key != "lang"},
        views=views,
        urls=_urls(project_slug),
    )


@bp.get("/")
@requires(Action.VIEW_PLAN)
def plan_page_with_slash(project_slug: str) -> ResponseReturnValue:
    """Lead an address that was written with a slash to the page."""
    query = request.query_string.decode("ascii", "ignore")
    page = url_for("planner.plan_page", project_slug=project_slug)
    return redirect(f"{page}?{query}" if query else page)


def _described(current: Current, locale: str) -> dict[str, Any]:
    """Gather what counts all perceptions, once per data version."""

    def make() -> dict[str, Any]:
        table = current.table(None)
        listed = catalogue(current, table, locale)
        return {
            "surveys": survey_choices(current, table),
            "catalogue": listed,
            "purposes": next(one["options"] for one in listed if one["key"] == "purpose"),
        }

    key = ("catalogue", current.project.id, current.data_version, current.project.threshold, locale)
    return answers().get_or_make(key, make, lambda _: BYTES_OF_A_CATALOGUE)


def _urls(project_slug: str) -> dict[str, str]:
    page = url_for("planner.plan_page", project_slug=project_slug)
    return {
        "layers": f"{page}/layers/",
        "charts": f"{page}/charts.json",
        "areas": f"{page}/areas/",
        "quotes": f"{page}/quotes.json",
        "grid": f"{page}/grid/",
        "marks": f"{page}/marks/",
        "views": f"{page}/views",
        "download": f"{page}/download/",
        "sign_in": url_for("site.sign_in"),
        "basemap": url_for("resident.basemap", project_slug=project_slug),
    }
