"""How static files are stored: compressed, and under names that change with what they hold."""

from functools import lru_cache

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Scripts name each other too: `import … from "./draft.js";` leads to the hashed file.

    Django sees only imports that end with a semicolon.
    """

    support_js_module_import_aggregation = True

    @lru_cache(maxsize=1_000)  # noqa: B019 - one storage for the life of a process
    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; while a process lives, it stays the same."""
        return super().url(name, force)
