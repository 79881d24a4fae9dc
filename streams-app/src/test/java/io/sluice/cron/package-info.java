/** Tests of the calendar. */
package io.sluice.cron;
