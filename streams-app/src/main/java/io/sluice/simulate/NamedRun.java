package io.sluice.simulate;

import io.sluice.core.ActiveBundle;
import io.sluice.core.BundleId;
import io.sluice.core.JobId;
import io.sluice.core.JobStatus;
import java.util.Optional;

/** A run as a line names it: what is not said is what is current when the line's time has come. */
record NamedRun(JobId job, Optional<String> worker, Optional<Integer> run) {

    static NamedRun of(JobId job, Fields line) {
        return new NamedRun(job, line.text("worker"), line.get("run").map(run -> Fields.smallNumber(run, "run")));
    }

    int run(Simulation simulation) {
        return run.orElseGet(
                () -> simulation.state().status(job).map(JobStatus::run).orElse(0));
    }

    /** None: there was no such run. */
    Optional<BundleId> released(Simulation simulation) {
        return simulation.past().bundle(job, run(simulation));
    }

    /**
     * The bundle of a run that must have been.
     *
     * @throws IllegalArgumentException if the job has not been released yet, or is not known at all
     */
    BundleId bundle(Simulation simulation, JobNames names) {
        return released(simulation).orElseThrow(() -> new IllegalArgumentException(missing(simulation, names)));
    }

    private String missing(Simulation simulation, JobNames names) {
        Optional<JobStatus> status = simulation.state().status(job);
        String name = names.text(job);
        if (status.isEmpty()) {
            return "there is no job " + name;
        }
        return run.isPresent()
                ? "job " + name + " has had no run " + run.get() + "; its last one was "
                        + status.get().run()
                : "job " + name + " was not released yet; it is " + status.get().state();
    }

    /** Who has it; if nobody has, the worker that is there by itself. */
    String worker(Simulation simulation) {
        return worker.orElseGet(() -> released(simulation)
                .flatMap(simulation.state()::bundle)
                .filter(ActiveBundle::isClaimed)
                .map(open -> open.claimants().getFirst())
                .orElse(Crew.BUILT_IN));
    }
}
