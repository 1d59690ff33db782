"""The files of the demonstration are exactly what the software writes of them."""

from measures.actions.accounts import loader_account
from measures.models import Revision
from measures.plan_files.dump import dump
from measures.plan_files.load import load
from tests import factories
from tests.conftest import FIXTURES


def contents(folder):
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder): path.read_bytes() for path in files}


def test_load_then_dump_gives_the_same_bytes(plan_2014, tmp_path):
    dump(plan_2014, tmp_path)
    assert contents(tmp_path / "2014-2016") == contents(FIXTURES / "2014-2016")


def test_loading_again_writes_nothing(plan_2014):
    before = Revision.objects.count()
    assert (
        load(
            FIXTURES / "2014-2016", print_publication=factories.smallest_report, by=loader_account()
        ).written
        == 0
    )
    assert Revision.objects.count() == before
