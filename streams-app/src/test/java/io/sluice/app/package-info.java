/** Tests of settings and commands. */
package io.sluice.app;
