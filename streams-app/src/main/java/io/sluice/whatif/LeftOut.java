package io.sluice.whatif;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the model does not take in, or only roughly; counted where it can be, and said in words. */
final class LeftOut {

    long unknown;
    long afterParents;
    long duplicates;
    long replaced;
    long dropped;
    long handedBack;
    long lost;

    /** Sentences, the most important first. */
    List<String> words(long claimDelay, boolean isStateKnown, Trial.Doubts doubts) {
        List<String> words = new ArrayList<>();
        words.add("runs take as long as they took: that more at once may slow each other down is left out");
        words.add("workers are always enough, for every type; a bundle lies " + claimDelay
                + " ms until one has claimed it, the median of what was measured");
        add(
                words,
                doubts.guessed(),
                "%,d runs had not ended, or there were more than in reality: they take the median of their type");
        add(words, doubts.passedOver(), "%,d commands found their job or channel in a state in which they do nothing");
        add(words, doubts.channelChanges(), "%,d changes of channels that are tried out here were left out");
        if (!isStateKnown) {
            words.add(
                    "the log does not tell the state at the beginning: limits, pauses and what waited then are left out");
        }
        add(words, unknown, "%,d events are about jobs that nothing is known of");
        add(words, afterParents, "%,d jobs waited for others: they come when those had ended in reality");
        words.add("what handlers and schedules submitted comes when it came in reality");
        add(words, lost, "%,d runs were given up: they hold their seats as long as they did");
        add(words, handedBack, "%,d runs were handed back by workers: left out");
        add(words, duplicates, "%,d submissions were duplicates: left out");
        add(words, replaced, "%,d jobs took over what a later submission brought: left out");
        add(words, dropped, "the tree was dropped meanwhile: left out");
        return words;
    }

    private static void add(List<String> words, long count, String sentence) {
        if (count > 0) {
            words.add(String.format(Locale.ROOT, sentence, count));
        }
    }
}
