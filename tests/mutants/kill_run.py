"""Runs mutants in several worker processes, and shows progress and the remaining time."""

import queue
import threading
import time
from collections.abc import Callable, Mapping, Sequence

from tests.benchmarks.process_cpu import cpu_by_process
from tests.mutants.mutant import Mutant
from tests.mutants.mutant_result import MutantResult, Outcome
from tests.mutants.results import StoredResults
from tests.mutants.worker_process import WorkerDied, WorkerProcess, undecided_result

Report = Callable[[str], object]


class KillRun:
    """Runs these mutants.

    ``first_scenarios`` has the scenario to run first, by the mutant's name. With ``all_scenarios``, the scenarios of
    all rules are run. After the run, ``processor_seconds`` is the processor time of all processes, including browsers.
    """

    def __init__(
        self,
        mutants: Sequence[Mutant],
        first_scenarios: Mapping[str, str],
        stored: StoredResults,
        report: Report,
        *,
        all_scenarios: bool = False,
    ) -> None:
        self._all_scenarios = all_scenarios
        self._first_scenarios = first_scenarios
        self._stored = stored
        self._report = report
        self._results = {mutant.name: result for mutant in mutants if (result := stored.find(mutant))}
        self._queue: queue.SimpleQueue[Mutant] = queue.SimpleQueue()
        self._total = sum(mutant.name not in self._results for mutant in mutants)
        for mutant in mutants:
            if mutant.name not in self._results:
                self._queue.put(mutant)
        self._judged = 0
        self._began = time.monotonic()
        self._lock = threading.Lock()
        self._workers: list[WorkerProcess] = []
        self.processor_seconds = 0.0

    def run(self, workers: int) -> dict[str, MutantResult]:
        """Run the mutants in this number of workers; return all results, by the mutant's name.

        The results include those of earlier runs.
        """
        if self._results:
            self._report(f"{len(self._results)} mutants were judged before and have not changed since.")
        threads = [
            threading.Thread(target=self._work, args=(number,), daemon=True)
            for number in range(min(workers, self._total))
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
        while (mutant := self._next_mutant()) is not None:
            try:
                worker = worker or self._start_worker(number)
                first_scenario = self._first_scenarios.get(mutant.name, "")
                result = worker.judge(mutant.name, first_scenario, all_scenarios=self._all_scenarios)
            except WorkerDied as error:
                worker, result = None, undecided_result(mutant.name, error)
            self._record(mutant, result)

    def _start_worker(self, number: int) -> WorkerProcess:
        worker = WorkerProcess(number)
        self._workers.append(worker)
        return worker

    def _next_mutant(self) -> Mutant | None:
        try:
            return self._queue.get_nowait()
        except queue.Empty:
            return None

    def _record(self, mutant: Mutant, result: MutantResult) -> None:
        with self._lock:
            self._results[mutant.name] = result
            self._judged += 1
            # A mutant that could not be judged must be run again next time.
            if result.outcome is not Outcome.BROKEN and not self._all_scenarios:
                self._stored.store(mutant, result)
            self._report(self._progress_line(mutant, result))

    def _progress_line(self, mutant: Mutant, result: MutantResult) -> str:
        elapsed = time.monotonic() - self._began
        remaining = elapsed / self._judged * (self._total - self._judged)
        if self._all_scenarios and result.outcome is Outcome.KILLED:
            return (
                f"{mutant.name}: {len(result.notes)} scenarios fail: {'; '.join(result.notes)} [{result.seconds:.0f} s]"
            )
        outcome = {
            Outcome.KILLED: f"killed by “{result.scenario}”: {result.step}",
            Outcome.SURVIVED: f"SURVIVED {len(result.tried)} scenarios; {'; '.join(result.notes) or 'all passed'}",
            Outcome.BROKEN: f"BROKEN: {result.message}",
        }[result.outcome]
        head = (
            f"[{self._judged}/{self._total}, {_format_time(remaining)} left] {mutant.name} ({', '.join(mutant.breaks)})"
        )
        return f"{head}: {outcome} [{result.seconds:.0f} s]"


def _format_time(seconds: float) -> str:
    return f"{seconds / 60:.0f} min" if seconds >= 90 else f"{seconds:.0f} s"
