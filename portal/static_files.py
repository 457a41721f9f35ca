"""Static files under hashed names, compressed."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the names inside "import … from" hashed as well."""

    support_js_module_import_aggregation = True
