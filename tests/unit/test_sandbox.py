"""A hostile file costs one child process and yields one sentence."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from mentalmap.errors import UnreadableFileError
from mentalmap.exchange import sandbox
from mentalmap.exchange.reading import open_source
from mentalmap.exchange.reading.opened import Options
from mentalmap.exchange.sandbox import Limits, start_reader
from tests.unit.foreign_files import replace_member, write, write_workbook

ENTITIES = "".join(f'<!ENTITY e{i} "{f"&e{i - 1};" * 20}">' for i in range(1, 12))
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY e0 "ha">{ENTITIES}]>'


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableFileError) as refused, open_source(path, limits=limits) as source:
        list(source.batches())
    message = str(refused.value)
    assert "Traceback" not in message
    return message


def stand_in(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let the child do something a hostile file might make it do, under the limits of a real one."""
    start = (
        "import sys; sys.path.append(sys.argv[1]); from mentalmap.exchange.reading import child\n"
        f"def send(path, options, output):\n    {code}\n"
        "child._send = send; child.main()"
    )
    monkeypatch.setattr(sandbox, "START", start)


def test_a_child_that_takes_all_memory_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "hoard = [bytearray(1 << 24) for _ in range(10_000)]")
    assert "memory" in refusal(write(tmp_path, "a;b\n1;2\n"), Limits(memory_bytes=1 << 30))


def test_a_child_that_spins_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "\n    while True: pass")
    assert "too long" in refusal(write(tmp_path, "a;b\n1;2\n"), Limits(cpu_seconds=1))


def test_a_child_that_sleeps_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch, "import time; time.sleep(60)")
    assert "too long" in refusal(write(tmp_path, "a;b\n1;2\n"), Limits(wait_seconds=0.5))


@pytest.mark.parametrize(
    "code",
    [
        "output.write(b'nonsense that is no frame at all')",
        "output.write(b'H' + (1 << 60).to_bytes(8, 'big'))",
        "output.write(b'H' + (2).to_bytes(8, 'big') + b'[]')",
        "output.write(b'E' + (2).to_bytes(8, 'big') + b'{}')",
        "raise RuntimeError('secret content of the file')",
        "import os; os.kill(os.getpid(), 11)",
        "print('x' * 100_000)",
    ],
)
def test_a_child_that_lies_or_dies_yields_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in(monkeypatch, code)
    assert "secret" not in refusal(write(tmp_path, "a;b\n1;2\n"))
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "code",
    [
        "open('grown', 'wb', buffering=0).write(b'x')",
        "import os; assert set(os.environ) <= {'PATH', 'LANG', 'TMPDIR', 'HOME', 'ARROW_DEFAULT_MEMORY_POOL',"
        " 'OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'LC_CTYPE'}, os.environ; raise OSError(5, 'scrubbed')",
    ],
)
def test_a_child_may_neither_write_nor_see_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    stand_in(monkeypatch, code)
    assert "the system says" in refusal(write(tmp_path, "a;b\n1;2\n"))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can leave the network")
def test_a_child_cannot_reach_even_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    probe = "import os, ctypes; os._exit(0 if ctypes.CDLL(None).unshare(0x50000000) == 0 else 1)"
    if subprocess.run([sys.executable, "-c", probe], check=False).returncode:
        pytest.skip("this kernel does not let an account leave the network")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        connect = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
        stand_in(monkeypatch, f"{connect}; raise OSError(5, 'connected')")
        message = refusal(write(tmp_path, "a;b\n1;2\n"))
    assert "the system says" in message and "connected" not in message


def test_the_child_and_its_folder_are_gone_when_reading_ends(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n" + "1;2\n" * 200_000)
    reader = start_reader(path, Options())
    child, folder = reader._child, Path(f"/proc/{reader._child.pid}/cwd").resolve()
    assert folder.is_dir() or sys.platform != "linux"
    next(reader.batches())
    reader.close()
    assert child.poll() is not None
    assert not folder.exists() or sys.platform != "linux"


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "a.xlsx", {"S": [["a", "b"], [1, 2]]})
    sheet = LAUGHS.replace("kml", "worksheet") + "<worksheet><sheetData>&e11;</sheetData></worksheet>"
    assert "entities" in refusal(replace_member(book, "xl/worksheets/sheet1.xml", sheet.encode()))
    kml = LAUGHS + (
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>&e11;</name>'
        "<Point><coordinates>18,63</coordinates></Point></Placemark></kml>"
    )
    refusal(write(tmp_path, kml, "a.kml"), Limits(memory_bytes=2 << 30, cpu_seconds=5))


def test_a_zip_bomb_is_refused_before_it_unpacks(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(200):
            sheet.write(b" " * (1 << 20))
    assert "unpack" in refusal(path)


def test_a_virtual_data_set_that_fetches_is_not_opened(tmp_path: Path) -> None:
    inside = "<OGRVRTLayer name='x'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer>"
    vrt = f"<OGRVRTDataSource>{inside}</OGRVRTDataSource>"
    assert "neither KML nor GPX" in refusal(write(tmp_path, vrt, "a.vrt"))
    assert refusal(write(tmp_path, vrt, "a.kml"))


def test_only_the_drivers_of_our_formats_are_left_in_the_child() -> None:
    code = (
        "import os, sys; sys.path.append(sys.argv[1])\n"
        "from mentalmap.exchange.reading import features\n"
        "os.environ.update(features.ENVIRONMENT)\n"
        "import pyogrio\n"
        "assert sorted(pyogrio.list_drivers()) == sorted(features.KEPT_DRIVERS), "
        "sorted(pyogrio.list_drivers())"
    )
    subprocess.run([sys.executable, "-I", "-c", code, str(sandbox.ROOT)], check=True)


def test_reading_imports_neither_pandas_nor_geopandas(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n1;2\n")
    code = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "from pathlib import Path; from mentalmap.exchange.reading import open_source\n"
        "with open_source(Path(sys.argv[2])) as source: assert len(list(source.batches())) == 1\n"
        "heavy = {'pandas', 'geopandas', 'pyogrio', 'openpyxl'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-I", "-c", code, str(sandbox.ROOT), str(path)], check=True)


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    assert "no file" in refusal(tmp_path / "saknas.csv")
    assert "folder" in refusal(tmp_path)
    assert "not an ordinary file" in refusal(Path("/dev/zero"))
    assert "empty" in refusal(write(tmp_path, b"", "tom.csv"))
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    assert "not an ordinary file" in refusal(pipe)
    loop = tmp_path / "loop.csv"
    loop.symlink_to(loop)
    assert "cannot be opened" in refusal(loop)
    link = tmp_path / "link.csv"
    link.symlink_to("/dev/zero")
    assert "not an ordinary file" in refusal(link)
    refusal(Path("a\0b.csv"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused_in_words(tmp_path: Path) -> None:
    path = write(tmp_path, "a;b\n1;2\n")
    path.chmod(0)
    assert "may not read" in refusal(path)
