/** Versions of the CHT: what each ships, known faults, and the ways from one to another. */
package io.github.chthosting.platform.release;
