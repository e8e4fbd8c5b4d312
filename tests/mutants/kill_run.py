"""Runs mutants in several worker processes, and shows progress and the remaining time."""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from tests.benchmarks.process_cpu import cpu_by_process
from tests.mutants.mutant import Mutant
from tests.mutants.mutant_result import MutantResult, Outcome
from tests.mutants.results import StoredResults
from tests.mutants.worker_process import WorkerDied, WorkerProcess, broken

Report = Callable[[str], object]


class KillRun:
    """Runs these mutants. ``first`` has the scenario that killed a mutant last time, by the mutant's name.

    With ``every``, the scenarios of all rules are run. After the run, ``processor_seconds`` is the processor time of
    all processes, including browsers.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        first: Mapping[str, str],
        stored: StoredResults,
        report: Report,
        *,
        every: bool = False,
    ) -> None:
        self._every = every
        self._first = first
        self._stored = stored
        self._report = report
        self._results = {mutant.name: result for mutant in mutants if (result := stored.of(mutant))}
        self._left: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
        self._number = sum(mutant.name not in self._results for mutant in mutants)
        for mutant in mutants:
            if mutant.name not in self._results:
                self._left.put(mutant)
        self._done = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._workers: list[WorkerProcess] = []
        self.processor_seconds = 0.0

    def run(self, workers: int) -> dict[str, MutantResult]:
        """Run the mutants, and return all results, also those of earlier runs, by the mutant's name."""
        if self._results:
            self._report(f"{len(self._results)} mutants were judged before and have not changed since.")
        threads = [
            threading.Thread(target=self._work, args=(number,), daemon=True)
            for number in range(min(workers, self._number))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.processor_seconds = sum(cpu_by_process().values())
        for worker in self._workers:
            worker.close()
        return self._results

    def stop(self) -> None:
        """Terminate the workers, even while they are running mutants."""
        for worker in self._workers:
            worker.stop()

    def _work(self, number: int) -> None:
        worker: WorkerProcess | None = None
        while (mutant := self._next()) is not None:
            try:
                worker = worker or self._start(number)
                result = worker.judge(mutant.name, self._first.get(mutant.name, ""), every=self._every)
            except WorkerDied as error:
                worker, result = None, broken(mutant.name, error)
            self._note(mutant, result)

    def _start(self, number: int) -> WorkerProcess:
        worker = WorkerProcess(number)
        self._workers.append(worker)
        return worker

    def _next(self) -> Mutant | None:
        try:
            return self._left.get_nowait()
        except queue.Empty:
            return None

    def _note(self, mutant: Mutant, result: MutantResult) -> None:
        with self._lock:
            self._results[mutant.name] = result
            self._done += 1
            # A mutant that could not be judged must be run again next time.
            if result.outcome is not Outcome.BROKEN and not self._every:
                self._stored.store(mutant, result)
            self._report(self._line(mutant, result))

    def _line(self, mutant: Mutant, result: MutantResult) -> str:
        spent = time.monotonic() - self._began
        left = spent / self._done * (self._number - self._done)
        if self._every and result.outcome is Outcome.KILLED:
            return (
                f"{mutant.name}: {len(result.notes)} scenarios fail: {'; '.join(result.notes)} [{result.seconds:.0f} s]"
            )
        what = {
            Outcome.KILLED: f"killed by “{result.scenario}”: {result.step}",
            Outcome.SURVIVED: f"SURVIVED {len(result.tried)} scenarios; {'; '.join(result.notes) or 'all passed'}",
            Outcome.BROKEN: f"BROKEN: {result.message}",
        }[result.outcome]
        head = f"[{self._done}/{self._number}, {_minutes(left)} left] {mutant.name} ({', '.join(mutant.breaks)})"
        return f"{head}: {what} [{result.seconds:.0f} s]"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
