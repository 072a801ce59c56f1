/**
 * Deployments that are wanted and instances that are there, in the same words on every platform.
 */
package io.github.chthosting.platform;
