/** Carries out steps. */
package io.github.chthosting.compose.internal;
