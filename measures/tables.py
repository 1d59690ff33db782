"""Tables of django-tables2, written by one accessible template (`components/table.html`)."""

import django_tables2 as tables


class MeasureTable(tables.Table):
    """The measures of an evaluation, one a row."""

    caption = "Les mesures et leur mise en œuvre"
    row_template = "components/measure_row.html"

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
