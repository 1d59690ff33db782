"""How static files are stored: compressed, and under names that change with what they hold."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Scripts name each other too: `import … from "./draft.js";` leads to the hashed file.

    Django sees only imports that end with a semicolon.
    """

    support_js_module_import_aggregation = True
