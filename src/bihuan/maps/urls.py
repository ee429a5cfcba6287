"""Addresses of the map."""

from django.urls import path

from bihuan.maps.views import outlining, showing

urlpatterns = [
    path("map/", showing.map_page, name="map"),
    path("map/points/", showing.map_points, name="map_points"),
    path("map/shapes/", showing.map_shapes, name="map_shapes"),
    path("map/places/", showing.map_places, name="map_places"),
    path("map/card/", showing.map_card, name="map_card"),
    path("map/tiles/<int:z>/<int:x>/<int:y>/", showing.map_tile, name="map_tile"),
    path("map/outlines/", outlining.map_outlines, name="map_outlines"),
    path("map/outlines/import/", outlining.outline_import_new, name="outline_import_new"),
    path("map/outlines/imports/<uuid:outline_import_id>/", outlining.outline_import, name="outline_import"),
    path("map/outlines/<uuid:outline_id>/end/", outlining.outline_end, name="outline_end"),
    path("map/cells/<uuid:cell_id>/draw/", outlining.outline_draw, name="outline_draw"),
]
