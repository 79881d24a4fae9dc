package io.sluice.streams;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.clients.admin.StreamsGroupMemberDescription;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the open transactions of instances that are gone. Until somebody does, a dead one's transaction hides what all others
 * release to the same channel topic.
 *
 * <p>Kafka Streams names its producers {@code <application id>-<process id>-<n>}.
 */
final class Fencing {

    private static final Logger LOG = LoggerFactory.getLogger(Fencing.class);

    private final Admin admin;
    private final String applicationId;
    private final ProcessFile processFile;
    private final Pattern transactionalId;
    private final ShellCounts counts;

    Fencing(Admin admin, StreamSettings settings, ShellCounts counts) {
        this.admin = admin;
        this.applicationId = settings.applicationId();
        this.processFile = new ProcessFile(settings);
        this.transactionalId = Pattern.compile(Pattern.quote(applicationId) + "-(" + ProcessFile.ID + ")-\\d+");
        this.counts = counts;
    }

    /**
     * Before the start: ends what this very process left open when it was killed. It does not do so by itself, for its
     * producers begin only when it is given work, and the group gives none until the dead member's session has ended.
     */
    void atStart() {
        trying(() -> {
            Optional<String> own = processFile.id();
            if (own.isPresent()) {
                fence(transactions(new ListTransactionsOptions()).stream()
                        .filter(id -> processOf(id).equals(own))
                        .toList());
            }
        });
    }

    /** While running: ends what members left open that are no members any more. */
    void vanished() {
        trying(() -> {
            Optional<String> own = processFile.id();
            List<String> foreign =
                    transactions(new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING))).stream()
                            .filter(id -> !processOf(id).equals(own))
                            .toList();
            if (!foreign.isEmpty()) {
                Set<String> alive = members();
                // A view of the group in which this process is missing is too old to call others dead.
                if (own.isPresent() && alive.contains(own.get())) {
                    fence(foreign.stream()
                            .filter(id -> !alive.contains(processOf(id).orElseThrow()))
                            .toList());
                }
            }
        });
    }

    private List<String> transactions(ListTransactionsOptions options) {
        Collection<TransactionListing> listed =
                Answers.of(admin.listTransactions(options.filterOnTransactionalIdPattern(transactionalId.pattern()))
                        .all());
        return listed.stream()
                .map(TransactionListing::transactionalId)
                .filter(id -> processOf(id).isPresent())
                .toList();
    }

    private Set<String> members() {
        StreamsGroupDescription group = Answers.of(admin.describeStreamsGroups(List.of(applicationId))
                .describedGroups()
                .get(applicationId));
        return group.members().stream()
                .map(StreamsGroupMemberDescription::processId)
                .collect(Collectors.toSet());
    }

    private void fence(List<String> ids) {
        if (!ids.isEmpty()) {
            Answers.of(admin.fenceProducers(ids).all());
            counts.fenced(ids.size());
            LOG.info("fenced {}: nobody writes under these ids any more", ids);
        }
    }

    private Optional<String> processOf(String id) {
        Matcher matcher = transactionalId.matcher(id);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Without fencing the broker ends such a transaction by itself, only later: no reason to stop. */
    private static void trying(Runnable fencing) {
        try {
            fencing.run();
        } catch (InterruptException e) {
            LOG.debug("the look for instances that are gone was ended: this one stops", e);
        } catch (KafkaException e) {
            LOG.warn(
                    "could not end transactions of instances that are gone; the broker will, by their timeout: {}",
                    e.toString());
        }
    }
}
