/** JMH benchmarks of the paths that move document bytes; figures in docs/benchmarks.md. */
@NullMarked
package io.github.chthosting.benchmarks;

import org.jspecify.annotations.NullMarked;
