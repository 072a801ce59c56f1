/** Carries out the steps of an installation that touch files and images. */
package io.github.chthosting.compose.internal.install;
