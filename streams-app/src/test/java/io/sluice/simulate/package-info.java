/** Tests of the simulation. */
package io.sluice.simulate;
