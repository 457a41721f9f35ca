"""Copy the few files the pages use from the installed front-end packages, for collectstatic."""

import re
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

# Councils may use GOV.UK's components, but neither its typeface nor its crest.
NOT_OURS = [
    re.compile(r"/\*! Copyright \(c\) 2011 by Margaret Calvert[^*]*\*/"),
    re.compile(r"@font-face\{font-family:GDS Transport[^}]*\}"),
    re.compile(r"GDS Transport,"),
    re.compile(r"\.govuk-footer__copyright-logo:before\{[^}]*govuk-crest\.svg[^}]*\}"),
]
# The maps describe the style sheets as they were before the above is taken out.
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")

STYLES = {
    "govuk-frontend/govuk-frontend.min.css": "govuk-frontend/dist/govuk/govuk-frontend.min.css",
    "moj-frontend/moj-frontend.min.css": "@ministryofjustice/frontend/moj/moj-frontend.min.css",
}
COPIES = {
    "govuk-frontend": ("govuk-frontend/dist/govuk", "govuk-frontend.min.js*"),
    "moj-frontend": ("@ministryofjustice/frontend/moj", "moj-frontend.min.js*"),
    "moj-frontend/images": ("@ministryofjustice/frontend/moj/assets/images", "icon-*.svg"),
    "chart": ("chart.js/dist", "chart.umd.min.js*"),
}


def own_style(css: str) -> str:
    """A package's style sheet without what is not ours to use, its images beside it."""
    for pattern in [*NOT_OURS, SOURCE_MAP]:
        css = pattern.sub("", css)
    return css.replace("url(/assets/images/", "url(images/")


class Command(BaseCommand):
    help = "Copy style sheets, scripts and icons from node_modules to var/vendor."
    requires_system_checks = []

    def handle(self, **options) -> None:
        packages = settings.BASE_DIR / "node_modules"
        if not packages.is_dir():
            raise CommandError('The front-end packages are not installed: run "make setup".')
        vendor = settings.BASE_DIR / "var" / "vendor"
        shutil.rmtree(vendor, ignore_errors=True)
        for target, source in STYLES.items():
            self.path(vendor / target).write_text(own_style((packages / source).read_text()))
        for folder, (source, pattern) in COPIES.items():
            for file in sorted((packages / source).glob(pattern)):
                shutil.copyfile(file, self.path(vendor / folder / file.name))

    def path(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
