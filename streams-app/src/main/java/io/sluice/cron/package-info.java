/**
 * When cron lines are due: the calendar of the rules, made with cron-utils and the JDK's time zones.
 *
 * <p>May not live here: what happens at a slot. Knows core.
 */
package io.sluice.cron;
