package io.sluice.core;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a channels file says: entries that hold for every tree, and sections of single trees that override them option by
 * option.
 *
 * @param defaults the entries of {@code [default]}
 * @param trees the entries of each tree that has a section of its own
 * @since 0.1
 */
public record ChannelFile(Map<ChannelPath, Limits> defaults, Map<String, Map<ChannelPath, Limits>> trees) {

    /** No file. */
    public static final ChannelFile NONE = new ChannelFile(Map.of(), Map.of());

    /** The name of the section that holds for every tree. */
    public static final String DEFAULT = "default";

    /**
     * An entry of a file by its name.
     *
     * @param section the tree, or {@link #DEFAULT}
     * @param channel the channel
     * @since 0.1
     */
    public record Name(String section, ChannelPath channel) {}

    /**
     * Reads a file; nothing at all is a file without entries.
     *
     * @throws IllegalArgumentException quoting the entry and saying what is allowed
     */
    public static ChannelFile parse(String text) {
        Map<String, Map<ChannelPath, Limits>> sections = new LinkedHashMap<>();
        ChannelText.sections(text).forEach((name, entries) -> sections.put(name, ChannelText.channels(entries)));
        Map<ChannelPath, Limits> defaults =
                Optional.ofNullable(sections.remove(DEFAULT)).orElse(Map.of());
        ChannelFile file = new ChannelFile(defaults, sections);
        new ChannelTree(file, DEFAULT, Map.of()).checkAll(defaults.keySet());
        sections.forEach((tree, entries) -> {
            entries.forEach(ChannelChecks::refuseTopic);
            new ChannelTree(file, tree, Map.of()).checkWith(entries.keySet());
        });
        return file;
    }

    /** What the file says about a tree over the defaults. */
    public Map<ChannelPath, Limits> section(String tree) {
        return trees.getOrDefault(tree, Map.of());
    }

    /** The entries that another file has and this one has not, or the other way round, or that say something else. */
    public Set<Name> changedFrom(ChannelFile before) {
        Set<Name> changed = new HashSet<>();
        addChanged(DEFAULT, before.defaults, defaults, changed);
        Set<String> names = new HashSet<>(before.trees.keySet());
        names.addAll(trees.keySet());
        names.forEach(tree -> addChanged(tree, before.section(tree), section(tree), changed));
        return changed;
    }

    private static void addChanged(
            String section, Map<ChannelPath, Limits> before, Map<ChannelPath, Limits> after, Set<Name> changed) {
        Set<ChannelPath> paths = new HashSet<>(before.keySet());
        paths.addAll(after.keySet());
        for (ChannelPath path : paths) {
            if (!Optional.ofNullable(before.get(path)).equals(Optional.ofNullable(after.get(path)))) {
                changed.add(new Name(section, path));
            }
        }
    }
}
