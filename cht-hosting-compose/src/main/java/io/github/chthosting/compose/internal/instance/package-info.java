/** Instances as they are found on an engine: containers, files, settings, databases. */
package io.github.chthosting.compose.internal.instance;
