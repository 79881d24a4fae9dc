package io.sluice.examples.csvimport;

/**
 * What stands between two line ends.
 *
 * @param number counted from 1
 * @param text with U+FFFD where the bytes are not UTF-8
 * @param end the line end, as it may belong to a quoted value; empty at the end of the file
 * @param utf8 whether all bytes are UTF-8
 * @param cut whether the line was too long and the text is only its beginning
 */
record PhysicalLine(long number, String text, String end, boolean utf8, boolean cut) {}
