package io.sluice.state;

import io.sluice.core.ChannelPath;

/** The READY jobs of one channel and one type, which stand in a line by their {@link io.sluice.core.Place}. */
record ReadyLine(String tree, ChannelPath channel, String type) {}
