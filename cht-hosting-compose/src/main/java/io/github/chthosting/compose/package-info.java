/** Instances of the CHT on a Docker engine: observed, planned, changed. */
package io.github.chthosting.compose;
