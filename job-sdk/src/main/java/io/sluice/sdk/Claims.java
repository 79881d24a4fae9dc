package io.sluice.sdk;

import io.sluice.schemas.BundledJob;
import io.sluice.schemas.BundledRun;
import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Confirmed;
import io.sluice.schemas.Control;
import io.sluice.schemas.Drop;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Progress;
import io.sluice.schemas.Stop;
import io.sluice.schemas.UuidFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done about the bundles in a worker's hands: what each {@link Claim} says is next, and what the scheduler says. */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final long CLAIM_AGAIN_MS = 500;

    /** What the scheduler knows as the reason to hold the type back for a moment. */
    private static final String UNKNOWN_TYPE = "UNKNOWN_TYPE";

    private final InHand inHand = new InHand();
    private final Reports reports;
    private final Slots slots;
    private final Runner runner;
    private final Timer sends;
    private final Consumer<Collection<BundleRun>> beforeClaim;

    /** @param beforeClaim told of the bundles that are about to be claimed, before anything is sent about them */
    Claims(Reports reports, Slots slots, Runner runner, Consumer<Collection<BundleRun>> beforeClaim) {
        this.reports = reports;
        this.slots = slots;
        this.runner = runner;
        this.sends = runner.tools().timers().sends();
        this.beforeClaim = beforeClaim;
    }

    InHand inHand() {
        return inHand;
    }

    /** Takes what was polled, each with a slot, and sends one claim a tree. Heartbeats list it from here on. */
    List<BundleRun> take(List<Claim> polled) {
        List<BundleRun> fresh = new ArrayList<>();
        for (Claim claim : polled) {
            BundleRun bundle = new BundleRun(claim, this, runner.tools(), runner.outputs());
            if (inHand.add(bundle)) {
                fresh.add(bundle);
            } else {
                LOG.warn("bundle {} was handed to us again, it is in our hands; the second copy is dropped", claim);
                slots.release();
            }
        }
        if (!fresh.isEmpty()) {
            beforeClaim.accept(fresh);
        }
        Map<String, List<BundleRun>> byTree = new LinkedHashMap<>();
        fresh.forEach(bundle -> byTree.computeIfAbsent(bundle.claim().key().tree(), tree -> new ArrayList<>())
                .add(bundle));
        byTree.forEach(this::send);
        return fresh.stream().filter(this::isKnown).toList();
    }

    /** The claim goes first: only a claimant can hand back. */
    private boolean isKnown(BundleRun bundle) {
        String type = bundle.claim().bundle().getType();
        if (!runner.handles(type)) {
            LOG.warn(
                    "bundle {} is handed back: this worker has no handler for job type {}, but for {}. Add one, or let a worker that"
                            + " has one read the channel topic",
                    bundle.claim(),
                    type,
                    runner.tools().settings().types());
            giveUp(bundle, UNKNOWN_TYPE);
        }
        return runner.handles(type);
    }

    private void send(String tree, List<BundleRun> bundles) {
        List<ClaimedBundle> records = new ArrayList<>();
        for (BundleRun bundle : bundles) {
            ClaimedBundle record = bundle.claim().record();
            records.add(record);
            if (record.getConfirm()) {
                sends.after(bundle.claim().bundle().getLeaseMs() + 1, () -> proceed(bundle));
            }
        }
        reports.claim(tree, records, error -> {
            if (error == null) {
                bundles.forEach(bundle -> bundle.claim().logged());
                bundles.forEach(this::proceed);
            } else {
                LOG.warn("the claim of bundles {} of tree {} was not sent; it is sent again", records, tree, error);
                bundles.forEach(bundle -> sends.after(CLAIM_AGAIN_MS, () -> claimFailed(bundle)));
            }
        });
    }

    private void claimFailed(BundleRun bundle) {
        bundle.claim().failed();
        proceed(bundle);
    }

    /** The broker confirmed our acknowledgement of these records. */
    void acknowledged(List<BundleRun> bundles) {
        bundles.forEach(bundle -> bundle.claim().acknowledged());
        bundles.forEach(this::proceed);
    }

    /** It did not, or we do not know: somebody else may get them as well. */
    void inDoubt(List<BundleRun> bundles, Throwable error) {
        for (BundleRun bundle : bundles) {
            LOG.info("bundle {} is not run and handed back: {}", bundle.claim(), error.toString());
            giveUp(bundle, "the acknowledgement of its record is in doubt");
        }
    }

    /** Does what is next about this bundle. */
    void proceed(BundleRun bundle) {
        Claim claim = bundle.claim();
        switch (claim.next(runner.now())) {
            case WAIT -> {}
            // This may be the producer's own thread, which must not wait for the producer.
            case CLAIM -> sends.after(0, () -> claimAgain(bundle));
            case START -> runner.start(bundle, this);
            case HAND_BACK -> {
                LOG.info("bundle {} is handed back: {}", claim, claim.why());
                handBack(bundle, claim.why());
            }
            case DROP -> {
                LOG.info("bundle {} is dropped: {}", claim, claim.why());
                letGo(bundle);
            }
        }
    }

    /** A claim after the hand-back would never be ended by us. */
    private void claimAgain(BundleRun bundle) {
        if (bundle.claim().open()) {
            send(bundle.claim().key().tree(), List.of(bundle));
        }
    }

    // ---- what the scheduler tells this worker

    void told(Control control) {
        if (control.getBody() instanceof Confirmed word) {
            inHand.get(new Claim.Key(control.getTree(), word.getBundle())).ifPresent(bundle -> answered(bundle, word));
        } else if (control.getBody() instanceof Stop stop) {
            stop(control.getTree(), UuidFormat.decode(stop.getJob()), stop.getRun());
        } else if (control.getBody() instanceof Drop drop) {
            stop(control.getTree(), UuidFormat.decode(drop.getJob()), drop.getRun());
        }
    }

    private void answered(BundleRun bundle, Confirmed word) {
        bundle.claim().word(word.getAccepted(), word.getReason());
        proceed(bundle);
        if (!word.getAccepted() && bundle.claim().running() && bundle.abandon()) {
            LOG.warn("bundle {} is interrupted: {}", bundle.claim(), word.getReason());
        }
    }

    private void stop(String tree, UUID job, int run) {
        for (BundleRun bundle : inHand.all()) {
            if (bundle.claim().key().tree().equals(tree)) {
                bundle.stop(job, run);
            }
        }
    }

    // ---- what this worker tells

    void report(Claim claim, Outcome outcome) {
        claim.reported();
        reports.outcome(claim.key().tree(), outcome, () -> confirmed(claim));
    }

    /** Waits until the broker has all that was told about a bundle; false if that takes longer. */
    boolean awaitReported(Claim claim, long millis) throws InterruptedException {
        if (!claim.awaitConfirmed(0)) {
            reports.flush();
        }
        return claim.awaitConfirmed(millis);
    }

    void progress(Claim claim, Progress progress) {
        reports.progress(claim.key().tree(), progress);
    }

    /** A bundle ran; the rest of it is handed back if there is a reason. */
    void ended(BundleRun bundle, String rest) {
        if (rest == null) {
            bundle.claim().settled();
            letGo(bundle);
        } else {
            handBack(bundle, rest);
        }
    }

    /** Hands it back unless it runs, and tells whether it did not. */
    boolean giveUp(BundleRun bundle, String reason) {
        if (!bundle.claim().withdraw(reason)) {
            return false;
        }
        handBack(bundle, reason);
        return true;
    }

    private void handBack(BundleRun bundle, String reason) {
        Claim claim = bundle.claim();
        claim.reported();
        claim.settled();
        letGo(bundle);
        sends.after(0, () -> reports.handBack(claim.key(), reason, () -> confirmed(claim)));
    }

    /** Jobs that were not started, of a bundle that goes on. */
    void handBackJobs(Claim claim, List<BundledJob> jobs, String reason) {
        claim.reported();
        long number = claim.key().number();
        List<BundledRun> runs = jobs.stream()
                .map(job -> new BundledRun(number, job.getId(), job.getRun()))
                .toList();
        sends.after(0, () -> reports.handBackJobs(claim.key(), runs, reason, () -> confirmed(claim)));
    }

    /** The runs that ignore their interrupt, in words. */
    List<String> stuck() {
        return inHand.all().stream()
                .flatMap(bundle -> bundle.stuck().stream())
                .sorted()
                .toList();
    }

    private void confirmed(Claim claim) {
        claim.reportConfirmed();
        inHand.forgetIfOver(claim);
    }

    private void letGo(BundleRun bundle) {
        if (bundle.freeSlot()) {
            slots.release();
        }
        inHand.forgetIfOver(bundle.claim());
    }

    /** Gives up what the scheduler may have given away, because it did not hear from us for two thirds of a lease. */
    void abandonUnheard(IntToLongFunction heardAt) {
        long now = runner.now();
        for (BundleRun bundle : inHand.all()) {
            Claim claim = bundle.claim();
            long heard = heardAt.applyAsLong(claim.bundle().getPartition());
            if (claim.isUnheard(heard, now)) {
                giveUp(bundle, "no heartbeat could be sent for two thirds of a lease");
                if (claim.running() && bundle.abandon()) {
                    LOG.error(
                            "bundle {} is interrupted: no heartbeat was confirmed for {} ms of its lease of {} ms",
                            claim,
                            now - Math.max(claim.takenAt(), heard),
                            claim.bundle().getLeaseMs());
                }
            }
        }
    }
}
