"""The raw files of the embedded facts, one reader per form (`python -m anct_qgis_plugin.connectors`)."""
