/**
 * What to host, and what every capability plans with: plans of steps, their cost, and the journal
 * that survives.
 */
package io.github.chthosting.platform;
