"""Services are built once, however many threads ask for them first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from catalogue.bootstrap import Services


def test_threads_that_ask_together_get_one_service(services: Services) -> None:
    together = Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return services.reading

    with ThreadPoolExecutor(8) as threads:
        assert len(set(map(id, threads.map(ask, range(8))))) == 1
    assert services.reading is services.reading
