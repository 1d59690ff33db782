"""Tables of django-tables2, written by one accessible template (`components/table.html`)."""

import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from measures.links import address
from measures.models import Assessment, Evaluation
from measures.rich_text import typeset


class MeasureTable(tables.Table):
    """The measures of an evaluation, one a row."""

    caption = "Les mesures et leur mise en œuvre"
    row_header = "measure"  # the column that names the row

    number = tables.Column(accessor="measure__number", verbose_name="N°")
    measure = tables.Column(
        accessor="measure__short_title",
        verbose_name="Mesure",
        order_by=("measure__short_title", "measure__number"),
    )
    priority = tables.Column(
        accessor="measure__priority__number",
        verbose_name="Priorité",
        order_by=("measure__priority__number", "measure__number"),
    )
    status = tables.Column(
        accessor="status", verbose_name="Mise en œuvre", order_by=("status_rank", "measure__number")
    )
    asked = tables.Column(
        accessor="recommendation_count",
        verbose_name="Recommandations",
        order_by=("recommendation_count", "measure__number"),
    )

    class Meta:
        order_by = "number"
        order_by_field = "tri"
        empty_text = "Aucune mesure ne répond à ces filtres."

    def __init__(self, rows: QuerySet, *, evaluation: Evaluation) -> None:
        super().__init__(rows, prefix="")
        self.evaluation = evaluation
        self._status = get_template("components/status.html")

    def render_measure(self, record: Assessment) -> SafeString:
        """The short title, leading to the page of the measure."""
        there = address("measure", self.evaluation, record.measure.number)
        return format_html('<a href="{}">{}</a>', there, typeset(record.measure.short_title))

    def render_priority(self, record: Assessment) -> str:
        """The priority in roman figures."""
        return record.measure.priority.roman

    def render_status(self, record: Assessment) -> SafeString:
        """Word, shape and colour: the same component as everywhere."""
        return self._status.render({"status": Assessment.Status(record.status)})
