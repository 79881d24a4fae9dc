/** Tests of what is measured. */
package io.sluice.app.meters;
