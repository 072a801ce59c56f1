/** The programs within the test images that run on a JVM. Each is a process of its own. */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.testing.service;
