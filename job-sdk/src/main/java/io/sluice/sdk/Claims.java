package io.sluice.sdk;

import io.sluice.schemas.ClaimedBundle;
import io.sluice.schemas.Confirmed;
import io.sluice.schemas.Control;
import io.sluice.schemas.Outcome;
import io.sluice.schemas.Stop;
import io.sluice.schemas.UuidFormat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles in a worker's hands, from the poll until the broker has the last report about them. Does what each {@link
 * Claim} says is next.
 */
final class Claims {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);
    private static final long CLAIM_AGAIN_MS = 500;

    /** What the scheduler knows as the reason to hold the type back for a moment. */
    private static final String UNKNOWN_TYPE = "UNKNOWN_TYPE";

    private final Map<Claim.Key, BundleRun> inHand = new ConcurrentHashMap<>();
    private final Reports reports;
    private final Slots slots;
    private final Runner runner;
    private final Timer timer;

    Claims(Reports reports, Slots slots, Runner runner, Timer timer) {
        this.reports = reports;
        this.slots = slots;
        this.runner = runner;
        this.timer = timer;
    }

    /** Takes what was polled, each with a slot, and sends one claim a tree. Heartbeats list it from here on. */
    List<BundleRun> take(List<Claim> polled) {
        List<BundleRun> taken = new ArrayList<>();
        Map<String, List<BundleRun>> byTree = new LinkedHashMap<>();
        for (Claim claim : polled) {
            BundleRun bundle = new BundleRun(claim, this, runner.tools());
            if (inHand.putIfAbsent(claim.key(), bundle) != null) {
                LOG.warn(
                        "bundle {} was handed to us again while it is in our hands; the second copy is dropped",
                        claim.key());
                slots.release();
            } else if (!runner.handles(claim.bundle().getType())) {
                LOG.warn(
                        "bundle {} is handed back: no handler for job type {}",
                        claim.key(),
                        claim.bundle().getType());
                // The claim first: only a claimant can hand back.
                reports.claim(claim.key().tree(), List.of(claim.record()), error -> {});
                handBack(bundle, UNKNOWN_TYPE);
            } else {
                taken.add(bundle);
                byTree.computeIfAbsent(claim.key().tree(), tree -> new ArrayList<>())
                        .add(bundle);
            }
        }
        byTree.forEach(this::send);
        return taken;
    }

    private void send(String tree, List<BundleRun> bundles) {
        List<ClaimedBundle> records = new ArrayList<>();
        for (BundleRun bundle : bundles) {
            ClaimedBundle record = bundle.claim().record();
            records.add(record);
            if (record.getConfirm()) {
                timer.after(bundle.claim().bundle().getLeaseMs() + 1, () -> proceed(bundle));
            }
        }
        reports.claim(tree, records, error -> {
            if (error == null) {
                bundles.forEach(bundle -> bundle.claim().logged());
                bundles.forEach(this::proceed);
            } else {
                LOG.warn(
                        "the claim of {} bundles of tree {} was not sent; it is sent again",
                        records.size(),
                        tree,
                        error);
                bundles.forEach(bundle -> timer.after(CLAIM_AGAIN_MS, () -> claimFailed(bundle)));
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
            LOG.info("bundle {} is not run and handed back: {}", bundle.claim().key(), error.toString());
            giveUp(bundle, "the acknowledgement of its record is in doubt");
        }
    }

    /** Does what is next about this bundle. */
    void proceed(BundleRun bundle) {
        Claim claim = bundle.claim();
        switch (claim.next(runner.now())) {
            case WAIT -> {}
            // This may be the producer's own thread, which must not wait for the producer.
            case CLAIM -> timer.after(0, () -> send(claim.key().tree(), List.of(bundle)));
            case START -> runner.start(bundle, this);
            case HAND_BACK -> {
                LOG.info("bundle {} is handed back: {}", claim.key(), claim.why());
                timer.after(0, () -> handBack(bundle, claim.why()));
            }
            case DROP -> {
                LOG.info("bundle {} is dropped: {}", claim.key(), claim.why());
                letGo(bundle);
            }
        }
    }

    /** What the scheduler tells this worker. */
    void told(Control control) {
        if (control.getBody() instanceof Confirmed word) {
            BundleRun bundle = inHand.get(new Claim.Key(control.getTree(), word.getBundle()));
            if (bundle != null) {
                bundle.claim().word(word.getAccepted(), word.getReason());
                proceed(bundle);
                if (!word.getAccepted() && bundle.claim().running() && bundle.abandon()) {
                    LOG.warn("bundle {} is interrupted: {}", bundle.claim().key(), word.getReason());
                }
            }
        } else if (control.getBody() instanceof Stop stop) {
            inHand.forEach((key, bundle) -> {
                if (key.tree().equals(control.getTree())) {
                    bundle.stop(UuidFormat.decode(stop.getJob()), stop.getRun());
                }
            });
        }
    }

    void report(Claim claim, Outcome outcome) {
        claim.reported();
        reports.outcome(claim.key().tree(), outcome, () -> confirmed(claim));
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

    /** Hands it back unless it runs. */
    void giveUp(BundleRun bundle, String reason) {
        if (bundle.claim().withdraw(reason)) {
            handBack(bundle, reason);
        }
    }

    private void handBack(BundleRun bundle, String reason) {
        Claim claim = bundle.claim();
        claim.reported();
        claim.settled();
        letGo(bundle);
        reports.handBack(claim.key(), reason, () -> confirmed(claim));
    }

    private void confirmed(Claim claim) {
        claim.reportConfirmed();
        forgetIfOver(claim);
    }

    private void letGo(BundleRun bundle) {
        if (bundle.freeSlot()) {
            slots.release();
        }
        forgetIfOver(bundle.claim());
    }

    private void forgetIfOver(Claim claim) {
        if (claim.over()) {
            inHand.computeIfPresent(claim.key(), (key, held) -> held.claim() == claim ? null : held);
        }
    }

    Collection<BundleRun> inHand() {
        return List.copyOf(inHand.values());
    }

    /** Gives up what the scheduler may have given away, because it did not hear from us for two thirds of a lease. */
    void abandonUnheard(IntToLongFunction heardAt) {
        long now = runner.now();
        for (BundleRun bundle : inHand.values()) {
            Claim claim = bundle.claim();
            long heard =
                    Math.max(claim.takenAt(), heardAt.applyAsLong(claim.bundle().getPartition()));
            if ((now - heard) * 3 > claim.bundle().getLeaseMs() * 2) {
                giveUp(bundle, "no heartbeat could be sent for two thirds of a lease");
                if (claim.running() && bundle.abandon()) {
                    LOG.error(
                            "bundle {} is interrupted: no heartbeat was confirmed for {} ms of its lease of {} ms",
                            claim.key(),
                            now - heard,
                            claim.bundle().getLeaseMs());
                }
            }
        }
    }
}
